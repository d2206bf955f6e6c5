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
        if (first.Length != second.Length || first.Length % columns != 0)
            throw new ArgumentException("Both sides need the same units and columns.", nameof(second));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exactUnits, SignFlipTest.LargestExact);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        var swap = new Swapping(figure, first, second, columns);
        long far = 0;
        if (swap.DifferingUnits <= exactUnits)
        {
            var all = 1L << swap.DifferingUnits;
            for (var flips = 0L; flips < all; flips++)
                far += swap.IsFar(unit => (flips >> unit & 1) != 0) ? 1 : 0;
            return new ClusterSwapTest(all, far, IsExact: true);
        }
        for (var draw = 0; draw < draws; draw++)
        {
            ulong bits = 0;
            far += swap.IsFar(unit =>
            {
                bits = unit % 64 == 0 ? random.NextUInt64() : bits >> 1;
                return (bits & 1) != 0;
            }) ? 1 : 0;
        }
        return new ClusterSwapTest(draws, far, IsExact: false);
    }

    // Units with equal rows on both sides never change a figure: they are summed once.
    private sealed class Swapping
    {
        private readonly FigureFunction _figure;
        private readonly SummedRows _first, _second;
        private readonly double[] _fixed, _sumsFirst, _sumsSecond;
        private readonly double _observed, _slack;

        public Swapping(FigureFunction figure, ReadOnlySpan<double> first, ReadOnlySpan<double> second, int columns)
        {
            _figure = figure;
            (_fixed, _sumsFirst, _sumsSecond) = (new double[columns], new double[columns], new double[columns]);
            List<double> differingFirst = [], differingSecond = [];
            for (var at = 0; at < first.Length; at += columns)
            {
                ReadOnlySpan<double> a = first.Slice(at, columns), b = second.Slice(at, columns);
                if (a.SequenceEqual(b))
                {
                    for (var column = 0; column < columns; column++)
                        _fixed[column] += a[column];
                    continue;
                }
                differingFirst.AddRange(a);
                differingSecond.AddRange(b);
            }
            _first = new SummedRows([.. differingFirst], columns);
            _second = new SummedRows([.. differingSecond], columns);
            var (valueFirst, valueSecond) = Values(_ => false);
            _observed = Math.Abs(valueFirst - valueSecond);
            _slack = SignFlipTest.Slack * (Math.Abs(valueFirst) + Math.Abs(valueSecond));
            if (double.IsNaN(_observed))
                throw new ArgumentException("The figure is undefined on one side, so there is no difference to test.", nameof(figure));
        }

        public int DifferingUnits => _first.Units;

        public bool IsFar(Func<int, bool> isSwapped)
        {
            var (first, second) = Values(isSwapped);
            return !(Math.Abs(first - second) < _observed - _slack);
        }

        private (double First, double Second) Values(Func<int, bool> isSwapped)
        {
            _fixed.CopyTo(_sumsFirst, 0);
            _fixed.CopyTo(_sumsSecond, 0);
            for (var unit = 0; unit < _first.Units; unit++)
            {
                var swapped = isSwapped(unit);
                _first.Add(unit, swapped ? _sumsSecond : _sumsFirst);
                _second.Add(unit, swapped ? _sumsFirst : _sumsSecond);
            }
            return (FigureStatistic.Evaluate(_figure, _sumsFirst), FigureStatistic.Evaluate(_figure, _sumsSecond));
        }
    }
}
