using System.Text.Json.Nodes;

namespace EvalHarness.Core.Reports;

/// <summary>A gate's verdict.</summary>
/// <param name="Verdict">pass, regression, inconclusive, incomplete.</param>
/// <param name="Reason">In a sentence.</param>
/// <param name="Against">Run id of the accepted baseline, or null.</param>
/// <param name="Checks">One for each gated system and primary figure.</param>
public sealed record GateResult(string Verdict, string Reason, string? Against, IReadOnlyList<GateCheck> Checks);

/// <summary>One check of a gate.</summary>
public sealed record GateCheck
{
    /// <summary>Comparison name.</summary>
    public required string Comparison { get; init; }

    /// <summary>Point of the sweep.</summary>
    public required JsonObject Variant { get; init; }

    /// <summary>System name.</summary>
    public required string System { get; init; }

    /// <summary>Figure name.</summary>
    public required string Figure { get; init; }

    /// <summary>Accepted value.</summary>
    public double? Accepted { get; init; }

    /// <summary>Current value.</summary>
    public double? Current { get; init; }

    /// <summary>Current − accepted, paired.</summary>
    public double? Difference { get; init; }

    /// <summary>The one-sided bound in the good direction; a regression excludes 0 with it.</summary>
    public double? Bound { get; init; }

    /// <summary>pass, regression, inconclusive, incomplete.</summary>
    public required string Verdict { get; init; }

    /// <summary>In a sentence.</summary>
    public required string Reason { get; init; }
}
