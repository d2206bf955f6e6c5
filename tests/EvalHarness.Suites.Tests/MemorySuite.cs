using EvalHarness.Core.Suites;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.Tests;

/// <summary>A suite held in memory, by split.</summary>
internal sealed class MemorySuite(string? training, params (string Split, Example[] Examples)[] splits) : ISuite
{
    public SuiteCard Card { get; } = new()
    {
        Name = "memory",
        Title = "memory",
        DefaultMetrics = ["exact-match"],
        Splits = [.. splits.Select(split => split.Split)],
        TrainingSplit = training,
        Source = "none",
    };

    public IPromptFormat Format { get; } = new CueFormat("");

    public IAsyncEnumerable<Example> ReadAsync(string split, CancellationToken cancellationToken) => splits.Single(known => known.Split == split).Examples.ToAsyncEnumerable();

    public ValueTask<string> DigestAsync(string split, CancellationToken cancellationToken) => ValueTask.FromResult(new string(split[0], 64));

    public IAsyncEnumerable<string> ReadGalleryAsync(string split, CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();

    public string? FindImage(string imageId) => null;

    public static Example Item(string id, string query, string? cluster = null) => new() { Input = new ExampleInput { Id = id, Query = query, Cluster = cluster }, References = ["x"] };
}
