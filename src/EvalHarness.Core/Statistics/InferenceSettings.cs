namespace EvalHarness.Core.Statistics;

/// <summary>The numbers of the rules of inference. The defaults are those of the contracts; a report prints what was in force.</summary>
public sealed record InferenceSettings
{
    /// <summary>The run's seed: with the name of a measurement or contrast it decides every draw.</summary>
    public long Seed { get; init; }

    /// <summary>The significance level, and 1 less the confidence of intervals.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The power for which detectable effects are stated.</summary>
    public double Power { get; init; } = 0.8;

    /// <summary>Bootstrap draws.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>Permutation draws where not all are counted.</summary>
    public int Permutations { get; init; } = 9_999;

    /// <summary>The most units whose 2^units permutations are all counted.</summary>
    public int ExactUnits { get; init; } = 12;

    /// <summary>Units from which on intervals are bootstrapped; below, Student's t with a warning.</summary>
    public int BootstrapUnits { get; init; } = 20;

    /// <summary>Units from which on there is a verdict.</summary>
    public int VerdictUnits { get; init; } = 10;

    /// <summary>The confidence of intervals.</summary>
    public double Confidence => 1 - Alpha;

    /// <summary>The confidence of the interval that must lie inside an equivalence margin: two one-sided tests at alpha.</summary>
    public double EquivalenceConfidence => 1 - (2 * Alpha);
}
