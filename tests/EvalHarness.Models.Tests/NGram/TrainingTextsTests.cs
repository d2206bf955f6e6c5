using EvalHarness.Core.Suites;
using EvalHarness.Models.NGram;

namespace EvalHarness.Models.Tests.NGram;

/// <summary>Training texts are the pool as demonstrations, and their digest follows the data.</summary>
public sealed class TrainingTextsTests
{
    [Fact]
    public async Task They_are_the_pools_worked_examples_in_order()
    {
        var texts = await TrainingTexts.FromPool(new Data("d1", "test")).Read(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Q: one\nA: 1\n\n", "Q: two\nA: 2\n\n"], texts);
    }

    [Fact]
    public void Their_digest_holds_suite_split_and_data()
    {
        var digest = TrainingTexts.FromPool(new Data("d1", "test")).Digest;

        Assert.Equal(digest, TrainingTexts.FromPool(new Data("d1", "test")).Digest);
        Assert.NotEqual(digest, TrainingTexts.FromPool(new Data("d2", "test")).Digest);
        Assert.NotEqual(digest, TrainingTexts.FromPool(new Data("d1", "validation")).Digest);
    }

    private sealed class Data(string digest, string split) : ISuiteData, ISuite, IPromptFormat
    {
        public ISuite Suite => this;

        public string Split => split;

        public string Digest => digest;

        public bool HasHashPool => false;

        public SuiteCard Card => new() { Name = "tiny", Title = "Tiny.", DefaultMetrics = ["exact-match"], Splits = ["test", "validation"], Source = "Made here." };

        public IPromptFormat Format => this;

        public ValueTask<IReadOnlyList<Example>> PoolAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Example>>(
        [
            new Example { Input = new ExampleInput { Id = "p1", Query = "Q: one\nA:" }, References = ["1"] },
            new Example { Input = new ExampleInput { Id = "p2", Query = "Q: two\nA:" }, References = ["2"] },
        ]);

        public string Demonstration(Example example) => $"{example.Input.Query} {example.Answer}\n\n";

        public string Instruction(string template) => "";

        public string Continuation(string template, string answer) => " " + answer;

        public string? QueryWith(string template, IReadOnlyDictionary<string, string> slots) => null;

        public IAsyncEnumerable<Example> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Evaluated items are never training texts.");

        public IAsyncEnumerable<Example> ReadAsync(string wanted, CancellationToken cancellationToken) => throw new InvalidOperationException("Evaluated items are never training texts.");

        public ValueTask<string> DigestAsync(string wanted, CancellationToken cancellationToken) => ValueTask.FromResult(digest);

        public IAsyncEnumerable<string> ReadGalleryAsync(string wanted, CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();

        public string? FindImage(string imageId) => null;
    }
}
