using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>The percentile bootstrap interval: the quantiles of the draws at the two tails.</summary>
public static class PercentileBootstrap
{
    /// <summary>The interval at a two-sided level.</summary>
    public static ConfidenceInterval Of(BootstrapDistribution draws, double confidence)
    {
        ConfidenceInterval.CheckLevel(confidence);
        var tail = (1 - confidence) / 2;
        return new ConfidenceInterval(draws.Quantile(tail), draws.Quantile(1 - tail));
    }
}
