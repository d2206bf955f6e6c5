using EvalHarness.Core.Metrics.Squad;

namespace EvalHarness.Core.Tests.Metrics.Squad;

public sealed class SquadFixtureTests
{
    [Fact]
    public void Pairs_equal_the_official_script() => TextFixture.Check("metrics/squad_f1_em.json", "pair", item =>
    {
        var prediction = item.TextAt("prediction");
        var answers = item.TextsAt("answers");
        var metric = Metric.Make("squad").Score(Metric.Item(prediction, [.. answers]));
        return TextFixture.Join(
        [
            TextFixture.Differs("normalized prediction", item.TextAt("normalized_prediction"), SquadNormalizer.Normalize(prediction)),
            .. answers.Zip(item.TextsAt("normalized_answers"), (answer, expected) => TextFixture.Differs("normalized answer", expected, SquadNormalizer.Normalize(answer))),
            TextFixture.Differs("exact match", item.NumberAt("exact_match"), metric["exactMatch"]!.Value),
            TextFixture.Differs("F1", item.NumberAt("f1"), metric["f1"]!.Value),
            .. item.GetProperty("f1_per_answer").EnumerateArray().Select((expected, i) =>
                TextFixture.Differs($"F1 of answer {i}", expected.GetDouble(), SquadScorer.Score(prediction, [answers[i]]).F1)),
            TextFixture.Differs("exact-match with squad's normalisation", item.NumberAt("exact_match"),
                Metric.Make("exact-match", ("normalize", "squad")).Score("correct", prediction, [.. answers])!.Value),
        ]);
    });

    [Fact]
    public void Data_sets_equal_the_official_script() => TextFixture.Check("metrics/squad_f1_em.json", "dataset", item =>
    {
        var metric = Metric.Make("squad");
        var predictions = item.GetProperty("predictions");
        var scores = item.GetProperty("questions").EnumerateArray().Select(question =>
            predictions.TryGetProperty(question.TextAt("id"), out var prediction)
                ? metric.Score(Metric.Item(prediction.GetString(), [.. question.TextsAt("answers")]))
                : metric.ScoreWithoutAnswer(Metric.Item(null, [.. question.TextsAt("answers")]))).ToList();
        return TextFixture.Join(
        [
            TextFixture.Differs("exact match", item.NumberAt("exact_match_percent"), 100 * metric.Figure("squad.exactMatch", scores)!.Value),
            TextFixture.Differs("F1", item.NumberAt("f1_percent"), 100 * metric.Figure("squad.f1", scores)!.Value),
        ]);
    });

    [Theory]
    [InlineData("a½", "a½")]
    [InlineData("the\u0301 end", "\u0301 end")]
    [InlineData("the\u200Dend", "\u200Dend")]
    [InlineData("the–war", "–war")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("A.n", "")]
    [InlineData("İ", "i\u0307")]
    public void Words_are_Pythons(string answer, string normalized) => Assert.Equal(normalized, SquadNormalizer.Normalize(answer));
}
