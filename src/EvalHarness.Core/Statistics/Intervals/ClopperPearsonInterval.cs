using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>The exact (conservative) interval of a single proportion: beta quantiles, 0 and 1 at the ends.</summary>
/// <remarks>C. Clopper and E. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", 1934.</remarks>
public static class ClopperPearsonInterval
{
    /// <summary>The interval of successes out of trials; [0, 1] without trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Successes outside [0, trials], or a level outside (0, 1).</exception>
    public static ConfidenceInterval Of(int successes, int trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ConfidenceInterval.CheckLevel(confidence);
        var tail = (1 - confidence) / 2;
        var failures = trials - successes;
        return new ConfidenceInterval(
            successes == 0 ? 0 : BetaDistribution.Quantile(tail, successes, failures + 1),
            failures == 0 ? 1 : BetaDistribution.UpperQuantile(tail, successes + 1, failures));
    }
}
