namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>Mean and sample standard deviation of values.</summary>
/// <param name="Mean">The mean; NaN without values.</param>
/// <param name="StandardDeviation">With n − 1; NaN for fewer than two values.</param>
public readonly record struct SampleMoments(double Mean, double StandardDeviation)
{
    /// <summary>
    /// In two passes, the second corrected by the sum of the residuals: the one-pass sum of squares fails for values with a large common offset.
    /// </summary>
    public static SampleMoments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return new SampleMoments(double.NaN, double.NaN);
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        var rough = sum / values.Length;
        double residuals = 0, squares = 0;
        foreach (var value in values)
        {
            residuals += value - rough;
            squares += (value - rough) * (value - rough);
        }
        var variance = values.Length < 2
            ? double.NaN
            : Math.Max(0, squares - (residuals * residuals / values.Length)) / (values.Length - 1);
        return new SampleMoments(rough + (residuals / values.Length), Math.Sqrt(variance));
    }
}
