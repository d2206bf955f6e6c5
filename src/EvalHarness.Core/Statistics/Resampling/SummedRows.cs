namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// Rows of statistics, one a unit, that are added up for every draw. Where most cells are 0 (per-class counts of many classes) only the others
/// are kept.
/// </summary>
public sealed class SummedRows
{
    // Below this share of nonzero cells, following indices costs less than adding zeros.
    private const double SparseBelow = 0.25;

    private readonly double[] _cells;
    private readonly int[]? _columnOf;
    private readonly int[]? _starts;

    /// <summary>Takes rows in row-major order.</summary>
    /// <param name="cells">Units × columns values.</param>
    /// <param name="columns">How many values a row has, at least one.</param>
    /// <exception cref="ArgumentException">The cells are no whole number of rows.</exception>
    public SummedRows(ReadOnlySpan<double> cells, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (cells.Length % columns != 0)
            throw new ArgumentException($"{cells.Length} cells are no whole number of rows of {columns}.", nameof(cells));
        Columns = columns;
        Units = cells.Length / columns;
        var nonzero = cells.Length - cells.Count(0.0);
        if (nonzero >= SparseBelow * cells.Length)
        {
            _cells = cells.ToArray();
            return;
        }
        _cells = new double[nonzero];
        _columnOf = new int[nonzero];
        _starts = new int[Units + 1];
        for (int i = 0, at = 0; i < cells.Length; i++)
        {
            if (cells[i] != 0)
            {
                _cells[at] = cells[i];
                _columnOf[at++] = i % columns;
            }
            if (i % columns == columns - 1)
                _starts[(i / columns) + 1] = at;
        }
    }

    /// <summary>How many values a row has.</summary>
    public int Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int Units { get; }

    /// <summary>Adds the row of a unit.</summary>
    public void Add(int unit, Span<double> sums)
    {
        if (_starts is null)
        {
            var row = _cells.AsSpan(unit * Columns, Columns);
            for (var i = 0; i < row.Length && i < sums.Length; i++)
                sums[i] += row[i];
            return;
        }
        for (var i = _starts[unit]; i < _starts[unit + 1]; i++)
            sums[_columnOf![i]] += _cells[i];
    }

    /// <summary>Sums the rows of a draw from zero.</summary>
    public void Sum(ReadOnlySpan<int> draw, Span<double> sums)
    {
        sums.Clear();
        foreach (var unit in draw)
            Add(unit, sums);
    }

    /// <summary>Visits, unit by unit, the sums of all rows but that unit's.</summary>
    /// <remarks>
    /// Sums from the front are joined with sums from the back. Subtracting a row from the total would be shorter, but leaves -1e-17 where a
    /// figure must see 0 once the statistics are averages over seeds.
    /// </remarks>
    public void VisitLeaveOneOut(Action<int, double[]> visit)
    {
        var behind = new double[(Units + 1) * Columns];
        for (var unit = Units - 1; unit >= 0; unit--)
        {
            var sums = behind.AsSpan(unit * Columns, Columns);
            behind.AsSpan((unit + 1) * Columns, Columns).CopyTo(sums);
            Add(unit, sums);
        }
        var before = new double[Columns];
        var without = new double[Columns];
        for (var unit = 0; unit < Units; unit++)
        {
            for (var column = 0; column < Columns; column++)
                without[column] = before[column] + behind[((unit + 1) * Columns) + column];
            visit(unit, without);
            Add(unit, before);
        }
    }
}
