namespace EvalHarness.Core.Retrieval;

/// <summary>Feature vectors of one length, stored row after row.</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    /// <summary>Takes over an array of rows.</summary>
    /// <param name="dimension">The length of a vector, from 1.</param>
    /// <param name="values">The rows, one after the other; not copied.</param>
    /// <exception cref="ArgumentException">The array does not hold whole rows.</exception>
    public FeatureMatrix(int dimension, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (values.Length % dimension != 0)
            throw new ArgumentException($"{values.Length} values are not whole rows of {dimension}.", nameof(values));
        (Dimension, _values) = (dimension, values);
    }

    /// <summary>The length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>The number of vectors.</summary>
    public int Rows => _values.Length / Dimension;

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(checked(row * Dimension), Dimension);

    /// <summary>Copies vectors that are stored one by one.</summary>
    /// <exception cref="ArgumentException">There is none, they differ in length, or together they exceed an array.</exception>
    public static FeatureMatrix FromRows(IReadOnlyList<float[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 || rows[0].Length == 0)
            throw new ArgumentException("A feature matrix needs at least one vector with at least one value.", nameof(rows));
        var dimension = rows[0].Length;
        if ((long)rows.Count * dimension > Array.MaxLength)
            throw new ArgumentException($"{rows.Count} vectors of {dimension} values do not fit one array; search the gallery in parts.", nameof(rows));
        var values = new float[rows.Count * dimension];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != dimension)
                throw new ArgumentException($"Vector {i} has {rows[i].Length} values; the first one has {dimension}.", nameof(rows));
            rows[i].CopyTo(values, i * dimension);
        }
        return new(dimension, values);
    }
}
