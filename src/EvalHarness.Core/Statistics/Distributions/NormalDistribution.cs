namespace EvalHarness.Core.Statistics.Distributions;

/// <summary>The standard normal distribution, to double precision in both tails.</summary>
public static class NormalDistribution
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>The density at x.</summary>
    public static double Density(double x)
    {
        // The rounding of x² would cost up to x² units in the last place of the exponential.
        var square = x * x;
        var rest = Math.FusedMultiplyAdd(x, x, -square);
        return double.IsInfinity(square) ? 0 : InverseSqrtTwoPi * Math.Exp(-square / 2) * (1 - (rest / 2));
    }

    /// <summary>P(Z ≤ x).</summary>
    public static double Cdf(double x) => x > 1 ? 1 - UpperTail(x) : UpperTail(-x);

    /// <summary>P(Z > x), with full relative precision far out in the tail.</summary>
    public static double UpperTail(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (x < -1)
            return 1 - UpperTail(-x);
        if (x <= 1)
            return 0.5 - (Density(x) * CentralSeries(x));
        return Density(x) is var density && density == 0 ? 0 : density * MillsRatio(x);
    }

    /// <summary>The x with P(Z ≤ x) = p; minus or plus infinity at 0 and 1.</summary>
    /// <remarks>M. J. Wichura, algorithm AS 241 (PPND16), 1988: relative error about 1e-16.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static double Quantile(double p)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Polynomial(r, CentreNumerator) / Polynomial(r, CentreDenominator);
        }
        var tail = q < 0 ? p : 1 - p;
        return q < 0 ? -UpperQuantile(tail) : UpperQuantile(tail);
    }

    /// <summary>The x with P(Z > x) = tail, for a tail of at most 1/2: no digits are lost by forming 1 − tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tail is outside [0, 1].</exception>
    public static double UpperQuantile(double tail)
    {
        if (!(tail is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(tail), tail, "A probability lies between 0 and 1.");
        if (tail > 0.5)
            return -UpperQuantile(1 - tail);
        if (Math.Abs(tail - 0.5) <= 0.425)
            return -Quantile(tail);
        if (tail == 0)
            return double.PositiveInfinity;
        var r = Math.Sqrt(-Math.Log(tail));
        return r <= 5
            ? Polynomial(r - 1.6, MiddleNumerator) / Polynomial(r - 1.6, MiddleDenominator)
            : Polynomial(r - 5, FarNumerator) / Polynomial(r - 5, FarDenominator);
    }

    // (Φ(x) − 1/2) / φ(x) = x + x³/3 + x⁵/15 + ...; all terms have one sign.
    private static double CentralSeries(double x)
    {
        var term = x;
        var sum = x;
        for (var k = 3; ; k += 2)
        {
            term *= x * x / k;
            var next = sum + term;
            if (next == sum)
                return sum;
            sum = next;
        }
    }

    // Laplace's continued fraction of Q(x) / φ(x), from the back. The error falls as exp(−2 x √levels).
    private static double MillsRatio(double x)
    {
        var levels = (int)(400 / (x * x)) + 20;
        var fraction = x;
        for (var k = levels; k > 0; k--)
            fraction = x + (k / fraction);
        return 1 / fraction;
    }

    private static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        var value = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
            value = (value * x) + coefficients[i];
        return value;
    }

    private static ReadOnlySpan<double> CentreNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static ReadOnlySpan<double> CentreDenominator =>
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
