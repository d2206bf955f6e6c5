namespace EvalHarness.Core.Statistics.Distributions;

/// <summary>
/// The two terms of the saddle-point expansion of binomial and beta densities. Differences of log-gammas lose digits as their arguments grow
/// (log-gamma of 4,000 is near 29,000, so 12 digits are left); these terms stay small and keep all of them.
/// </summary>
/// <remarks>C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000.</remarks>
public static class SaddlePoint
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    // From here on eight terms of Stirling's series are below half a unit in the last place.
    private const double SeriesFrom = 12;

    /// <summary>
    /// Stirling's error: log Γ(x) − [(x − 1/2) log x − x + log(2π)/2], for x above 0; decreasing, about 1/(12 x).
    /// </summary>
    public static double StirlingError(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        var lifted = 0.0;
        for (; x < SeriesFrom; x++)
            lifted += ((x + 0.5) * LogOnePlus(1 / x)) - 1;
        var r = 1 / (x * x);
        var series = (1.0 / 12) - (r * ((1.0 / 360) - (r * ((1.0 / 1260) - (r * ((1.0 / 1680) - (r * ((1.0 / 1188)
            - (r * ((691.0 / 360360) - (r * ((1.0 / 156) - (r * (3617.0 / 122400))))))))))))));
        return lifted + (series / x);
    }

    /// <summary>log Γ(x) for x above 0, to about 1e-15 of max(1, |log Γ(x)|).</summary>
    public static double LogGamma(double x) => ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + StirlingError(x);

    /// <summary>The deviance term x log(x / mean) + mean − x, at least 0, without cancellation where x is near its mean.</summary>
    public static double Deviance(double x, double mean)
    {
        if (Math.Abs(x - mean) >= 0.1 * (x + mean))
            return x == 0 ? mean : (x * Math.Log(x / mean)) + mean - x;
        var v = (x - mean) / (x + mean);
        var sum = (x - mean) * v;
        var term = 2 * x * v;
        for (var j = 1; ; j++)
        {
            term *= v * v;
            var next = sum + (term / ((2 * j) + 1));
            if (next == sum)
                return sum;
            sum = next;
        }
    }

    /// <summary>log(1 + x) with all digits for small x; the runtime's own LogP1 adds first and loses them.</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
