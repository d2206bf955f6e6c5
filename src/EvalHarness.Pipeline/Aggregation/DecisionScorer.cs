using EvalHarness.Core.Metrics;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>
/// Scores decisions by the outcome table of the contracts, section 5. A weighted set of answers gets the expected score: scores and statistics
/// are averaged with the answers' probabilities.
/// </summary>
public static class DecisionScorer
{
    /// <summary>The score of one metric; null where the example is missing.</summary>
    public static ExampleScore? Score(IMetric metric, Example example, Outcome outcome, bool isMissing, IReadOnlyList<WeightedAnswer> answers)
    {
        if (isMissing)
            return null;
        if (outcome is not (Outcome.Answered or Outcome.Truncated) || answers.Count == 0)
            return metric.ScoreWithoutAnswer(MetricItems.Of(example, null));
        if (answers.Count == 1)
            return metric.Score(MetricItems.Of(example, answers[0].Answer));
        return Expected([.. answers.Select(answer => (metric.Score(MetricItems.Of(example, answer.Answer)), answer.Weight))]);
    }

    private static ExampleScore Expected(IReadOnlyList<(ExampleScore Score, double Weight)> parts)
    {
        var scores = parts[0].Score.Scores.Select(score => score.Name).Select(name => new NamedScore(
            name, parts.Any(part => part.Score[name] is null) ? null : parts.Sum(part => part.Weight * part.Score[name]!.Value)));
        var statistics = parts
            .SelectMany(part => part.Score.Statistics.Select(statistic => (statistic.Name, Value: statistic.Value * part.Weight)))
            .GroupBy(statistic => statistic.Name)
            .Select(group => new NamedStatistic(group.Key, group.Sum(statistic => statistic.Value)));
        return new ExampleScore([.. scores], [.. statistics]);
    }
}
