using System.Text.Json.Nodes;

namespace EvalHarness.Core.Metrics;

/// <summary>One named score of an example; null where it is undefined, with the reason in <see cref="ExampleScore.Reason"/>.</summary>
public readonly record struct NamedScore(string Name, double? Value);

/// <summary>One named sufficient statistic of an example. Statistics of many examples are added before a figure is computed.</summary>
public readonly record struct NamedStatistic(string Name, double Value);

/// <summary>What a metric says of one example.</summary>
/// <param name="Scores">Scores by name, in the order the contracts give them.</param>
/// <param name="Statistics">Sufficient statistics of ratio and corpus figures; empty where every figure is a mean of a score.</param>
public sealed record ExampleScore(IReadOnlyList<NamedScore> Scores, IReadOnlyList<NamedStatistic> Statistics)
{
    /// <summary>A metric whose figures are all means.</summary>
    public ExampleScore(params NamedScore[] scores) : this(scores, []) { }

    /// <summary>Entries of the scores that are no single number, such as <c>precisions[]</c>; written beside the scores.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Why a score is null.</summary>
    public string? Reason { get; init; }

    /// <summary>The score of that name, or null where it is undefined or absent.</summary>
    public double? this[string name]
    {
        get
        {
            foreach (var score in Scores)
                if (score.Name == name)
                    return score.Value;
            return null;
        }
    }
}
