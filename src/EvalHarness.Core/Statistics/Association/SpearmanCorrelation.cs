namespace EvalHarness.Core.Statistics.Association;

/// <summary>Spearman's rank correlation: Pearson's on mid-ranks.</summary>
public static class SpearmanCorrelation
{
    /// <summary>The correlation; null where a side is constant.</summary>
    /// <exception cref="ArgumentException">Lists of different length.</exception>
    public static double? Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"A correlation needs pairs; there are {x.Length} and {y.Length} values.", nameof(y));
        var ranksX = MidRanks.Of(x).Values;
        var ranksY = MidRanks.Of(y).Values;
        var mean = (x.Length + 1) / 2.0;
        double product = 0, squareX = 0, squareY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            product += (ranksX[i] - mean) * (ranksY[i] - mean);
            squareX += (ranksX[i] - mean) * (ranksX[i] - mean);
            squareY += (ranksY[i] - mean) * (ranksY[i] - mean);
        }
        return squareX == 0 || squareY == 0 ? null : product / Math.Sqrt(squareX * squareY);
    }
}
