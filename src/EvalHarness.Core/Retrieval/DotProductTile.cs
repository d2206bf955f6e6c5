using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Retrieval;

/// <summary>
/// Dot products of a few queries with a few gallery items, held in registers while their dimensions stream by. The heart of
/// <see cref="ExactSearch"/>.
/// </summary>
/// <remarks>
/// Every product is one chain of fused multiply-adds over the dimensions in order, whatever the width of the vectors, so each machine
/// gives the same bits as <see cref="Single"/>.
/// </remarks>
internal abstract class DotProductTile
{
    /// <summary>Queries of a tile.</summary>
    public abstract int Queries { get; }

    /// <summary>Gallery items of a tile.</summary>
    public abstract int Items { get; }

    /// <summary>The tile of a vector width.</summary>
    public static DotProductTile Of(VectorWidth width) =>
        width == VectorWidth.Widest && Vector512.IsHardwareAccelerated ? new WideTile() : new NarrowTile();

    /// <summary>Continues the products of a tile by some dimensions.</summary>
    /// <param name="queries">For each dimension one value of each query.</param>
    /// <param name="items">For each dimension one value of each item.</param>
    /// <param name="dimension">The number of dimensions.</param>
    /// <param name="products">For each query one product of each item; 0 before the first dimensions.</param>
    public void Add(ReadOnlySpan<float> queries, ReadOnlySpan<float> items, int dimension, Span<float> products)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queries.Length, dimension * Queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(items.Length, dimension * Items);
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, Queries * Items);
        AddUnchecked(in queries[0], in items[0], dimension, ref products[0]);
    }

    /// <summary>One product, bit for bit what a tile gives.</summary>
    public static float Single(ReadOnlySpan<float> query, ReadOnlySpan<float> item)
    {
        float sum = 0;
        for (var d = 0; d < query.Length; d++)
            sum = MathF.FusedMultiplyAdd(query[d], item[d], sum);
        return sum;
    }

    /// <summary>Interleaves rows: for each dimension the values of all rows of the tile; missing rows are zero.</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="width">The rows of a tile.</param>
    /// <param name="destination">Receives dimension times width values.</param>
    public static void Interleave(FeatureMatrix matrix, int first, int width, Span<float> destination)
    {
        const int Stride = 16;
        var dimension = matrix.Dimension;
        var rows = Math.Min(width, matrix.Rows - first);
        if (rows < width)
            destination[..(dimension * width)].Clear();
        // A stretch of dimensions at a time: its part of the destination stays in the first cache while all rows pass.
        for (var start = 0; start < dimension; start += Stride)
        {
            var end = Math.Min(start + Stride, dimension);
            for (var row = 0; row < rows; row++)
            {
                var source = matrix[first + row];
                for (var d = start; d < end; d++)
                    destination[d * width + row] = source[d];
            }
        }
    }

    /// <summary>Continues a tile whose sizes are checked.</summary>
    protected abstract void AddUnchecked(ref readonly float queries, ref readonly float items, int dimension, ref float products);
}
