using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests;

namespace EvalHarness.Core.Tests.Manifests;

public sealed class ManifestWriterTests
{
    public static TheoryData<string> Manifests { get; } = [ManifestText.Contract, ManifestText.Full, ManifestText.With()];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void What_is_written_from_declarations_reads_back_as_equal_declarations(string text)
    {
        var manifest = ManifestText.Valid(text);
        var written = ManifestWriter.ToJson(manifest);
        var again = ManifestText.Valid(ManifestWriter.Text(written));
        // Equal declarations are written equally; paths of own suites were made absolute the first time.
        Assert.Equal(CanonicalJson.Text(written), CanonicalJson.Text(ManifestWriter.ToJson(again)));
        Assert.Equal(manifest.Execution, again.Execution);
        Assert.Equal(manifest.Comparisons.Select(comparison => comparison.Name), again.Comparisons.Select(comparison => comparison.Name));
        Assert.Equal(manifest.Suites.Select(suite => suite.Value.Path), again.Suites.Select(suite => suite.Value.Path));
    }

    [Fact]
    public void Nothing_of_a_full_manifest_is_lost_in_writing()
    {
        var expected = ManifestText.Valid(ManifestText.Full).Source;
        // Written in another form with the same meaning.
        var comparison = expected["comparisons"]![0]!;
        comparison["method"]!["settings"] = ShotsSetting.Expand(comparison["method"]!["settings"]!.AsObject());
        comparison["primaryPoint"] = new System.Text.Json.Nodes.JsonObject { ["template"] = "a", ["shots"] = 2 };
        comparison["metrics"]![1]!["stem"] = "false";
        comparison["metrics"]![2]!["k"] = "1,5";
        expected["comparisons"]![1]!["name"] = "bigbench-object_counting";
        expected["data"]!["bigbench:object_counting"]!["limit"] = "3";
        expected["data"]!["bigbench:object_counting"]!["strict"] = "true";
        expected["models"]!["gpt"]!["price"]!["currency"] = "USD";
        expected["suites"]!["own"]!["path"] = Path.Combine(ManifestText.Base, "own.csv");
        expected["suites"]!["own"]!["pool"] = Path.Combine(ManifestText.Base, "pool.csv");
        expected["suites"]!["own"]!["generation"]!.AsObject().Remove("beams");
        expected["suites"]!["own2"]!["path"] = Path.Combine(ManifestText.Base, "own.json");
        expected["suites"]!["own2"]!["metrics"] = new System.Text.Json.Nodes.JsonArray("exact-match");

        Assert.Equal(CanonicalJson.Text(expected), CanonicalJson.Text(ManifestWriter.ToJson(ManifestText.Valid(ManifestText.Full))));
    }

    [Fact]
    public void The_digest_depends_on_content_and_overrides_not_on_layout_and_comments()
    {
        var digest = ManifestWriter.Digest(ManifestText.Valid("{ \"name\": \"a\", \"comparisons\": [ { \"suite\": \"wikitq\", \"method\": { \"system\": \"direct\" } } ] }"));
        var other = "{ // said in another way\n\"comparisons\": [ { \"method\": { \"system\": \"direct\", }, \"suite\": \"wikitq\" } ],\n\"name\": \"a\" }";
        Assert.Equal(digest, ManifestWriter.Digest(ManifestText.Valid(other)));
        Assert.NotEqual(digest, ManifestWriter.Digest(ManifestText.Valid(other, "seed=1")));
        Assert.Matches("^[0-9a-f]{64}$", digest);
    }

    [Fact]
    public void The_effective_manifest_is_what_the_run_folder_keeps()
    {
        var text = ManifestWriter.Text(ManifestText.Valid(ManifestText.Contract, "comparisons.tables.limit=5"));
        Assert.Contains("\"limit\": 5,", text, StringComparison.Ordinal);
        Assert.DoesNotContain("//", text.Replace("https://", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(5, ManifestText.Valid(text).Comparisons[0].Limit);
    }
}
