using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>Student's t interval of a mean.</summary>
/// <param name="Mean">The mean of the values.</param>
/// <param name="StandardDeviation">Their sample standard deviation (n − 1), in two passes.</param>
/// <param name="DegreesOfFreedom">n − 1.</param>
/// <param name="CriticalValue">The t quantile used.</param>
/// <param name="Interval">Mean ± critical value · deviation / √n.</param>
public sealed record StudentTInterval(double Mean, double StandardDeviation, int DegreesOfFreedom, double CriticalValue, ConfidenceInterval Interval)
{
    /// <summary>The interval of the mean of at least two values.</summary>
    /// <exception cref="ArgumentException">Fewer than two values, or a level outside (0, 1).</exception>
    public static StudentTInterval Of(ReadOnlySpan<double> values, double confidence)
    {
        var (mean, deviation) = SampleMoments.Of(values);
        if (values.Length < 2)
            throw new ArgumentException($"Student's t interval needs at least two values; there are {values.Length}.", nameof(values));
        var critical = Critical(values.Length - 1, confidence);
        var half = critical * deviation / Math.Sqrt(values.Length);
        return new StudentTInterval(mean, deviation, values.Length - 1, critical, new ConfidenceInterval(mean - half, mean + half));
    }

    /// <summary>The two-sided critical value of t.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    public static double Critical(int degreesOfFreedom, double confidence)
    {
        ConfidenceInterval.CheckLevel(confidence);
        return StudentTDistribution.UpperQuantile((1 - confidence) / 2, degreesOfFreedom);
    }
}
