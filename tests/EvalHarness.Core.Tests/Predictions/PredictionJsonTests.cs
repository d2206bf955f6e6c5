using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;

namespace EvalHarness.Core.Tests.Predictions;

public sealed class PredictionJsonTests
{
    private static readonly Prediction Certain = new()
    {
        Id = "nu-1",
        Cluster = "t/1",
        Outcome = Outcome.Answered,
        Output = [new(Answer.OfChoice(1, "näin <b>"), 1)],
        Raw = "Answer: näin <b>",
        Requests = ["ab", "cd"],
        Trace = new JsonObject { ["steps"] = new JsonArray("a", 1) },
        Scores = [new("correct", 1), new("f1", 0.1 + 0.2), new("undefined", null)],
        Usage = new ModelUsage(10, 2, 1, 0.5),
    };

    [Fact]
    public void A_line_has_exactly_these_fields()
    {
        Assert.Equal(""""
            {"id":"nu-1","cluster":"t/1","outcome":"answered","output":{"text":"näin <b>","choice":1},"raw":"Answer: näin <b>","requests":["ab","cd"],"trace":{"steps":["a",1]},
            """".TrimEnd() + """"
            "scores":{"correct":1,"f1":0.30000000000000004,"undefined":null},"usage":{"promptTokens":10,"completionTokens":2,"modelCalls":1,"seconds":0.5}}
            """" + "\n", Text(Certain));
        Assert.Equal(
            """{"id":"x","outcome":"failed","kind":"environment","reason":"HTTP 500","output":null,"requests":[],"scores":{},"usage":{"promptTokens":0,"completionTokens":0,"modelCalls":0,"seconds":0}}""" + "\n",
            Text(new Prediction { Id = "x", Outcome = Outcome.Failed, Kind = FailureKind.Environment, Reason = "HTTP 500" }));
    }

    [Fact]
    public void Answers_of_every_form_have_their_spelling()
    {
        Assert.Equal("""{"text":"a|b","items":["a","b"]}""", Output(new WeightedAnswer(new Answer { Text = "a|b", Items = ["a", "b"] }, 1)));
        Assert.Equal("""{"weighted":[{"weight":0.5,"text":"a"},{"weight":0.5,"text":"b","choice":1}]}""", Output(new WeightedAnswer(Answer.OfText("a"), 0.5), new WeightedAnswer(Answer.OfChoice(1, "b"), 0.5)));
        Assert.Equal("""{"weighted":[{"weight":0.25,"text":"a"}]}""", Output(new WeightedAnswer(Answer.OfText("a"), 0.25)));
        Assert.Equal("""{"text":"","ranking":{"targetRanks":[3],"targetSimilarities":[0.5],"top":["i1","i2"],"gallerySize":60000}}""",
            Output(new WeightedAnswer(new Answer { Ranking = new Ranking([3], [0.5], ["i1", "i2"], 60_000) }, 1)));

        static string Output(params WeightedAnswer[] output) => JsonNode.Parse(Text(Certain with { Output = output }))!["output"]!.ToJsonString();
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var text = Gen.OneOf(Gen.String, Gen.Const(() => "a\ud800b"), Gen.Const(() => "<\u2028>\u0000\"\\\ud83d\ude00"));
        var answer = Gen.Select(text, text.Array[0, 3], Gen.Int[0, 9], Gen.Int[0, 3], (one, items, choice, form) => form switch
        {
            0 => Answer.OfText(one),
            1 => Answer.OfChoice(choice, one),
            2 => new Answer { Text = one, Items = items },
            _ => new Answer { Ranking = new Ranking([choice], [choice / 7.0], items, 99) },
        });
        var score = Gen.Select(Gen.Double, Gen.Bool, (value, defined) => defined && double.IsFinite(value) ? value : (double?)null);
        Gen.Select(text, answer.Array[0, 3], score.Array[0, 3], Gen.Int[0, 4], Gen.Double[0, 1e6], Gen.Bool).Sample((one, answers, scores, outcome, seconds, optional) =>
        {
            var prediction = new Prediction
            {
                Id = one,
                Cluster = optional ? one : null,
                Outcome = (Outcome)outcome,
                Kind = outcome == 4 ? FailureKind.Input : null,
                Reason = optional ? one : null,
                Output = [.. answers.Select(each => new WeightedAnswer(each, 1.0 / answers.Length))],
                Raw = optional ? one : null,
                Requests = [one],
                Trace = optional ? new JsonObject { [one] = new JsonArray(1, null, one) } : null,
                Scores = [.. scores.Select((value, i) => new NamedScore($"s{i}", value))],
                Usage = new ModelUsage(1, 2, 3, seconds),
            };
            var line = Text(prediction);
            // Half a surrogate pair, which a model may print, becomes U+FFFD: once as an escape, afterwards as the character.
            Assert.Equal(line.Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal), Text(PredictionJson.Read(Encoding.UTF8.GetBytes(line))));
            Assert.Equal(1, line.Count(c => c == '\n'));
        }, iter: 1_000);
    }

    [Fact]
    public async Task Files_are_written_and_read_as_streams()
    {
        const int Count = 5_000;
        using var stream = new MemoryStream();
        await PredictionJson.WriteAllAsync(stream, Many(), TestContext.Current.CancellationToken);
        stream.Position = 0;
        var read = 0;
        await foreach (var prediction in PredictionJson.ReadAllAsync(stream, TestContext.Current.CancellationToken))
            Assert.Equal(Certain with { Id = $"id-{read++}" } is var expected ? Text(expected) : "", Text(prediction));
        Assert.Equal(Count, read);

        static async IAsyncEnumerable<Prediction> Many()
        {
            await Task.Yield();
            for (var i = 0; i < Count; i++) yield return Certain with { Id = $"id-{i}" };
        }
    }

    [Fact]
    public async Task Empty_lines_and_a_missing_last_line_end_are_passed_over()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"\r\n{Text(Certain)}\n{Text(Certain).TrimEnd('\n')}"));
        var read = 0;
        await foreach (var _ in PredictionJson.ReadAllAsync(stream, TestContext.Current.CancellationToken)) read++;
        Assert.Equal(2, read);
    }

    [Fact]
    public async Task A_broken_line_is_named_by_its_number()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text(Certain) + "\n{\"id\":\"x\"}\n"));
        var exception = await Assert.ThrowsAsync<JsonException>(async () =>
        {
            await foreach (var _ in PredictionJson.ReadAllAsync(stream, TestContext.Current.CancellationToken)) { }
        });
        Assert.Equal("Line 3 is no prediction: The prediction has no 'outcome'.", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{} x")]
    [InlineData("""{"id":1,"outcome":"answered"}""")]
    [InlineData("""{"id":"a","outcome":"maybe"}""")]
    [InlineData("""{"id":"a","outcome":"failed","kind":"other"}""")]
    [InlineData("""{"id":"a","outcome":"answered","output":"text"}""")]
    [InlineData("""{"id":"a","outcome":"answered","output":{"choice":1e99}}""")]
    [InlineData("""{"id":"a","outcome":"answered","output":{"weighted":[{"text":"a"}]}}""")]
    [InlineData("""{"id":"a","outcome":"answered","output":{"ranking":{"targetRanks":[1e99]}}}""")]
    [InlineData("""{"id":"a","outcome":"answered","scores":[1]}""")]
    [InlineData("""{"id":"a","outcome":"answered","requests":[null]}""")]
    [InlineData("""{"id":"a","outcome":"answered","usage":{"promptTokens":1.5}}""")]
    [InlineData("""{"id":"\ud800","outcome":"answered"}""")]
    public void What_is_no_prediction_is_refused(string line) => Assert.ThrowsAny<JsonException>(() => PredictionJson.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Arbitrary_bytes_are_refused() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            Assert.ThrowsAny<JsonException>(() => PredictionJson.Read(bytes));
        }, iter: 2_000);

    [Fact]
    public void Fields_of_a_later_version_are_passed_over() =>
        Assert.Equal("a", PredictionJson.Read("""{"later":{"x":[1]},"id":"a","outcome":"refused","usage":{"later":1},"output":{"text":"t","later":[]}}"""u8).Id);

    [Fact]
    public void Deep_traces_read_back()
    {
        JsonNode trace = new JsonArray();
        for (var i = 0; i < 200; i++) trace = new JsonArray(trace);
        var line = Text(Certain with { Trace = trace });
        Assert.Equal(line, Text(PredictionJson.Read(Encoding.UTF8.GetBytes(line))));
    }

    private static string Text(Prediction prediction)
    {
        var buffer = new ArrayBufferWriter<byte>();
        PredictionJson.Write(buffer, prediction);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
