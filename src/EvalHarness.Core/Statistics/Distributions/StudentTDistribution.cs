namespace EvalHarness.Core.Statistics.Distributions;

/// <summary>Student's t distribution, to double precision.</summary>
public static class StudentTDistribution
{
    /// <summary>P(T > t) with the given degrees of freedom (above 0).</summary>
    public static double UpperTail(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (t < 0)
            return 1 - UpperTail(-t, degreesOfFreedom);
        var (x, y) = Parts(t, degreesOfFreedom);
        return BetaDistribution.Lower(x, y, degreesOfFreedom / 2, 0.5) / 2;
    }

    /// <summary>The t with P(T > t) = tail; a tail above 1/2 gives a negative t.</summary>
    /// <remarks>Newton's steps inside a bracket, from the normal quantile; exact to the last digits also for one degree of freedom.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The tail is not strictly between 0 and 1.</exception>
    public static double UpperQuantile(double tail, double degreesOfFreedom)
    {
        if (!(tail is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(tail), tail, "A tail probability lies strictly between 0 and 1.");
        if (tail > 0.5)
            return -UpperQuantile(1 - tail, degreesOfFreedom);
        if (tail == 0.5)
            return 0;
        double low = 0, high = Math.Max(1, 2 * NormalDistribution.UpperQuantile(tail));
        while (UpperTail(high, degreesOfFreedom) > tail)
            (low, high) = (high, high * 2);
        var t = low + ((high - low) / 2);
        for (var round = 0; round < 400; round++)
        {
            var (x, y) = Parts(t, degreesOfFreedom);
            var excess = (BetaDistribution.Lower(x, y, degreesOfFreedom / 2, 0.5) / 2) - tail;
            if (excess == 0)
                return t;
            if (excess > 0)
                low = t;
            else
                high = t;
            // The density of t is PowerTerm / t.
            var next = t + (excess * t / BetaDistribution.PowerTerm(x, y, degreesOfFreedom / 2, 0.5));
            if (!(next > low && next < high))
                next = low + ((high - low) / 2);
            if (Math.Abs(next - t) <= 1e-16 * t || next == low || next == high)
                return next;
            t = next;
        }
        return t;
    }

    private static (double X, double Y) Parts(double t, double degreesOfFreedom)
    {
        var sum = degreesOfFreedom + (t * t);
        return double.IsInfinity(sum) ? (0, 1) : (degreesOfFreedom / sum, t * t / sum);
    }
}
