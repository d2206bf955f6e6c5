using EvalHarness.Core.Metrics;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Resampling;

namespace EvalHarness.Core.Statistics.Significance;

/// <summary>
/// The paired sign-flip test for ratio and corpus figures: a flip swaps a unit's statistics between the two systems, and both figures are
/// recomputed. Two-sided.
/// </summary>
/// <param name="Swaps">Swaps looked at; 2^k where all of the k units that differ were.</param>
/// <param name="AtLeastAsFar">Those with a difference at least as far from 0 as the observed one.</param>
/// <param name="IsExact">Whether all were counted, the observed one among them; else the +1 rule applies.</param>
/// <remarks>
/// E. Noreen, "Computer-Intensive Methods for Testing Hypotheses", 1989 (approximate randomisation). A swap that leaves a figure undefined
/// counts as far: it can only make p larger.
/// </remarks>
public sealed record ClusterSwapTest(long Swaps, long AtLeastAsFar, bool IsExact)
{
    /// <summary>Two-sided p.</summary>
    public double P => IsExact ? (double)AtLeastAsFar / Swaps : (AtLeastAsFar + 1.0) / (Swaps + 1.0);

    /// <summary>Tests the difference of the figure between two systems on the same units.</summary>
    /// <param name="figure">The figure of summed statistics; defined for both sides as they are.</param>
    /// <param name="first">One system's rows, row-major.</param>
    /// <param name="second">The other's, the same units and columns.</param>
    /// <param name="columns">Statistics a row.</param>
    /// <param name="exactUnits">The most differing units of which every swap is counted.</param>
    /// <param name="draws">Swaps drawn where there are more.</param>
    /// <param name="random">The generator of the draws.</param>
    /// <exception cref="ArgumentException">The sides differ in shape, or the figure is undefined on one of them.</exception>
    public static ClusterSwapTest Of(
        FigureFunction figure, ReadOnlySpan<double> first, ReadOnlySpan<double> second, int columns, int exactUnits, int draws, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exactUnits, SignFlipTest.LargestExact);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        var (rows, units) = Swappable(first, second, columns);
        var statistic = FigureStatistic.Difference(figure, rows);
        // Row 2u is unit u as it is, row 2u + 1 swapped; the row behind them holds all units that do not differ.
        var chosen = new int[units + 1];
        chosen[units] = 2 * units;
        var flips = new ulong[(units / 64) + 1];
        Choose(chosen.AsSpan(0, units), flips);
        var observed = Math.Abs(statistic.OfDraw(chosen));
        if (double.IsNaN(observed))
            throw new ArgumentException("The figure is undefined on one side, so there is no difference to test.", nameof(figure));
        var threshold = observed - (SignFlipTest.Slack * statistic.ScaleOfDraw(chosen));
        var isExact = units <= exactUnits;
        var looks = isExact ? 1L << units : draws;
        long far = 0;
        for (var look = 0L; look < looks; look++)
        {
            flips[0] = (ulong)look;
            for (var word = 0; !isExact && word < flips.Length; word++)
                flips[word] = random.NextUInt64();
            Choose(chosen.AsSpan(0, units), flips);
            // Not below: an undefined difference is far.
            far += Math.Abs(statistic.OfDraw(chosen)) < threshold ? 0 : 1;
        }
        return new ClusterSwapTest(looks, far, isExact);
    }

    private static void Choose(Span<int> chosen, ReadOnlySpan<ulong> flips)
    {
        for (var unit = 0; unit < chosen.Length; unit++)
            chosen[unit] = (2 * unit) + (int)((flips[unit / 64] >> (unit % 64)) & 1);
    }

    private static (SummedRows Rows, int Units) Swappable(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int columns)
    {
        if (first.Length != second.Length || first.Length % columns != 0)
            throw new ArgumentException("Both sides need the same units and columns.", nameof(second));
        List<double> left = [], right = [];
        var same = new double[columns];
        for (var at = 0; at < first.Length; at += columns)
        {
            ReadOnlySpan<double> a = first.Slice(at, columns), b = second.Slice(at, columns);
            if (a.SequenceEqual(b))
            {
                for (var column = 0; column < columns; column++)
                    same[column] += a[column];
                continue;
            }
            left.AddRange(a);
            left.AddRange(b);
            right.AddRange(b);
            right.AddRange(a);
        }
        var units = left.Count / (2 * columns);
        left.AddRange(same);
        right.AddRange(same);
        return (SummedRows.SideBySide([.. left], [.. right], columns), units);
    }
}
