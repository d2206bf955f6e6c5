using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Causal;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>The cache of optimised graphs: used, repaired, bounded, safe against a second process, and of no influence on results.</summary>
public sealed class GraphCacheTests
{
    private readonly OnnxModelOptions _options = new() { CacheFolder = Directory.CreateTempSubdirectory("graphs").FullName, SmallestCachedGraph = 1, Threads = 1 };

    private string Graphs => Path.Combine(_options.CacheFolder!, "graphs");

    [Fact]
    public async Task The_second_load_comes_from_the_cache_and_scores_the_same()
    {
        await using var plain = await Load("llama", _options with { CacheFolder = null });
        await using var first = await Load("llama", _options);
        await using var second = await Load("llama", _options);
        Assert.Equal([false, false, true], new[] { plain, first, second }.Select(m => m.Session.FromCache));
        var scores = await Task.WhenAll(new[] { plain, first, second }.Select(m => m.ScoreAsync([new LikelihoodRequest("a", new Prompt("A man is"), [" here", " gone"])], TestContext.Current.CancellationToken)));
        Assert.All(scores, s => Assert.Equal(scores[0][0].Continuations[0].LogProbability, s[0].Continuations[0].LogProbability, 1e-6));
    }

    [Fact]
    public async Task A_damaged_entry_is_made_anew()
    {
        await using (await Load("llama", _options))
        {
        }
        File.WriteAllText(Path.Combine(Directory.GetDirectories(Graphs).Single(), "model.onnx"), "damaged");
        await using (var repaired = await Load("llama", _options))
            Assert.False(repaired.Session.FromCache);
        await using (await Load("llama", _options))
        {
        }
        await using var again = await Load("llama", _options);
        Assert.True(again.Session.FromCache);
    }

    [Fact]
    public async Task Loading_at_the_same_time_leaves_one_whole_entry()
    {
        var models = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Load("llama", _options)));
        foreach (var model in models)
            await model.DisposeAsync();
        Assert.DoesNotContain(".tmp", Assert.Single(Directory.GetDirectories(Graphs)), StringComparison.Ordinal);
        await using var after = await Load("llama", _options);
        Assert.True(after.Session.FromCache);
    }

    [Fact]
    public async Task The_least_recently_used_entries_go_when_the_limit_is_reached()
    {
        await using (await Load("llama", _options with { CacheLimit = 1 }))
        {
        }
        await using (await Load("gpt2", _options with { CacheLimit = 1 }))
        {
        }
        Assert.Single(Directory.GetDirectories(Graphs));
        await using var gpt2 = await Load("gpt2", _options);
        Assert.True(gpt2.Session.FromCache);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_no_hindrance()
    {
        var file = Path.Combine(_options.CacheFolder!, "file");
        File.WriteAllText(file, "");
        await using var model = await Load("llama", _options with { CacheFolder = Path.Combine(file, "below") });
        Assert.False(model.Session.FromCache);
    }

    private static async Task<OnnxCausalLanguageModel> Load(string name, OnnxModelOptions options) =>
        (OnnxCausalLanguageModel)await Trials.Load(SharedFolder.Require($"fixtures/models/tiny/{name}"), options);
}
