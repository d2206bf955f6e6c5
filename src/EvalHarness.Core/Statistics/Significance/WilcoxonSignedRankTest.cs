using EvalHarness.Core.Statistics.Association;
using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Statistics.Significance;

/// <summary>
/// Wilcoxon's signed-rank test. Zeros are dropped before ranking, ties get mid-ranks; equal means equal doubles.
/// </summary>
/// <param name="Nonzero">Differences that are not zero.</param>
/// <param name="ZerosDropped">Differences that are.</param>
/// <param name="HasTies">Whether two nonzero differences have the same size.</param>
/// <param name="RankSumPositive">Sum of the ranks of positive differences.</param>
/// <param name="RankSumNegative">Sum of the ranks of negative differences.</param>
/// <param name="ApproximateP">Two-sided p of the normal approximation with tie correction.</param>
/// <param name="ApproximatePWithContinuity">The same with a continuity correction of 1/2.</param>
/// <param name="Exact">The exact p-values; null with ties, without nonzero differences, or beyond <see cref="LargestExact"/>.</param>
public sealed record WilcoxonSignedRankTest(
    int Nonzero,
    int ZerosDropped,
    bool HasTies,
    double RankSumPositive,
    double RankSumNegative,
    double ApproximateP,
    double ApproximatePWithContinuity,
    WilcoxonExactP? Exact)
{
    /// <summary>The most nonzero differences for which the exact distribution is counted; beyond, the approximation is as good.</summary>
    public const int LargestExact = 500;

    /// <summary>The smaller of the two rank sums.</summary>
    public double Statistic => Math.Min(RankSumPositive, RankSumNegative);

    /// <summary>Tests whether the differences are symmetric about zero.</summary>
    public static WilcoxonSignedRankTest Of(ReadOnlySpan<double> differences)
    {
        var kept = new List<double>(differences.Length);
        foreach (var difference in differences)
        {
            if (double.IsNaN(difference))
                throw new ArgumentException("A difference is not a number.", nameof(differences));
            if (difference != 0)
                kept.Add(difference);
        }
        var n = kept.Count;
        var ranks = MidRanks.Of([.. kept.Select(Math.Abs)]);
        var positive = kept.Zip(ranks.Values).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        var negative = (n * (n + 1.0) / 2) - positive;
        var mean = n * (n + 1.0) / 4;
        var variance = (n * (n + 1.0) * ((2.0 * n) + 1) / 24) - (ranks.TieCorrection / 48);
        var distance = mean - Math.Min(positive, negative);
        var exact = n == 0 || n > LargestExact || ranks.HasTies ? null : WilcoxonExactP.Of(n, (int)positive);
        return new WilcoxonSignedRankTest(
            n, differences.Length - n, ranks.HasTies, positive, negative, TwoSided(distance, variance), TwoSided(Math.Max(0, distance - 0.5), variance), exact);
    }

    // Rank sums and their mean are multiples of 1/2, so a corrected distance is below zero only where there is nothing to correct.
    private static double TwoSided(double distance, double variance) =>
        variance > 0 ? Math.Min(1, 2 * NormalDistribution.UpperTail(distance / Math.Sqrt(variance))) : 1;
}
