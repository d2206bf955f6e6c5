using System.Text.Json;
using EvalHarness.Core.Metrics.Bleu;

namespace EvalHarness.Core.Tests.Metrics.Bleu;

public sealed class BleuFixtureTests
{
    [Fact]
    public void Sentence_equals_sacrebleu() => TextFixture.Check("metrics/bleu.json", "sentence", item =>
    {
        var scorer = Scorer(item, out var effectiveOrder);
        var references = item.TextsAt("references");
        var statistics = scorer.Count(item.TextAt("hypothesis"), references);
        return Differs(item.GetProperty("result"), statistics, scorer.ScoreSentence(item.TextAt("hypothesis"), references, effectiveOrder ?? true));
    });

    [Fact]
    public void Corpus_equals_sacrebleu() => TextFixture.Check("metrics/bleu.json", "corpus", item =>
    {
        var scorer = Scorer(item, out var effectiveOrder);
        var references = item.GetProperty("references").EnumerateArray().Select(TextFixture.Texts).ToList();
        var hypotheses = item.TextsAt("hypotheses").Take(references.Count).ToList();
        var statistics = hypotheses.Select((hypothesis, i) => scorer.Count(hypothesis, references[i])).Aggregate(BleuStatistics.Add);
        return Differs(item.GetProperty("result"), statistics, scorer.ScoreCorpus(hypotheses, references, effectiveOrder ?? false));
    });

    [Fact]
    public void The_metric_equals_sacrebleu_with_the_same_options() => TextFixture.Check("metrics/bleu.json", "corpus", item =>
    {
        var metric = Metric.Make("bleu", Options(item.GetProperty("options")));
        var references = item.GetProperty("references").EnumerateArray().Select(TextFixture.Texts).ToList();
        var scores = item.TextsAt("hypotheses").Select((hypothesis, i) => metric.Score(Metric.Item(hypothesis, [.. references[i]]))).ToList();
        return TextFixture.Differs("bleu", item.GetProperty("result").NumberAt("score"), metric.Figure("bleu", scores)!.Value);
    });

    [Fact]
    public void The_metrics_scores_of_a_line_are_sentence_bleu() => TextFixture.Check("metrics/bleu.json", "sentence", item =>
    {
        var metric = Metric.Make("bleu", Options(item.GetProperty("options")));
        var score = metric.Score(Metric.Item(item.TextAt("hypothesis"), [.. item.TextsAt("references")]));
        var expected = item.GetProperty("result");
        return TextFixture.Join(
        [
            TextFixture.Differs("score", expected.NumberAt("score"), score["score"]!.Value),
            TextFixture.Differs("brevityPenalty", expected.NumberAt("bp"), score["brevityPenalty"]!.Value),
            .. score.Details!["precisions"]!.AsArray().Select((precision, i) =>
                TextFixture.Differs($"precision {i + 1}", expected.GetProperty("precisions")[i].GetDouble(), precision!.GetValue<double>())),
        ]);
    });

    [Fact]
    public void Tokens_13a_equal_sacrebleus() => TextFixture.Check("metrics/bleu.json", "tokenize_13a", item =>
        TextFixture.Differs("tokens", item.TextAt("output"), BleuTokenizer.Tokenize(item.TextAt("input"), BleuTokenization.V13A)));

    private static BleuScorer Scorer(JsonElement item, out bool? effectiveOrder)
    {
        var options = item.GetProperty("options");
        effectiveOrder = options.TryGetProperty("use_effective_order", out var order) ? order.GetBoolean() : null;
        return new BleuScorer(new BleuOptions
        {
            Lowercase = options.TryGetProperty("lowercase", out var lower) && lower.GetBoolean(),
            SmoothingValue = options.TryGetProperty("smooth_value", out var value) ? value.GetDouble() : null,
            Smoothing = !options.TryGetProperty("smooth_method", out var method) ? BleuSmoothing.Exponential : method.GetString() switch
            {
                "exp" => BleuSmoothing.Exponential,
                "floor" => BleuSmoothing.Floor,
                "add-k" => BleuSmoothing.AddK,
                _ => BleuSmoothing.None,
            },
            Tokenization = !options.TryGetProperty("tokenize", out var tokenize) ? BleuTokenization.V13A : tokenize.GetString() switch
            {
                "13a" => BleuTokenization.V13A,
                "intl" => BleuTokenization.International,
                "char" => BleuTokenization.Character,
                _ => BleuTokenization.None,
            },
        });
    }

    private static (string, string)[] Options(JsonElement options) =>
    [
        .. options.EnumerateObject().Select(option => (option.Name switch
        {
            "smooth_method" => "smooth",
            "smooth_value" => "smooth-value",
            "use_effective_order" => "effective-order",
            var same => same,
        }, option.Value.ValueKind == JsonValueKind.String ? option.Value.GetString()! : option.Value.GetRawText())),
    ];

    private static string? Differs(JsonElement expected, BleuStatistics statistics, BleuScore score) => TextFixture.Join(
    [
        TextFixture.Differs("score", expected.NumberAt("score"), score.Score),
        TextFixture.Differs("penalty", expected.NumberAt("bp"), score.BrevityPenalty),
        TextFixture.Differs("hypothesis length", expected.NumberAt("sys_len"), statistics.HypothesisLength),
        TextFixture.Differs("reference length", expected.NumberAt("ref_len"), statistics.ReferenceLength),
        .. Enumerable.Range(0, 4).SelectMany(i => (string?[])
        [
            TextFixture.Differs($"precision {i + 1}", expected.GetProperty("precisions")[i].GetDouble(), score.Precisions[i]),
            TextFixture.Differs($"count {i + 1}", expected.GetProperty("counts")[i].GetDouble(), score.Counts[i]),
            TextFixture.Differs($"total {i + 1}", expected.GetProperty("totals")[i].GetDouble(), score.Totals[i]),
        ]),
    ]);
}
