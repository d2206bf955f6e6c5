using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Power;

namespace EvalHarness.Core.Statistics;

/// <summary>Method minus baseline on the same examples, before the family it is judged in. Everything is on the figure's raw scale.</summary>
public sealed record ContrastEstimate
{
    /// <summary>The method's figure on the pairs; null where undefined.</summary>
    public double? MethodValue { get; init; }

    /// <summary>The baseline's figure on the pairs.</summary>
    public double? BaselineValue { get; init; }

    /// <summary>Method − baseline; null with a reason.</summary>
    public double? Difference { get; init; }

    /// <summary>The interval of the difference, not adjusted for the family; null with a reason.</summary>
    public ConfidenceInterval? Ci { get; init; }

    /// <summary>The interval for equivalence: at 1 − 2 alpha, 90 %.</summary>
    public ConfidenceInterval? EquivalenceCi { get; init; }

    /// <summary>The name of the interval, one of <see cref="IntervalNames"/>.</summary>
    public required string Interval { get; init; }

    /// <summary>Raw two-sided p; null with a reason.</summary>
    public double? PValue { get; init; }

    /// <summary>The test, one of <see cref="TestNames"/>; null where there is none.</summary>
    public string? Test { get; init; }

    /// <summary>Pairs of examples covered on both sides.</summary>
    public required int N { get; init; }

    /// <summary>Planned examples that are not.</summary>
    public required int NMissing { get; init; }

    /// <summary>Units of inference.</summary>
    public required int Clusters { get; init; }

    /// <summary>The smallest difference that would have been found.</summary>
    public MinimumDetectableEffect MinimumDetectableEffect { get; init; } = new(null, null);

    /// <summary>Whether no unit moves either side's figure: both sit on a floor, a ceiling or a constant.</summary>
    public bool NeitherSideVaries { get; init; }

    /// <summary>Why a number is null or the interval not the usual one; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What stands beside the number in a report; else null.</summary>
    public string? Warning { get; init; }
}

/// <summary>The names of tests as reports write them.</summary>
public static class TestNames
{
    /// <summary>McNemar's exact binomial test.</summary>
    public const string McNemarExact = "mcnemar-exact";

    /// <summary>Sign flips over units, all of them counted.</summary>
    public const string SignFlipExact = "sign-flip-exact";

    /// <summary>Sign flips over units, drawn.</summary>
    public const string SignFlip = "sign-flip";
}
