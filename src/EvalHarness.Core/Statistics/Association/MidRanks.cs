namespace EvalHarness.Core.Statistics.Association;

/// <summary>Ranks from 1, tied values sharing the mean of their ranks.</summary>
/// <param name="Values">The rank of each value, in input order.</param>
/// <param name="TieCorrection">Σ (t³ − t) over groups of t tied values; 0 without ties.</param>
public sealed record MidRanks(IReadOnlyList<double> Values, double TieCorrection)
{
    /// <summary>Whether two values are equal.</summary>
    public bool HasTies => TieCorrection > 0;

    /// <summary>Ranks values; equal means equal doubles.</summary>
    public static MidRanks Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[order.Length];
        var correction = 0.0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && sorted[end] == sorted[start]; end++)
            {
            }
            double tied = end - start;
            correction += (tied * tied * tied) - tied;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
        }
        return new MidRanks(ranks, correction);
    }
}
