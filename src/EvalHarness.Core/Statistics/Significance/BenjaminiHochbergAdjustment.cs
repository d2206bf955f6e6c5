namespace EvalHarness.Core.Statistics.Significance;

/// <summary>Benjamini and Hochberg's adjustment: bounds the expected share of false rejections.</summary>
/// <remarks>Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", 1995.</remarks>
public static class BenjaminiHochbergAdjustment
{
    /// <summary>Adjusted p-values in input order: the running minimum, from the largest p down, of p · m / rank, at most 1.</summary>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var (sorted, order) = PValues.Sort(pValues);
        var adjusted = new double[sorted.Length];
        var running = 1.0;
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            running = Math.Min(running, sorted[i] * sorted.Length / (i + 1));
            adjusted[order[i]] = running;
        }
        return adjusted;
    }

    /// <summary>Which hypotheses are rejected at alpha, in input order.</summary>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static bool[] Rejected(ReadOnlySpan<double> pValues, double alpha) =>
        [.. Adjust(pValues).Select(p => PValues.IsAtMost(p, alpha))];
}
