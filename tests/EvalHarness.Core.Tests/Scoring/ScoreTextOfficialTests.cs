using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Tests.Metrics;

namespace EvalHarness.Core.Tests.Scoring;

/// <summary>The text metrics, from a file of predictions to the written aggregate: what the official scorers gave.</summary>
public sealed class ScoreTextOfficialTests
{
    [Theory]
    [InlineData("rouge1")]
    [InlineData("rouge2")]
    [InlineData("rougeL")]
    [InlineData("rougeLsum")]
    public void Rouge(string type) => OfficialCases.Of("rouge").Check((entry, differences) =>
    {
        foreach (var stem in new[] { "false", "true" })
        {
            var output = Score(type, [(entry.GetProperty("prediction").GetString()!, entry.Texts("targets"))], ("stem", stem));
            foreach (var part in new[] { "precision", "recall", "fmeasure" })
            {
                var expected = entry.GetProperty("stemmer_" + stem).GetProperty(type).GetProperty(part).GetDouble();
                differences.Near($"{part}, stem {stem}", expected, output[0]["scores"]![part]!.GetValue<double>());
                differences.Near($"aggregate {part}, stem {stem}", expected, Figure(output, $"{type}.{part}"));
            }
        }
    });

    [Fact]
    public void Bleu_of_a_corpus() => OfficialCases.Of("bleu", "corpus").Check((entry, differences) =>
    {
        // A missing reference is none; hypotheses beyond the references are cut off.
        var references = entry.GetProperty("references").EnumerateArray()
            .Select(list => list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!).ToArray());
        var output = Score("bleu", [.. entry.Texts("hypotheses").Zip(references)], BleuOptions(entry));
        differences.Near("bleu", entry.GetProperty("result").GetProperty("score").GetDouble(), Figure(output, "bleu"));
    });

    [Fact]
    public void Bleu_of_sentences() => OfficialCases.Of("bleu", "sentence").Check((entry, differences) =>
    {
        var output = Score("bleu", [(entry.GetProperty("hypothesis").GetString()!, entry.Texts("references"))], BleuOptions(entry));
        var result = entry.GetProperty("result");
        differences.Near("score", result.GetProperty("score").GetDouble(), output[0]["scores"]!["score"]!.GetValue<double>());
        differences.Near("penalty", result.GetProperty("bp").GetDouble(), output[0]["scores"]!["brevityPenalty"]!.GetValue<double>());
        differences.Near("precisions", result.Numbers("precisions"), [.. output[0]["scores"]!["precisions"]!.AsArray().Select(value => value!.GetValue<double>())]);
    });

    [Theory]
    [InlineData("word", "wer")]
    [InlineData("char", "cer")]
    public void Word_error_rate(string unit, string rate) => OfficialCases.Of("wer").Check((entry, differences) =>
    {
        var output = Score("wer",
            [.. TextFixture.Texts(entry.GetProperty("hypothesis")).Zip(TextFixture.Texts(entry.GetProperty("reference")), (hypothesis, reference) => (hypothesis, new[] { reference }))],
            ("unit", unit));
        var expected = entry.GetProperty(unit);
        differences.Same("errors", expected.GetProperty("edit_total").GetDouble(), output[..^1].Sum(line => line["scores"]!["errors"]!.GetValue<double>()));
        differences.Same("reference length", expected.GetProperty("reference_length").GetDouble(), output[..^1].Sum(line => line["scores"]!["referenceLength"]!.GetValue<double>()));
        if (expected.GetProperty("reference_length").GetDouble() > 0)
            differences.Near(rate, expected.GetProperty(rate).GetDouble(), Figure(output, "wer"));
        else
            differences.Same("rate without reference words", null, Figure(output, "wer"));
    });

    [Fact]
    public void Squad() => OfficialCases.Of("squad_f1_em", "pair").Check((entry, differences) =>
    {
        var output = Score("squad", [(entry.GetProperty("prediction").GetString()!, entry.Texts("answers"))]);
        differences.Near("exact match", entry.GetProperty("exact_match").GetDouble(), Figure(output, "squad.exactMatch"));
        differences.Near("f1", entry.GetProperty("f1").GetDouble(), Figure(output, "squad.f1"));
    });

    [Fact]
    public void Squad_data_sets() => OfficialCases.Of("squad_f1_em", "dataset").Check((entry, differences) =>
    {
        // A question without a prediction counts 0, as an empty prediction does here.
        var predictions = entry.GetProperty("predictions");
        var output = Score("squad", [.. entry.GetProperty("questions").EnumerateArray().Select(question =>
            (predictions.TryGetProperty(question.GetProperty("id").GetString()!, out var text) ? text.GetString()! : "", question.Texts("answers")))]);
        differences.Near("exact match", entry.GetProperty("exact_match_percent").GetDouble() / 100, Figure(output, "squad.exactMatch"));
        differences.Near("f1", entry.GetProperty("f1_percent").GetDouble() / 100, Figure(output, "squad.f1"));
    });

    [Fact]
    public void Big_bench_exact_match() => OfficialCases.Of("bigbench_text", "exact_str_match").Check((entry, differences) =>
    {
        var targets = entry.GetProperty("targets").EnumerateArray().Select(TextFixture.Texts).ToArray();
        var responses = entry.Texts("responses");
        // A file has no line for a response that is missing, so only whole lists can stand in one.
        if (responses.Length < targets.Length)
            return;
        var output = Score("bigbench-exact", [.. responses.Zip(targets, (response, target) => (response, target.ToArray()))]);
        differences.Near("exact match", entry.GetProperty("exact_str_match").GetDouble(), Figure(output, "bigbench-exact"));
    });

    [Fact]
    public void T5_bleu() => OfficialCases.Of("bigbench_text", "t5_bleu").Check((entry, differences) =>
        differences.Near("bleu", entry.GetProperty("bleu").GetDouble(), Figure(Score("t5-bleu", T5Pairs(entry)), "t5-bleu")));

    [Fact]
    public void T5_rouge() => OfficialCases.Of("bigbench_text", "t5_rouge_mean").Check((entry, differences) =>
    {
        var output = Score("t5-rouge", T5Pairs(entry));
        foreach (var expected in entry.GetProperty("rouge").EnumerateObject())
            differences.Near(expected.Name, expected.Value.GetDouble(), Figure(output, "t5-rouge." + expected.Name));
    });

    // A list of lists is one list for each reference stream.
    private static (string, string[])[] T5Pairs(JsonElement entry)
    {
        var targets = entry.GetProperty("targets").EnumerateArray().ToArray();
        string[][] streams = targets is [{ ValueKind: JsonValueKind.Array }, ..] ? [.. targets.Select(stream => TextFixture.Texts(stream).ToArray())] : [entry.Texts("targets")];
        return [.. entry.Texts("predictions").Select((prediction, i) => (prediction, streams.Select(stream => stream[i]).ToArray()))];
    }

    private static (string, string)[] BleuOptions(JsonElement entry) =>
        [.. entry.GetProperty("options").EnumerateObject().Select(option => (option.Name switch
        {
            "smooth_method" => "smooth",
            "smooth_value" => "smooth-value",
            "use_effective_order" => "effective-order",
            var same => same,
        }, option.Value.ValueKind == JsonValueKind.String ? option.Value.GetString()! : option.Value.GetRawText()))];

    private static double? Figure(JsonObject[] output, string name)
    {
        Assert.True(output[^1]["aggregate"]!.AsObject().ContainsKey(name), $"The aggregate has no {name}.");
        return output[^1]["aggregate"]![name]?.GetValue<double>();
    }

    // Cases are checked one after the other inside one test; nothing here waits for anything but memory.
    private static JsonObject[] Score(string metric, (string Prediction, string[] References)[] pairs, params (string, string)[] options)
    {
        var lines = string.Concat(pairs.Select((pair, i) => ScoringFiles.Line(new { id = i, prediction = pair.Prediction, references = pair.References })));
        return ScoringFiles.Lines(ScoringFiles.WriteAsync(ScoringFiles.ScoreAsync(metric, lines, options).GetAwaiter().GetResult()).GetAwaiter().GetResult());
    }
}
