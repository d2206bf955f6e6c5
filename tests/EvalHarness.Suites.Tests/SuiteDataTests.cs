using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Tests;

/// <summary>Pool and evaluated examples of a split.</summary>
public sealed class SuiteDataTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_training_split_the_fifth_with_the_lowest_hashes_is_the_pool()
    {
        var items = Enumerable.Range(0, 23).Select(i => MemorySuite.Item($"id-{i}", $"query {i}")).ToArray();
        var data = await SuiteData.OpenAsync(new MemorySuite(null, ("all", items)), null, Token);
        var lowest = items.Select(item => item.Id).OrderBy(id => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id))), StringComparer.Ordinal).Take(4).ToHashSet();
        Assert.True(data.HasHashPool);
        Assert.Equal(items.Select(item => item.Id).Where(lowest.Contains), (await data.PoolAsync(Token)).Select(item => item.Id));
        Assert.Equal(items.Select(item => item.Id).Where(id => !lowest.Contains(id)), await data.ReadAsync(Token).Select(item => item.Id).ToListAsync(Token));
    }

    [Fact]
    public void Clusters_never_straddle_pool_and_evaluation() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9]).Sample((count, clusters) =>
        {
            var items = Enumerable.Range(0, count).Select(i => MemorySuite.Item($"id-{i}", $"query {i}", (i % clusters).ToString(CultureInfo.InvariantCulture))).ToArray();
            var data = SuiteData.OpenAsync(new MemorySuite(null, ("all", items)), null, CancellationToken.None).AsTask().Result;
            var pool = data.PoolAsync(CancellationToken.None).AsTask().Result;
            var evaluated = data.ReadAsync(CancellationToken.None).ToListAsync(CancellationToken.None).AsTask().Result;
            return !pool.Select(item => item.Input.Cluster).Intersect(evaluated.Select(item => item.Input.Cluster)).Any()
                && pool.Count + evaluated.Count == count
                && pool.Select(item => item.Input.Cluster).Distinct().Count() == Math.Min(count, clusters) / 5;
        }, iter: 200);

    [Fact]
    public async Task The_pool_leaves_out_evaluated_items_and_their_duplicates()
    {
        var suite = new MemorySuite("train",
            ("test", [MemorySuite.Item("a", "one two"), MemorySuite.Item("b", "three")]),
            ("train", [MemorySuite.Item("a", "something else"), MemorySuite.Item("c", " ONE\n two "), MemorySuite.Item("d", "four")]));
        var data = await SuiteData.OpenAsync(suite, null, Token);
        Assert.False(data.HasHashPool);
        Assert.Equal(["d"], (await data.PoolAsync(Token)).Select(item => item.Id));
    }

    [Fact]
    public async Task Sounds_and_images_are_compared_not_only_the_text_beside_them()
    {
        static Example Sound(string id, string? audio) => new() { Input = new ExampleInput { Id = id, Query = "", AudioPath = audio } };
        var suite = new MemorySuite("train", ("test", [Sound("a", "/a.wav"), Sound("b", null)]), ("train", [Sound("c", "/a.wav"), Sound("d", "/d.wav"), Sound("e", null)]));
        Assert.Equal(["d", "e"], (await (await SuiteData.OpenAsync(suite, null, Token)).PoolAsync(Token)).Select(item => item.Id));
    }

    [Fact]
    public async Task The_digest_covers_the_training_split()
    {
        Example[] items = [MemorySuite.Item("a", "one")];
        var alone = await SuiteData.OpenAsync(new MemorySuite(null, ("test", items)), null, Token);
        var trained = await SuiteData.OpenAsync(new MemorySuite("train", ("test", items), ("train", items)), null, Token);
        Assert.Equal(new string('t', 64), alone.Digest);
        Assert.NotEqual(alone.Digest, trained.Digest);
        Assert.Equal(64, trained.Digest.Length);
    }

    [Fact]
    public async Task The_training_split_itself_is_evaluated_with_a_hash_pool()
    {
        var items = Enumerable.Range(0, 10).Select(i => MemorySuite.Item($"id-{i}", $"query {i}")).ToArray();
        var data = await SuiteData.OpenAsync(new MemorySuite("train", ("test", items), ("train", items)), "train", Token);
        Assert.True(data.HasHashPool);
        Assert.Equal(2, (await data.PoolAsync(Token)).Count);
    }
}
