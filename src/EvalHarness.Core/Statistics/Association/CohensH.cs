namespace EvalHarness.Core.Statistics.Association;

/// <summary>Cohen's h, the effect size of two proportions: 2 asin √p1 − 2 asin √p2, signed.</summary>
/// <remarks>J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988, chapter 6.</remarks>
public static class CohensH
{
    /// <summary>The effect size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A proportion is outside [0, 1].</exception>
    public static double Of(double p1, double p2) => Angle(p1, nameof(p1)) - Angle(p2, nameof(p2));

    private static double Angle(double p, string name) => p is >= 0 and <= 1
        ? 2 * Math.Asin(Math.Sqrt(p))
        : throw new ArgumentOutOfRangeException(name, p, "A proportion lies between 0 and 1.");
}
