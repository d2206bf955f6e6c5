using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// A ratio or corpus figure recomputed from summed statistics, or the difference of that figure between two systems on the same units.
/// </summary>
public sealed class FigureStatistic : UnitStatistic
{
    private readonly FigureFunction _figure;
    private readonly SummedRows _rows;
    private readonly int _columns;
    private readonly double[] _sums;

    /// <summary>The figure of one system's units.</summary>
    public FigureStatistic(FigureFunction figure, SummedRows rows) : this(figure, rows, rows.Columns)
    {
    }

    private FigureStatistic(FigureFunction figure, SummedRows rows, int columns)
    {
        if (rows.Count == 0)
            throw new ArgumentException("A figure needs units.", nameof(rows));
        (_figure, _rows, _columns, _sums) = (figure, rows, columns, new double[rows.BufferLength]);
        var everyUnit = new int[rows.Count];
        for (var i = 0; i < everyUnit.Length; i++)
            everyUnit[i] = i;
        Value = OfDraw(everyUnit);
        TieSlack = 1e-12 * ScaleOfDraw(everyUnit);
    }

    /// <inheritdoc/>
    public override int Units => _rows.Count;

    /// <inheritdoc/>
    public override double Value { get; }

    /// <inheritdoc/>
    public override double TieSlack { get; }

    /// <summary>The figure of one system less that of another, from rows that hold both side by side.</summary>
    public static FigureStatistic Difference(FigureFunction figure, SummedRows sideBySide) => new(figure, sideBySide, sideBySide.Columns / 2);

    /// <summary>The figure of sums, NaN where it is undefined or not finite.</summary>
    public static double Evaluate(FigureFunction figure, ReadOnlySpan<double> sums) =>
        figure(sums) is { } value && double.IsFinite(value) ? value : double.NaN;

    /// <inheritdoc/>
    public override double OfDraw(ReadOnlySpan<int> draw)
    {
        _rows.Sum(draw, _sums);
        var (own, other) = Sides(_sums);
        return own - other;
    }

    /// <summary>The size of the figures a draw's difference is formed from: what its rounding is relative to.</summary>
    public double ScaleOfDraw(ReadOnlySpan<int> draw)
    {
        _rows.Sum(draw, _sums);
        var (own, other) = Sides(_sums);
        return Math.Abs(own) + Math.Abs(other);
    }

    /// <inheritdoc/>
    public override void LeaveOneOut(Span<double> deviations)
    {
        var values = new double[Units];
        _rows.VisitLeaveOneOut((unit, sums) =>
        {
            var (own, other) = Sides(sums);
            values[unit] = own - other - Value;
        });
        values.CopyTo(deviations);
    }

    private (double Own, double Other) Sides(ReadOnlySpan<double> sums) => (
        Evaluate(_figure, sums[.._columns]),
        _columns == _rows.Columns ? 0 : Evaluate(_figure, sums.Slice(_columns, _columns)));
}
