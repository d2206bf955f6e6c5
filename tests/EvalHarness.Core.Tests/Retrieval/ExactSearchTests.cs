using CsCheck;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Retrieval;

namespace EvalHarness.Core.Tests.Retrieval;

public sealed class ExactSearchTests
{
    // Small whole numbers: products are exact in any order of summing, and ties are many.
    private static readonly Gen<(float[][] Gallery, float[][] Queries, int Top, int Seed)> Searches =
        Gen.Int[1, 20].SelectMany(dimension => Gen.Select(
            Gen.Int[-2, 2].Select(value => (float)value).Array[dimension].Array[1, 150],
            Gen.Int[-2, 2].Select(value => (float)value).Array[dimension].Array[1, 30],
            Gen.Int[0, 40],
            Gen.Int[0, 1_000_000]));

    [Theory]
    [InlineData(VectorWidth.Widest, 1)]
    [InlineData(VectorWidth.Narrow, 1)]
    [InlineData(VectorWidth.Widest, 3)]
    public void Ranks_and_nearest_items_are_those_of_a_stable_sort_of_all_products(VectorWidth width, int parallelism) =>
        Searches.Sample(search =>
        {
            var (gallery, queries, top, seed) = search;
            var random = new SeededRandom(seed, "sought");
            var sought = queries.Select(_ => Sought(random, gallery.Length)).ToArray();
            var results = ExactSearch.Run(FeatureMatrix.FromRows(gallery), FeatureMatrix.FromRows(queries), sought,
                new() { Top = top, Parallelism = parallelism, Vectors = width }, TestContext.Current.CancellationToken);
            for (var q = 0; q < queries.Length; q++)
            {
                var row = gallery.Select(item => (float)item.Zip(queries[q], (a, b) => (double)a * b).Sum()).ToArray();
                var order = Enumerable.Range(0, row.Length).Where(i => i != sought[q].Excluded).OrderByDescending(i => row[i]).ToList();
                Assert.Equal(order.Take(top).Select(i => new GalleryHit(i, row[i])), results[q].Top);
                Assert.Equal(sought[q].Targets.Select(target => order.IndexOf(target) + 1), results[q].Ranks);
                Assert.Equal(sought[q].Targets.Select(target => new GalleryHit(target, row[target])), results[q].Targets);
                Assert.Equal(order.Count, results[q].GallerySize);
            }
        }, iter: 300);

    [Fact]
    public void Results_are_the_same_bits_for_every_width_parallelism_and_company()
    {
        // Large enough for several stretches of dimensions, groups of queries and blocks of the gallery.
        var random = new SeededRandom(3, "features");
        var gallery = Random(random, 1_500, 500);
        var queries = Random(random, 300, 500);
        var sought = Enumerable.Range(0, 300).Select(q => new RetrievalQuery([random.Next(700), 700 + random.Next(700)], 1_400 + random.Next(100))).ToArray();
        var expected = ExactSearch.Run(gallery, queries, sought, new() { Top = 20 }, TestContext.Current.CancellationToken);
        foreach (var options in new ExactSearchOptions[] { new() { Top = 20, Vectors = VectorWidth.Narrow }, new() { Top = 20, Parallelism = 4 } })
            AssertSame(expected, ExactSearch.Run(gallery, queries, sought, options, TestContext.Current.CancellationToken));
        foreach (var q in new[] { 0, 17, 251, 252, 299 })
        {
            var alone = ExactSearch.Run(gallery, new FeatureMatrix(500, queries[q].ToArray()), [sought[q]], new() { Top = 20 }, TestContext.Current.CancellationToken);
            AssertSame([expected[q]], alone);
            var row = Enumerable.Range(0, gallery.Rows).Select(g => Chain(queries[q], gallery[g])).ToArray();
            Assert.Equal(sought[q].Targets.Select(target => RetrievalRank.Of<float>(row, target, sought[q].Excluded)), expected[q].Ranks);
            Assert.All(expected[q].Top, hit => Assert.Equal(row[hit.Index], hit.Similarity));
        }
    }

    [Fact]
    public void The_nearest_of_a_large_gallery_in_the_worst_order_are_found()
    {
        // Rising similarities: every item is a new nearest one.
        var gallery = new FeatureMatrix(1, [.. Enumerable.Range(0, 20_000).Select(i => (float)i)]);
        var result = ExactSearch.Run(gallery, new FeatureMatrix(1, [1f]), [new([0, 19_999])], cancellationToken: TestContext.Current.CancellationToken)[0];
        Assert.Equal([20_000, 1], result.Ranks);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => 19_999 - i), result.Top.Select(hit => hit.Index));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_vector_with_NaN_or_infinity_is_refused_by_name(int parallelism)
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue })
        {
            var values = new float[100 * 4];
            values[57 * 4 + 1] = bad;
            values[57 * 4 + 2] = bad;
            var queries = new FeatureMatrix(4, [1, 3, 3, 1, 1, 3, 3, 1]);
            var error = Assert.Throws<ArgumentException>(() => ExactSearch.Run(new(4, values), queries, [new([0]), new([57])], new() { Parallelism = parallelism }));
            Assert.Contains("gallery item 57", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_and_impossible_targets_are_refused()
    {
        var gallery = new FeatureMatrix(2, [1, 0, 0, 1]);
        var query = new FeatureMatrix(2, [1, 1]);
        Assert.Contains("2 items", Assert.Throws<ArgumentException>(() => ExactSearch.Run(gallery, query, [new([2])])).Message, StringComparison.Ordinal);
        Assert.Contains("excludes it", Assert.Throws<ArgumentException>(() => ExactSearch.Run(gallery, query, [new([1], 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("excludes gallery item 5", Assert.Throws<ArgumentException>(() => ExactSearch.Run(gallery, query, [new([1], 5)])).Message, StringComparison.Ordinal);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => ExactSearch.Run(gallery, new(1, [1f]), [new([1])])).Message, StringComparison.Ordinal);
        Assert.Contains("0 entries", Assert.Throws<ArgumentException>(() => ExactSearch.Run(gallery, query, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureMatrix(3, [1, 2]));
        Assert.Contains("Vector 1", Assert.Throws<ArgumentException>(() => FeatureMatrix.FromRows([[1, 2], [1]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ExactSearch.Run(new(1, [1f]), new(1, [1f]), [new([0])], cancellationToken: source.Token));
    }

    private static RetrievalQuery Sought(SeededRandom random, int gallery)
    {
        var excluded = random.Next(gallery + 1) - 1;
        var targets = new HashSet<int>();
        for (var draws = random.Next(4); draws > 0; draws--)
            if (random.Next(gallery) is var target && target != excluded)
                targets.Add(target);
        return new([.. targets], excluded);
    }

    private static float Chain(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (var d = 0; d < a.Length; d++)
            sum = MathF.FusedMultiplyAdd(a[d], b[d], sum);
        return sum;
    }

    private static FeatureMatrix Random(SeededRandom random, int rows, int dimension) =>
        new(dimension, [.. Enumerable.Range(0, rows * dimension).Select(_ => (float)(random.NextDouble() - 0.5))]);

    private static void AssertSame(IReadOnlyList<RetrievalResult> expected, IReadOnlyList<RetrievalResult> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var q = 0; q < expected.Count; q++)
        {
            Assert.Equal(expected[q].Ranks, actual[q].Ranks);
            Assert.Equal(expected[q].Targets, actual[q].Targets);
            Assert.Equal(expected[q].Top, actual[q].Top);
        }
    }
}
