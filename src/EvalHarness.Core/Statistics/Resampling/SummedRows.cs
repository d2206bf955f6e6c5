using System.Numerics;
using System.Runtime.InteropServices;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// Rows of statistics, one a unit, that are added up for every draw. Dense rows are padded to whole vectors; where most cells are 0 (per-class
/// counts of many classes) only the others are kept. Either way a column's sum is formed in the order of the draw, so it is the same number on
/// every machine.
/// </summary>
public sealed class SummedRows
{
    // Below this share of nonzero cells, following indices costs less than adding zeros.
    private const double SparseBelow = 0.1;

    private readonly double[] _cells;
    private readonly int[]? _columnOf;
    private readonly int[]? _starts;

    /// <summary>Takes rows in row-major order.</summary>
    /// <param name="cells">Rows × columns values.</param>
    /// <param name="columns">How many values a row has, at least one.</param>
    /// <exception cref="ArgumentException">The cells are no whole number of rows.</exception>
    public SummedRows(ReadOnlySpan<double> cells, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (cells.Length % columns != 0)
            throw new ArgumentException($"{cells.Length} cells are no whole number of rows of {columns}.", nameof(cells));
        Columns = columns;
        Count = cells.Length / columns;
        BufferLength = (columns + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var nonzero = cells.Length - cells.Count(0.0);
        if (nonzero >= SparseBelow * cells.Length)
        {
            _cells = new double[Count * BufferLength];
            for (var row = 0; row < Count; row++)
                cells.Slice(row * columns, columns).CopyTo(_cells.AsSpan(row * BufferLength));
            return;
        }
        _cells = new double[nonzero];
        _columnOf = new int[nonzero];
        _starts = new int[Count + 1];
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
    public int Count { get; }

    /// <summary>The length of a buffer for sums: the columns, and what pads them to whole vectors.</summary>
    public int BufferLength { get; }

    /// <summary>Rows that hold two systems' statistics side by side: twice the columns, the same units.</summary>
    /// <exception cref="ArgumentException">The two differ in shape.</exception>
    public static SummedRows SideBySide(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (first.Length != second.Length || first.Length % columns != 0)
            throw new ArgumentException("Both sides need the same units and columns.", nameof(second));
        var cells = new double[2 * first.Length];
        for (var at = 0; at < first.Length; at += columns)
        {
            first.Slice(at, columns).CopyTo(cells.AsSpan(2 * at));
            second.Slice(at, columns).CopyTo(cells.AsSpan((2 * at) + columns));
        }
        return new SummedRows(cells, 2 * columns);
    }

    /// <summary>Sums the rows of a draw from zero.</summary>
    /// <param name="draw">Indices of rows, repeats allowed.</param>
    /// <param name="sums">A buffer of <see cref="BufferLength"/>.</param>
    public void Sum(ReadOnlySpan<int> draw, Span<double> sums)
    {
        sums.Clear();
        foreach (var row in draw)
            Add(row, sums);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">Its index.</param>
    /// <param name="sums">A buffer of <see cref="BufferLength"/>.</param>
    public void Add(int row, Span<double> sums)
    {
        if (_starts is null)
        {
            var into = MemoryMarshal.Cast<double, Vector<double>>(sums);
            var from = MemoryMarshal.Cast<double, Vector<double>>(_cells.AsSpan(row * BufferLength, BufferLength));
            for (var i = 0; i < from.Length && i < into.Length; i++)
                into[i] += from[i];
            return;
        }
        for (var i = _starts[row]; i < _starts[row + 1]; i++)
            sums[_columnOf![i]] += _cells[i];
    }

    /// <summary>Visits, row by row, the sums of all rows but that one.</summary>
    /// <remarks>
    /// Sums from the front are joined with sums from the back. Subtracting a row from the total would be shorter, but leaves -1e-17 where a
    /// figure must see 0 once the statistics are averages over seeds.
    /// </remarks>
    public void VisitLeaveOneOut(Action<int, double[]> visit)
    {
        var behind = new double[(Count + 1) * BufferLength];
        for (var row = Count - 1; row >= 0; row--)
        {
            var sums = behind.AsSpan(row * BufferLength, BufferLength);
            behind.AsSpan((row + 1) * BufferLength, BufferLength).CopyTo(sums);
            Add(row, sums);
        }
        var before = new double[BufferLength];
        var without = new double[BufferLength];
        for (var row = 0; row < Count; row++)
        {
            for (var column = 0; column < Columns; column++)
                without[column] = before[column] + behind[((row + 1) * BufferLength) + column];
            visit(row, without);
            Add(row, before);
        }
    }
}
