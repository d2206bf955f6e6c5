namespace EvalHarness.Core.Statistics.Significance;

/// <summary>Holm's step-down adjustment: the chance of any false rejection in the family stays below alpha, whatever the dependence.</summary>
/// <remarks>S. Holm, "A simple sequentially rejective multiple test procedure", 1979.</remarks>
public static class HolmAdjustment
{
    /// <summary>Adjusted p-values in input order: p times the hypotheses not yet passed, made monotone, at most 1.</summary>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var (sorted, order) = PValues.Sort(pValues);
        var adjusted = new double[sorted.Length];
        var running = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, sorted[i] * (sorted.Length - i)));
            adjusted[order[i]] = running;
        }
        return adjusted;
    }

    /// <summary>Which hypotheses are rejected at alpha, in input order.</summary>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static bool[] Rejected(ReadOnlySpan<double> pValues, double alpha) =>
        [.. Adjust(pValues).Select(p => PValues.IsAtMost(p, alpha))];
}
