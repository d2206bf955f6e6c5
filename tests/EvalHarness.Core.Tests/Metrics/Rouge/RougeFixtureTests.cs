using System.Text.Json;
using EvalHarness.Core.Metrics.Rouge;

namespace EvalHarness.Core.Tests.Metrics.Rouge;

public sealed class RougeFixtureTests
{
    [Theory]
    [InlineData("rouge1", RougeType.Rouge1)]
    [InlineData("rouge2", RougeType.Rouge2)]
    [InlineData("rougeL", RougeType.RougeL)]
    [InlineData("rougeLsum", RougeType.RougeLsum)]
    public void Equals_the_public_scorer(string name, RougeType type)
    {
        foreach (var stem in (bool[])[false, true])
        {
            var scorer = new RougeScorer(type, stem);
            TextFixture.Check("metrics/rouge.json", null, item => Compare(item, scorer, stem, name));
        }
    }

    [Theory]
    [InlineData("rouge1")]
    [InlineData("rougeLsum")]
    public void The_metric_takes_the_best_target(string name)
    {
        var metric = Metric.Make(name);
        TextFixture.Check("metrics/rouge.json", null, item =>
        {
            var score = metric.Score(Metric.Item(item.TextAt("prediction"), [.. item.TextsAt("targets")]));
            return Differs(item.GetProperty("stemmer_true").GetProperty(name), score["precision"], score["recall"], score["fmeasure"]);
        });
    }

    private static string? Compare(JsonElement item, RougeScorer scorer, bool stem, string name)
    {
        var expected = item.GetProperty(stem ? "stemmer_true" : "stemmer_false").GetProperty(name);
        var targets = item.TextsAt("targets");
        var best = scorer.ScoreMulti(targets, item.TextAt("prediction"));
        var score = item.TextAt("mode") == "score" ? scorer.Score(targets[0], item.TextAt("prediction")) : best.Score;
        return TextFixture.Join(
        [
            Differs(expected, score.Precision, score.Recall, score.FMeasure),
            expected.TryGetProperty("chosen_target", out var chosen) && chosen.GetInt32() != best.Target ? $"target {best.Target} was chosen" : null,
        ]);
    }

    private static string? Differs(JsonElement expected, double? precision, double? recall, double? fMeasure) => TextFixture.Join(
    [
        TextFixture.Differs("precision", expected.NumberAt("precision"), precision!.Value),
        TextFixture.Differs("recall", expected.NumberAt("recall"), recall!.Value),
        TextFixture.Differs("F", expected.NumberAt("fmeasure"), fMeasure!.Value),
    ]);
}
