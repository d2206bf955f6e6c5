using System.Runtime.ExceptionServices;

namespace EvalHarness.Core.Retrieval;

/// <summary>
/// Exact search of a gallery by dot product: the rank of every target and the nearest items of every query in a single pass. Similarities are
/// never kept as whole rows; beside the two matrices and the results, memory is bounded.
/// </summary>
/// <remarks>
/// Ties are broken by the lower gallery index. Results do not depend on parallelism, on the width of the machine's vectors or on which other
/// queries are searched: a similarity is always the same chain of fused multiply-adds.
/// </remarks>
public static class ExactSearch
{
    // Sizes for common caches: a stretch of an item tile takes half of the first one, a group of query tiles half of the second; a block of
    // the gallery is interleaved once for all groups.
    private const int PanelBytes = 24 * 1024;
    private const int GroupBytes = 512 * 1024;
    private const int BlockBytes = 2 * 1024 * 1024;

    // Queries of one pass over the gallery: their interleaved copies and nearest items are what memory holds beside the results.
    private const int PassTiles = 512;

    /// <summary>Searches.</summary>
    /// <param name="gallery">One vector a gallery item.</param>
    /// <param name="queries">One vector a query, of the same dimension. Normalise both sides for cosine similarity.</param>
    /// <param name="sought">What is sought, one entry a query.</param>
    /// <param name="options">How it runs and what it keeps; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at between blocks of the gallery.</param>
    /// <returns>One result a query, in order.</returns>
    /// <exception cref="ArgumentException">
    /// Sizes do not fit, a target is outside the gallery or excluded, or a similarity is not finite; the message says which.
    /// </exception>
    public static IReadOnlyList<RetrievalResult> Run(
        FeatureMatrix gallery,
        FeatureMatrix queries,
        IReadOnlyList<RetrievalQuery> sought,
        ExactSearchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(sought);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Top);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Parallelism);
        if (gallery.Dimension != queries.Dimension)
            throw new ArgumentException($"The gallery's vectors have {gallery.Dimension} values, the queries' {queries.Dimension}.", nameof(queries));
        if (sought.Count != queries.Rows)
            throw new ArgumentException($"There are {queries.Rows} query vectors and {sought.Count} entries of what is sought.", nameof(sought));
        for (var q = 0; q < sought.Count; q++)
            Check(sought[q], q, gallery.Rows);

        var entries = sought.ToArray();
        var results = new RetrievalResult[entries.Length];
        var tileQueries = DotProductTile.Of(options.Vectors).Queries;
        var tiles = (entries.Length + tileQueries - 1) / tileQueries;
        // Equal passes of whole tiles, at least one a thread.
        var passes = Math.Min(tiles, Math.Max(options.Parallelism, (tiles + PassTiles - 1) / PassTiles));
        void SearchPass(int pass)
        {
            var first = (int)((long)tiles * pass / passes) * tileQueries;
            var end = Math.Min((int)((long)tiles * (pass + 1) / passes) * tileQueries, entries.Length);
            var rankings = new QueryRankings(gallery, queries, first, entries.AsSpan(first, end - first), Math.Min(options.Top, gallery.Rows));
            Search(gallery, queries, first, end - first, rankings, DotProductTile.Of(options.Vectors), cancellationToken);
            for (var q = first; q < end; q++)
                results[q] = rankings.ResultOf(q - first, gallery.Rows);
        }
        if (options.Parallelism == 1)
        {
            for (var pass = 0; pass < passes; pass++)
                SearchPass(pass);
        }
        else
        {
            try
            {
                Parallel.For(0, passes, new() { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken }, SearchPass);
            }
            catch (AggregateException error) when (error.InnerExceptions[0] is ArgumentException)
            {
                // The same error as on one thread.
                ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
            }
        }
        return results;
    }

    private static void Search(
        FeatureMatrix gallery, FeatureMatrix queries, int firstQuery, int queryCount, QueryRankings rankings, DotProductTile tile, CancellationToken cancellationToken)
    {
        var dimension = gallery.Dimension;
        var queryTiles = (queryCount + tile.Queries - 1) / tile.Queries;
        var queryTile = dimension * tile.Queries;
        var itemTile = dimension * tile.Items;
        var groupTiles = Math.Clamp(GroupBytes / (queryTile * sizeof(float)), 1, queryTiles);
        var blockTiles = Math.Max(1, BlockBytes / (itemTile * sizeof(float)));
        var depth = Math.Max(1, PanelBytes / (tile.Items * sizeof(float)));
        var interleavedQueries = new float[queryTiles * queryTile];
        for (var t = 0; t < queryTiles; t++)
            DotProductTile.Interleave(queries, firstQuery + t * tile.Queries, tile.Queries, interleavedQueries.AsSpan(t * queryTile, queryTile));
        var block = new float[blockTiles * itemTile];
        var products = new float[groupTiles * tile.Queries * tile.Items];
        for (var start = 0; start < gallery.Rows; start += blockTiles * tile.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var items = Math.Min(blockTiles * tile.Items, gallery.Rows - start);
            for (var i = 0; i < items; i += tile.Items)
                DotProductTile.Interleave(gallery, start + i, tile.Items, block.AsSpan(i * dimension, itemTile));
            for (var group = 0; group < queryTiles; group += groupTiles)
            {
                var tiles = Math.Min(groupTiles, queryTiles - group);
                for (var i = 0; i < items; i += tile.Items)
                {
                    Multiply(interleavedQueries.AsSpan(group * queryTile, tiles * queryTile), block.AsSpan(i * dimension, itemTile), dimension, depth, tile, products);
                    Offer(rankings, group * tile.Queries, Math.Min(tiles * tile.Queries, queryCount - group * tile.Queries), start + i, Math.Min(tile.Items, items - i), tile.Items, products);
                }
            }
        }
    }

    // A stretch of dimensions of one item tile stays in the first cache while all query tiles of a group pass.
    private static void Multiply(ReadOnlySpan<float> queries, ReadOnlySpan<float> items, int dimension, int depth, DotProductTile tile, Span<float> products)
    {
        var queryTile = dimension * tile.Queries;
        var productTile = tile.Queries * tile.Items;
        products.Clear();
        for (var d = 0; d < dimension; d += depth)
        {
            var dimensions = Math.Min(depth, dimension - d);
            var panel = items.Slice(d * tile.Items, dimensions * tile.Items);
            for (var t = 0; t < queries.Length / queryTile; t++)
                tile.Add(queries.Slice(t * queryTile + d * tile.Queries, dimensions * tile.Queries), panel, dimensions, products.Slice(t * productTile, productTile));
        }
    }

    private static void Offer(QueryRankings rankings, int firstQuery, int queries, int firstItem, int items, int stride, ReadOnlySpan<float> products)
    {
        for (var q = 0; q < queries; q++)
            rankings.Offer(firstQuery + q, firstItem, products.Slice(q * stride, items));
    }

    private static void Check(RetrievalQuery query, int index, int gallery)
    {
        if (query.Excluded < -1 || query.Excluded >= gallery)
            throw new ArgumentException($"Query {index} excludes gallery item {query.Excluded}; the gallery has {gallery} items.", nameof(query));
        foreach (var target in query.Targets)
        {
            if (target < 0 || target >= gallery)
                throw new ArgumentException($"Query {index} seeks gallery item {target}; the gallery has {gallery} items.", nameof(query));
            if (target == query.Excluded)
                throw new ArgumentException($"Query {index} seeks gallery item {target} and excludes it.", nameof(query));
        }
    }
}
