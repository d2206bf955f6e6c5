using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>One example as a report shows it: what was asked, and what each system made of it.</summary>
public sealed record ReportExample
{
    /// <summary>Comparison name.</summary>
    public required string Comparison { get; init; }

    /// <summary>Point of the sweep.</summary>
    public required JsonObject Variant { get; init; }

    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its cluster, or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>The prompt, or null where request texts were not kept.</summary>
    public string? Prompt { get; init; }

    /// <summary>Reference answers; empty where there are none or they are not to be shown.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The systems: the method first, then baselines in declared order.</summary>
    public required IReadOnlyList<ReportExampleSide> Sides { get; init; }
}

/// <summary>What one system made of an example.</summary>
public sealed record ReportExampleSide
{
    /// <summary>System name.</summary>
    public required string System { get; init; }

    /// <summary>Its part.</summary>
    public required SystemRole Role { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Its answer; empty where there is none.</summary>
    public required string Output { get; init; }

    /// <summary>The completion the answer was read from, where that differs.</summary>
    public string? Raw { get; init; }

    /// <summary>Why there is no answer, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Steps and scores behind the answer, or null.</summary>
    public JsonNode? Trace { get; init; }

    /// <summary>The example's score of the primary figure, or null where it has none.</summary>
    public double? Score { get; init; }

    /// <summary>All scores.</summary>
    public IReadOnlyList<NamedScore> Scores { get; init; } = [];
}
