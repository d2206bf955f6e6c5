using EvalHarness.Testing;

namespace EvalHarness.Cli.Tests;

/// <summary>The command line in process: outputs, exit codes and error sentences.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evalharness-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_quickstart_writes_every_output_and_a_second_run_reuses_all_of_it()
    {
        var manifest = SharedFolder.InRepository("benchmarks-data", "manifests", "quickstart.json");
        var store = Path.Combine(_folder, "store");
        var (code, output, _) = await RunAsync("run", manifest, "--store-dir", store, "--out", Path.Combine(_folder, "first"));
        Assert.Equal(0, code);
        Assert.Contains("p adjusted", output, StringComparison.Ordinal);
        foreach (var file in (string[])["report.json", "report.html", "measurements.csv", "contrasts.csv", "manifest.json", "log.jsonl"])
            Assert.True(new FileInfo(Path.Combine(_folder, "first", file)).Length > 0, file);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder, "first", "predictions"), "*.jsonl"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder, "first", "requests"), "*.jsonl.zst"));

        (code, output, _) = await RunAsync("run", manifest, "--store-dir", store, "--out", Path.Combine(_folder, "second"));
        Assert.Equal(0, code);
        Assert.Contains("computed 0 units", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "1:")]
    [InlineData("""{ "name": "a b", "comparisons": [] }""", "1:11")]
    [InlineData("""{ "name": "x", "comparison": [] }""", "comparisons")]
    [InlineData("""{ "name": "x", "comparisons": [ { "suite": "wikitqq", "method": { "system": "direct" } } ] }""", "wikitq")]
    [InlineData("""{ "name": "x", "comparisons": [ { "suite": "wikitq", "method": { "system": "dirct" } } ] }""", "direct")]
    [InlineData("""{ "name": "x", "models": { "m": { "provider": "moc" } }, "comparisons": [ { "suite": "wikitq", "method": { "system": "direct" } } ] }""", "mock")]
    public async Task A_broken_manifest_is_a_sentence_with_its_place_and_exit_code_2(string manifest, string says)
    {
        var path = Path.Combine(_folder, "broken.json");
        await File.WriteAllTextAsync(path, manifest, TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync("run", path, "--store-dir", Path.Combine(_folder, "store"));
        Assert.Equal(2, code);
        Assert.Contains("broken.json:", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Contains("nothing was run", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at EvalHarness", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_made_elsewhere_are_scored_and_contrasted()
    {
        var token = TestContext.Current.CancellationToken;
        var predictions = Path.Combine(_folder, "predictions.jsonl");
        await File.WriteAllLinesAsync(predictions, Enumerable.Range(0, 12).Select(i =>
            $$"""{"id":"{{i}}","prediction":"{{(i % 3 == 0 ? "no" : "yes")}}","references":["yes"]}"""), token);
        var (code, output, _) = await RunAsync("score", "--metric", "exact-match", "--input", predictions);
        Assert.Equal(0, code);
        Assert.Contains("\"exact-match\":0.6666666666666666", output, StringComparison.Ordinal);
        var scores = Path.Combine(_folder, "scores.jsonl");
        await File.WriteAllTextAsync(scores, output, token);
        (code, output, _) = await RunAsync("contrast", "--a", scores, "--b", scores);
        Assert.Equal(0, code);
        Assert.Contains("\"difference\":0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_invalid_input()
    {
        var (code, _, error) = await RunAsync("rum");
        Assert.Equal(2, code);
        Assert.Contains("rum", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new EvalHarnessApp(output, error, _folder, TimeProvider.System).RunAsync(args);
        return (code, output.ToString(), error.ToString());
    }
}
