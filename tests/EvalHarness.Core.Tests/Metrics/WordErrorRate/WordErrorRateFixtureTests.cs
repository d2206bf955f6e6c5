using System.Text.Json;
using EvalHarness.Core.Metrics.WordErrorRate;

namespace EvalHarness.Core.Tests.Metrics.WordErrorRate;

public sealed class WordErrorRateFixtureTests
{
    [Theory]
    [InlineData("word", "wer", ErrorUnit.Word)]
    [InlineData("char", "cer", ErrorUnit.Character)]
    public void Equals_jiwer(string name, string rate, ErrorUnit unit)
    {
        var scorer = new WordErrorScorer(unit);
        TextFixture.Check("metrics/wer.json", null, item =>
        {
            var expected = item.GetProperty(name);
            var errors = item.TextsAt("reference").Zip(item.TextsAt("hypothesis"), scorer.Score).Aggregate(WordErrors.Add);
            return Differs(expected, rate, errors);
        });
    }

    [Theory]
    [InlineData("word", "wer")]
    [InlineData("char", "cer")]
    public void The_metrics_figure_divides_the_sums(string unit, string rate)
    {
        var metric = Metric.Make("wer", ("unit", unit));
        TextFixture.Check("metrics/wer.json", null, item =>
        {
            var scores = item.TextsAt("reference").Zip(item.TextsAt("hypothesis"), (reference, hypothesis) => metric.Score(Metric.Item(hypothesis, reference))).ToList();
            var expected = item.GetProperty(unit);
            var figure = metric.Figure("wer", scores);
            return expected.NumberAt("reference_length") == 0
                ? figure is null ? null : "a rate without reference words"
                : TextFixture.Differs(rate, expected.NumberAt(rate), figure!.Value);
        });
    }

    private static string? Differs(JsonElement expected, string rate, WordErrors errors) => TextFixture.Join(
    [
        TextFixture.Differs(rate, expected.NumberAt(rate), errors.JiwerRate),
        TextFixture.Differs("edits", expected.NumberAt("edit_total"), errors.Errors),
        TextFixture.Differs("reference length", expected.NumberAt("reference_length"), errors.ReferenceLength),
        TextFixture.Differs("hypothesis length", expected.NumberAt("hypothesis_length"), errors.HypothesisLength),
    ]);
}
