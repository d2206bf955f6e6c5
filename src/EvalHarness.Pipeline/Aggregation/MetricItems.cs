using EvalHarness.Core.Metrics;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>Joins an example with an answer to what a metric scores.</summary>
public static class MetricItems
{
    /// <summary>The item of an answer; of no answer where it is null.</summary>
    public static MetricItem Of(Example example, Answer? answer) => new()
    {
        Id = example.Id,
        Cluster = example.Input.Cluster,
        Prediction = answer?.Text,
        Predictions = answer is null ? null : answer.Items ?? [answer.Text],
        References = example.References,
        Canonical = example.Canonical,
        Label = LabelOf(example, answer),
    };

    // Where several choices are equally right (BIG-bench target_scores), a right one that was chosen is the label.
    private static string? LabelOf(Example example, Answer? answer)
    {
        if (example.Label is not { } label || example.Input.Choices is not { } choices)
            return example.References.Count > 0 ? example.References[0] : null;
        return answer?.Choice is { } chosen && example.ChoiceScores is { } scores && scores[chosen] >= scores[label] ? choices[chosen] : choices[label];
    }
}
