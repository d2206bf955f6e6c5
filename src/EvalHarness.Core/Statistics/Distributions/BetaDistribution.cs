namespace EvalHarness.Core.Statistics.Distributions;

/// <summary>The beta distribution: its regularised incomplete function and its quantile, to double precision.</summary>
/// <remarks>The continued fraction is that of A. DiDonato and A. Morris, "Significant digit computation of the incomplete beta function ratios", 1992.</remarks>
public static class BetaDistribution
{
    private const double SqrtTwoPi = 2.50662827463100050242;

    /// <summary>I_x(a, b) = P(X ≤ x) for X ~ Beta(a, b); x in [0, 1], a and b above 0.</summary>
    public static double Cdf(double x, double a, double b) => Lower(x, 1 - x, a, b);

    /// <summary>P(X > x), with full relative precision where it is small.</summary>
    public static double UpperTail(double x, double a, double b) => Lower(1 - x, x, b, a);

    /// <summary>
    /// I_x(a, b) with x and 1 − x given apart, so that neither loses digits where the other is near 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">x is outside [0, 1], or a or b is not positive.</exception>
    public static double Lower(double x, double oneMinusX, double a, double b)
    {
        if (!(x is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(x), x, "A beta variable lies between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (x == 0 || oneMinusX == 0)
            return x == 0 ? 0 : 1;
        // The continued fraction converges fast below the mean; above it the complement does.
        return x * (a + b + 2) < a + 1
            ? PowerTerm(x, oneMinusX, a, b) * Fraction(x, oneMinusX, a, b)
            : 1 - (PowerTerm(x, oneMinusX, a, b) * Fraction(oneMinusX, x, b, a));
    }

    /// <summary>x^a (1 − x)^b / B(a, b): x (1 − x) times the density.</summary>
    public static double PowerTerm(double x, double oneMinusX, double a, double b)
    {
        var n = a + b;
        var exponent = SaddlePoint.StirlingError(n) - SaddlePoint.StirlingError(a) - SaddlePoint.StirlingError(b)
            - SaddlePoint.Deviance(a, n * x) - SaddlePoint.Deviance(b, n * oneMinusX);
        return Math.Sqrt(a / n * b) / SqrtTwoPi * Math.Exp(exponent);
    }

    /// <summary>The x with P(X ≤ x) = p, to the last digits of a double.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    public static double Quantile(double p, double a, double b) => Solve(p, a, b);

    /// <summary>The x with P(X > x) = tail; for small tails more exact than the quantile of 1 − tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tail is outside [0, 1].</exception>
    public static double UpperQuantile(double tail, double a, double b) => 1 - Solve(tail, b, a);

    // Newton's steps inside a bracket that shrinks with every evaluation; a step that leaves the bracket is replaced by bisection.
    private static double Solve(double p, double a, double b)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        if (p is 0 or 1)
            return p;
        double low = 0, high = 1, x = a / (a + b);
        for (var round = 0; round < 400; round++)
        {
            var excess = Lower(x, 1 - x, a, b) - p;
            if (excess == 0)
                return x;
            if (excess > 0)
                high = x;
            else
                low = x;
            var next = x - (excess * x * (1 - x) / PowerTerm(x, 1 - x, a, b));
            if (!(next > low && next < high))
                next = low + ((high - low) / 2);
            if (Math.Abs(next - x) <= 1e-16 * x || next == low || next == high)
                return next;
            x = next;
        }
        return x;
    }

    // Lentz's method on a continued fraction whose terms hold a − (a + b) x as one number, formed from the smaller of x and 1 − x: with large
    // parameters the digits of the result hang on it.
    private static double Fraction(double x, double oneMinusX, double a, double b)
    {
        const double Tiny = 1e-300;
        var belowMean = a > b ? ((a + b) * oneMinusX) - b : a - ((a + b) * x);
        var c = NonZero(a / (a + 1) * (belowMean + 1));
        var d = 0.0;
        var inverse = c;
        for (var n = 1; n <= 100_000; n++)
        {
            var split = n * (b - n) * x / (a + (2 * n) - 1);
            var numerator = (a + n - 1) * (a + b + n - 1) / (a + (2 * n) - 1) * split * x;
            var denominator = n + split + ((a + n) / (a + (2 * n) + 1) * (belowMean + 1 + (n * (1 + oneMinusX))));
            d = 1 / NonZero(denominator + (numerator * d));
            c = NonZero(denominator + (numerator / c));
            inverse *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16)
                break;
        }
        return 1 / inverse;

        static double NonZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }
}
