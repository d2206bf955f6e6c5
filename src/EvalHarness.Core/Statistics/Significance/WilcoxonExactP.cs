namespace EvalHarness.Core.Statistics.Significance;

/// <summary>Exact p-values of Wilcoxon's signed-rank test without ties, from the counted distribution of the positive rank sum.</summary>
/// <param name="TwoSided">Twice the smaller one-sided p, at most 1.</param>
/// <param name="Greater">P(rank sum ≥ observed).</param>
/// <param name="Less">P(rank sum ≤ observed).</param>
public sealed record WilcoxonExactP(double TwoSided, double Greater, double Less)
{
    /// <summary>The p-values of n untied nonzero differences whose positive ranks sum to the given value.</summary>
    public static WilcoxonExactP Of(int n, int rankSumPositive)
    {
        var total = n * (n + 1) / 2;
        ArgumentOutOfRangeException.ThrowIfNegative(rankSumPositive);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rankSumPositive, total);
        // probabilities[s] = P(sum = s) when each rank so far counts with probability 1/2.
        var probabilities = new double[total + 1];
        probabilities[0] = 1;
        var reached = 0;
        for (var rank = 1; rank <= n; rank++)
        {
            reached += rank;
            for (var sum = reached; sum >= 0; sum--)
                probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2;
        }
        var less = Sum(probabilities.AsSpan(0, rankSumPositive + 1));
        // By symmetry P(sum ≥ s) = P(sum ≤ total − s).
        var greater = Sum(probabilities.AsSpan(0, total - rankSumPositive + 1));
        return new WilcoxonExactP(Math.Min(1, 2 * Math.Min(less, greater)), greater, less);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return Math.Min(1, sum);
    }
}
