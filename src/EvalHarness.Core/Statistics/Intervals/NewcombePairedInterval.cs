namespace EvalHarness.Core.Statistics.Intervals;

/// <summary>
/// Newcombe's hybrid score interval of the difference of two paired proportions: the Wilson intervals of both, joined with their correlation.
/// </summary>
/// <remarks>
/// R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data", 1998, method 10:
/// the correlation's numerator is moved half a table towards 0 where it is positive, and left where it is negative.
/// </remarks>
public static class NewcombePairedInterval
{
    /// <summary>The interval of (first right − second right) / n.</summary>
    /// <param name="both">Pairs with both right.</param>
    /// <param name="firstOnly">Pairs with only the first right.</param>
    /// <param name="secondOnly">Pairs with only the second right.</param>
    /// <param name="neither">Pairs with neither right.</param>
    /// <param name="confidence">The level, such as 0.95.</param>
    /// <exception cref="ArgumentException">A negative count, no pairs at all, or a level outside (0, 1).</exception>
    public static ConfidenceInterval Of(int both, int firstOnly, int secondOnly, int neither, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(both);
        ArgumentOutOfRangeException.ThrowIfNegative(firstOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(secondOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(neither);
        var n = checked(both + firstOnly + secondOnly + neither);
        if (n == 0)
            throw new ArgumentException("An interval of a paired difference needs at least one pair.", nameof(both));
        int first = both + firstOnly, second = both + secondOnly;
        double p1 = (double)first / n, p2 = (double)second / n, difference = (double)(firstOnly - secondOnly) / n;
        var (low1, high1) = WilsonInterval.Of(first, n, confidence);
        var (low2, high2) = WilsonInterval.Of(second, n, confidence);
        var correlation = Correlation(both, firstOnly, secondOnly, neither);
        return new ConfidenceInterval(
            difference - Join(p1 - low1, high2 - p2, correlation),
            difference + Join(high1 - p1, p2 - low2, correlation));
    }

    private static double Join(double own, double other, double correlation) =>
        Math.Sqrt(Math.Max(0, (own * own) - (2 * correlation * own * other) + (other * other)));

    private static double Correlation(double both, double firstOnly, double secondOnly, double neither)
    {
        var margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
        if (margins == 0)
            return 0;
        var numerator = (both * neither) - (firstOnly * secondOnly);
        var half = (both + firstOnly + secondOnly + neither) / 2;
        if (numerator > 0)
            numerator = Math.Max(0, numerator - half);
        return numerator / Math.Sqrt(margins);
    }
}
