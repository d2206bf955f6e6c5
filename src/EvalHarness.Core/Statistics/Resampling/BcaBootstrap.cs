using EvalHarness.Core.Statistics.Distributions;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>The bias-corrected and accelerated bootstrap interval.</summary>
/// <param name="BiasCorrection">The normal quantile of the fraction of draws below the value.</param>
/// <param name="Acceleration">From the jackknife.</param>
/// <param name="LowProbability">Where the low end is read off the draws.</param>
/// <param name="HighProbability">Where the high end is.</param>
/// <param name="Interval">The two quantiles.</param>
/// <remarks>B. Efron, "Better Bootstrap Confidence Intervals", 1987.</remarks>
public sealed record BcaBootstrap(double BiasCorrection, double Acceleration, double LowProbability, double HighProbability, ConfidenceInterval Interval)
{
    /// <summary>
    /// The interval at a two-sided level; null where it is undefined: no draw or every draw lies below the value, the jackknife is undefined or
    /// constant, or the correction turns the tails round.
    /// </summary>
    public static BcaBootstrap? Of(BootstrapDistribution draws, Jackknife jackknife, double confidence)
    {
        ConfidenceInterval.CheckLevel(confidence);
        if (!(draws.Fraction is > 0 and < 1) || double.IsNaN(jackknife.Acceleration))
            return null;
        var bias = NormalDistribution.Quantile(draws.Fraction);
        var z = NormalDistribution.UpperQuantile((1 - confidence) / 2);
        double low = Adjusted(-z), high = Adjusted(z);
        return double.IsNaN(low) || double.IsNaN(high)
            ? null
            : new BcaBootstrap(bias, jackknife.Acceleration, low, high, new ConfidenceInterval(draws.Quantile(low), draws.Quantile(high)));

        double Adjusted(double tail)
        {
            var denominator = 1 - (jackknife.Acceleration * (bias + tail));
            return denominator > 0 ? NormalDistribution.Cdf(bias + ((bias + tail) / denominator)) : double.NaN;
        }
    }
}
