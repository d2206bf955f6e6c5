using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// A ratio or corpus figure recomputed from summed statistics, or the difference of that figure between two systems on the same units.
/// </summary>
public sealed class FigureStatistic : UnitStatistic
{
    private readonly FigureFunction _figure;
    private readonly SummedRows _rows;
    private readonly SummedRows? _subtracted;
    private readonly double[] _sums;

    /// <summary>The figure of one system's units.</summary>
    public FigureStatistic(FigureFunction figure, SummedRows rows) : this(figure, rows, null)
    {
    }

    /// <summary>The figure of one system less that of another on the same units.</summary>
    /// <exception cref="ArgumentException">The two have other units or columns, or there are none.</exception>
    public FigureStatistic(FigureFunction figure, SummedRows rows, SummedRows? subtracted)
    {
        if (rows.Units == 0 || (subtracted is not null && (subtracted.Units != rows.Units || subtracted.Columns != rows.Columns)))
            throw new ArgumentException("A difference of figures needs the same units and columns on both sides.", nameof(subtracted));
        (_figure, _rows, _subtracted, _sums) = (figure, rows, subtracted, new double[rows.Columns]);
        var everyUnit = new int[rows.Units];
        for (var i = 0; i < everyUnit.Length; i++)
            everyUnit[i] = i;
        var own = OfRows(rows, everyUnit);
        var other = subtracted is null ? 0 : OfRows(subtracted, everyUnit);
        Value = own - other;
        TieSlack = 1e-12 * (Math.Abs(own) + Math.Abs(other));
    }

    /// <inheritdoc/>
    public override int Units => _rows.Units;

    /// <inheritdoc/>
    public override double Value { get; }

    /// <inheritdoc/>
    public override double TieSlack { get; }

    /// <inheritdoc/>
    public override double OfDraw(ReadOnlySpan<int> draw) =>
        OfRows(_rows, draw) - (_subtracted is null ? 0 : OfRows(_subtracted, draw));

    /// <inheritdoc/>
    public override void LeaveOneOut(Span<double> deviations)
    {
        var values = new double[Units];
        _rows.VisitLeaveOneOut((unit, sums) => values[unit] = Evaluate(_figure, sums));
        _subtracted?.VisitLeaveOneOut((unit, sums) => values[unit] -= Evaluate(_figure, sums));
        for (var unit = 0; unit < values.Length; unit++)
            deviations[unit] = values[unit] - Value;
    }

    /// <summary>The figure of sums, NaN where it is undefined or not finite.</summary>
    public static double Evaluate(FigureFunction figure, ReadOnlySpan<double> sums) =>
        figure(sums) is { } value && double.IsFinite(value) ? value : double.NaN;

    private double OfRows(SummedRows rows, ReadOnlySpan<int> draw)
    {
        rows.Sum(draw, _sums);
        return Evaluate(_figure, _sums);
    }
}
