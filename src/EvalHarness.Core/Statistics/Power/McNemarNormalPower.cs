using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Power;

/// <summary>
/// Power of McNemar's test by the normal approximation, with a known discordant rate D; z_a = quantile of 1 − alpha / 2, z_b of the power.
/// </summary>
/// <remarks>R. Connor, "Sample size for testing differences in proportions for the paired-sample design", 1987.</remarks>
public static class McNemarNormalPower
{
    /// <summary>Φ((|d| √N − z_a √D) / √(D − d²)), the far tail ignored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">|difference| is above the discordant rate, or that is outside [0, 1].</exception>
    public static double Of(int pairs, double difference, double discordantRate, double alpha)
    {
        CheckRate(pairs, discordantRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(difference), discordantRate, nameof(difference));
        var distance = (Math.Abs(difference) * Math.Sqrt(pairs)) - (NormalDistribution.UpperQuantile(alpha / 2) * Math.Sqrt(discordantRate));
        var spread = Math.Sqrt(discordantRate - (difference * difference));
        return spread > 0 ? NormalDistribution.Cdf(distance / spread) : distance >= 0 && discordantRate > 0 ? 1 : 0;
    }

    /// <summary>
    /// The positive root of (N + z_b²) d² − 2 z_a √(N D) d + (z_a² − z_b²) D = 0; null above D, where no difference reaches the power.
    /// </summary>
    public static double? MinimumDetectableDifference(int pairs, double discordantRate, double alpha, double power)
    {
        CheckRate(pairs, discordantRate);
        double za = NormalDistribution.UpperQuantile(alpha / 2), zb = NormalDistribution.Quantile(power);
        var square = pairs + (zb * zb);
        var half = za * Math.Sqrt(pairs * discordantRate);
        var constant = ((za * za) - (zb * zb)) * discordantRate;
        var root = (half + Math.Sqrt(Math.Max(0, (half * half) - (square * constant)))) / square;
        return root > discordantRate ? null : root;
    }

    /// <summary>(z_a + z_b) √(D / N).</summary>
    public static double SimpleMinimumDetectableDifference(int pairs, double discordantRate, double alpha, double power)
    {
        CheckRate(pairs, discordantRate);
        return (NormalDistribution.UpperQuantile(alpha / 2) + NormalDistribution.Quantile(power)) * Math.Sqrt(discordantRate / pairs);
    }

    private static void CheckRate(int pairs, double discordantRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pairs);
        if (!(discordantRate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(discordantRate), discordantRate, "A rate lies between 0 and 1.");
    }
}
