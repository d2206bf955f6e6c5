using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Predictions;

/// <summary>A system's scored outcome on one example: one line of <c>predictions/*.jsonl</c>.</summary>
public sealed record Prediction
{
    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its cluster, or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Whose fault a failure is; null unless failed.</summary>
    public FailureKind? Kind { get; init; }

    /// <summary>The failure in a sentence, or what made the output unparsable.</summary>
    public string? Reason { get; init; }

    /// <summary>The answers with their weights; empty where there is none.</summary>
    public IReadOnlyList<WeightedAnswer> Output { get; init; } = [];

    /// <summary>The completion the answer was read from, where that differs.</summary>
    public string? Raw { get; init; }

    /// <summary>Digests of the requests behind it; texts stand once in <c>requests/</c>.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>Steps and scores behind the answer, or null.</summary>
    public JsonNode? Trace { get; init; }

    /// <summary>Scores by figure-independent name as each metric gives them, prefixed with the metric where several share a name.</summary>
    public IReadOnlyList<NamedScore> Scores { get; init; } = [];

    /// <summary>What the evidence behind it used.</summary>
    public ModelUsage Usage { get; init; }
}
