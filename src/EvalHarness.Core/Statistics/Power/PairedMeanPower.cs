using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Power;

/// <summary>Power of the two-sided test of a mean difference, by the normal approximation: z_a = quantile of 1 − alpha / 2, z_b of the power.</summary>
public static class PairedMeanPower
{
    /// <summary>Φ(e − z_a) + Φ(−e − z_a) with e = difference √pairs / deviation.</summary>
    public static double TwoSided(int pairs, double meanDifference, double deviation, double alpha)
    {
        var (effect, critical) = (Effect(pairs, meanDifference, deviation), UpperHalf(alpha));
        return NormalDistribution.Cdf(effect - critical) + NormalDistribution.Cdf(-effect - critical);
    }

    /// <summary>Φ(|e| − z_a): rejections in the wrong direction left out.</summary>
    public static double FarTailIgnored(int pairs, double meanDifference, double deviation, double alpha) =>
        NormalDistribution.Cdf(Math.Abs(Effect(pairs, meanDifference, deviation)) - UpperHalf(alpha));

    /// <summary>(z_a + z_b) deviation / √pairs.</summary>
    public static double MinimumDetectableDifference(int pairs, double deviation, double alpha, double power)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return (UpperHalf(alpha) + NormalDistribution.Quantile(power)) * deviation / Math.Sqrt(pairs);
    }

    /// <summary>The smallest number of pairs: the ceiling of ((z_a + z_b) deviation / difference)².</summary>
    public static long SampleSize(double meanDifference, double deviation, double alpha, double power)
    {
        ArgumentOutOfRangeException.ThrowIfZero(meanDifference);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        var ratio = (UpperHalf(alpha) + NormalDistribution.Quantile(power)) * deviation / meanDifference;
        return checked((long)Math.Ceiling(ratio * ratio));
    }

    private static double Effect(int pairs, double meanDifference, double deviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        return meanDifference == 0 ? 0 : meanDifference * Math.Sqrt(pairs) / deviation;
    }

    private static double UpperHalf(double alpha) => NormalDistribution.UpperQuantile(alpha / 2);
}
