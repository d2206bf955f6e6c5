namespace EvalHarness.Core.Statistics.Significance;

/// <summary>What the adjustments share: order of p-values, and comparison with a level.</summary>
public static class PValues
{
    /// <summary>
    /// Whether p is at or below the level, rounding aside: 3 · 0.05 is the level 0.15 although its double is a digit above.
    /// </summary>
    public static bool IsAtMost(double p, double level) => p <= level * (1 + 1e-12);

    /// <summary>Sorted p-values and where each came from; equal ones keep their order.</summary>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static (double[] Sorted, int[] Order) Sort(ReadOnlySpan<double> pValues)
    {
        var order = new int[pValues.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (!(pValues[i] is >= 0 and <= 1))
                throw new ArgumentException($"p-value {i} is {pValues[i]}; a p-value lies between 0 and 1.", nameof(pValues));
            order[i] = i;
        }
        var values = pValues.ToArray();
        Array.Sort(order, (a, b) => values[a] == values[b] ? a.CompareTo(b) : values[a].CompareTo(values[b]));
        return ([.. order.Select(i => values[i])], order);
    }
}
