using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Significance;

/// <summary>McNemar's test of two paired proportions, from the two discordant counts.</summary>
/// <param name="ExactP">Two-sided binomial p: min(1, 2 P(X ≤ min(b, c))), X ~ Bin(b + c, 1/2); 1 without discordant pairs.</param>
/// <param name="MidP">The exact p less half the probability of the observed split on each side.</param>
/// <param name="ChiSquare">(|b − c| − 1)² / (b + c), with continuity correction; null without discordant pairs.</param>
/// <param name="ChiSquareP">Its p with one degree of freedom; null without discordant pairs.</param>
/// <remarks>Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", 1947.</remarks>
public sealed record McNemarTest(double ExactP, double MidP, double? ChiSquare, double? ChiSquareP)
{
    /// <summary>Tests b pairs with only the first right against c pairs with only the second right.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static McNemarTest Of(int b, int c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        var discordant = checked(b + c);
        if (discordant == 0)
            return new McNemarTest(1, 1, null, null);
        var smaller = Math.Min(b, c);
        // Where the counts differ by at most one the tails cover everything: exactly 1, not 1 less a rounding error.
        var exact = Math.Abs(b - c) <= 1 ? 1 : Math.Min(1, 2 * BinomialDistribution.Cdf(smaller, discordant, 0.5));
        var mid = exact - BinomialDistribution.Probability(smaller, discordant, 0.5);
        var excess = Math.Abs(b - c) - 1.0;
        var chiSquare = excess * excess / discordant;
        return new McNemarTest(exact, mid, chiSquare, Math.Min(1, 2 * NormalDistribution.UpperTail(Math.Sqrt(chiSquare))));
    }
}
