using System.Text.Json.Nodes;

namespace EvalHarness.Core.Reports;

/// <summary>The smallest difference the run could have found with power 0.8, two-sided.</summary>
/// <param name="Unadjusted">At alpha.</param>
/// <param name="Adjusted">At Holm's first step: alpha over the family's size.</param>
public sealed record DetectableEffect(double? Unadjusted, double? Adjusted);

/// <summary>Method minus baseline on the same examples.</summary>
public sealed record Contrast
{
    /// <summary>Comparison name.</summary>
    public required string Comparison { get; init; }

    /// <summary>Point of the sweep.</summary>
    public required JsonObject Variant { get; init; }

    /// <summary>Suite address.</summary>
    public required string Suite { get; init; }

    /// <summary>Split.</summary>
    public required string Split { get; init; }

    /// <summary>Method name.</summary>
    public required string Method { get; init; }

    /// <summary>Baseline name.</summary>
    public required string Baseline { get; init; }

    /// <summary>Figure name.</summary>
    public required string Figure { get; init; }

    /// <summary>Method − baseline on the raw scale.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? CiLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? CiHigh { get; init; }

    /// <summary>The interval's name: newcombe, bca-cluster, student-t, degenerate.</summary>
    public string? Interval { get; init; }

    /// <summary>Raw p.</summary>
    public double? PValue { get; init; }

    /// <summary>p after Holm over the family; null for exploratory contrasts.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>The test's name: mcnemar-exact, sign-flip-exact, sign-flip-9999.</summary>
    public string? Test { get; init; }

    /// <summary>Pairs.</summary>
    public required int N { get; init; }

    /// <summary>Pairs missing on either side.</summary>
    public required int NMissing { get; init; }

    /// <summary>Units of inference.</summary>
    public required int Clusters { get; init; }

    /// <summary>Name of its family, or null.</summary>
    public string? Family { get; init; }

    /// <summary>Contrasts in the family, or null.</summary>
    public int? FamilySize { get; init; }

    /// <summary>Whether it is outside the family.</summary>
    public required bool Exploratory { get; init; }

    /// <summary>Smallest detectable differences.</summary>
    public DetectableEffect? MinimumDetectableEffect { get; init; }

    /// <summary>better, worse, equivalent, inconclusive, inconclusive: floor; or null with a reason.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why there is no verdict, value or interval.</summary>
    public string? Reason { get; init; }
}
