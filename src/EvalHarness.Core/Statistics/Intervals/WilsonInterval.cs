using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>The score interval of a single proportion, without continuity correction.</summary>
/// <remarks>E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.</remarks>
public static class WilsonInterval
{
    /// <summary>The interval of successes out of trials; [0, 1] without trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Successes outside [0, trials], or a level outside (0, 1).</exception>
    public static ConfidenceInterval Of(int successes, int trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        ConfidenceInterval.CheckLevel(confidence);
        if (trials == 0)
            return new ConfidenceInterval(0, 1);
        var z = NormalDistribution.UpperQuantile((1 - confidence) / 2);
        var square = z * z;
        double n = trials, s = successes, f = trials - successes;
        var centre = (s + (square / 2)) / (n + square);
        var half = z / (n + square) * Math.Sqrt((s * f / n) + (square / 4));
        return new ConfidenceInterval(successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }
}
