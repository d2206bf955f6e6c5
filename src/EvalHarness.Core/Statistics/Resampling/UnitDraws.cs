using EvalHarness.Core.Randomness;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>Draws of units with replacement.</summary>
public static class UnitDraws
{
    /// <summary>
    /// Fills a row with uniform indices in [0, units), two from every 64 random bits, without modulo bias.
    /// </summary>
    /// <remarks>D. Lemire, "Fast Random Integer Generation in an Interval", 2019, on 32 bits.</remarks>
    public static void Fill(Span<int> row, int units, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        var bound = (uint)units;
        var biased = (0u - bound) % bound;
        for (var i = 0; i < row.Length;)
        {
            var bits = random.NextUInt64();
            var product = (ulong)(uint)bits * bound;
            if ((uint)product >= biased)
                row[i++] = (int)(product >> 32);
            product = (bits >> 32) * bound;
            if ((uint)product >= biased && i < row.Length)
                row[i++] = (int)(product >> 32);
        }
    }
}
