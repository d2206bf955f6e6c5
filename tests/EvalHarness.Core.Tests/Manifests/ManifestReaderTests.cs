using System.Text;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Tests.Manifests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Reads_the_contracts_example()
    {
        var manifest = ManifestText.Valid(ManifestText.Contract);

        Assert.Equal("tables-small", manifest.Name);
        Assert.Equal([7], manifest.Seeds);
        Assert.Equal("../data/wikitq", manifest.Data["wikitq"].Path);
        Assert.Equal(Path.GetFullPath(Path.Combine(ManifestText.Base, "../data/wikitq")), manifest.Data["wikitq"].FullPath);
        Assert.Equal(new ModelPrice(0.15, 0.6, "USD"), manifest.Models["gpt"].Price);
        Assert.Equal("""{"endpoint":"https://example.org/v1","model":"some-model","apiKeyVariable":"OPENAI_API_KEY"}""", manifest.Models["gpt"].Options.ToJsonString());
        Assert.Equal(ManifestText.Base, manifest.Models["smol"].BaseFolder);

        var suite = manifest.Suites["support-tickets"];
        Assert.Equal(Path.Combine(ManifestText.Base, "tickets.jsonl"), suite.Path);
        Assert.Equal("Classify: {{ text }}\nLabel:", suite.Prompt);
        Assert.Equal(["billing", "bug", "other"], suite.Choices);
        Assert.Equal(new AnswerExtraction(ExtractionKind.Regex, @"^\w+"), suite.Extraction);

        var comparison = Assert.Single(manifest.Comparisons);
        Assert.Equal(("tables", "wikitq", "test", 200), (comparison.Name, comparison.Suite, comparison.Split, comparison.Limit));
        Assert.Equal(("cot-table", "chain-of-table"), (comparison.Method.Name, comparison.Method.System));
        Assert.Equal("""{"samples":8}""", comparison.Method.Settings.ToJsonString());
        Assert.Equal(["end-to-end", "few-shot"], comparison.Baselines.Select(baseline => baseline.Name));
        Assert.Equal("smol", comparison.ModelsOf(comparison.Baselines[0])["generator"]);
        Assert.Equal("wikitq-denotation", Assert.Single(comparison.Metrics).Name);
        Assert.Equal(64, comparison.Generation.MaxNewTokens);
        Assert.Equal(["\n"], comparison.Generation.Stop);
        Assert.Equal("shots", Assert.Single(comparison.Sweep).Key);

        Assert.Equal(new ExecutionDeclaration { Parallelism = 2, Budget = new BudgetDeclaration(30, 20_000) }, manifest.Execution);
        Assert.Equal((0.02, 0.05, 90), (manifest.Gate!.Margin, manifest.Gate.FalseAlarmRate, manifest.Gate.Looks));
        Assert.Equal(["methods"], manifest.Gate.Systems);
    }

    [Fact]
    public void Reads_the_example_of_the_contracts_themselves()
    {
        var contracts = File.ReadAllText(EvalHarness.Testing.SharedFolder.Require("design/contracts.md"));
        var section = contracts[contracts.IndexOf("## 4. A manifest", StringComparison.Ordinal)..];
        var start = section.IndexOf("```jsonc", StringComparison.Ordinal) + "```jsonc".Length;
        ManifestText.Valid(section[start..section.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    [Fact]
    public void Reads_every_field()
    {
        var manifest = ManifestText.Valid(ManifestText.Full);

        Assert.Equal([7, 8, -9], manifest.Seeds);
        Assert.Equal([new("subset", "small"), new("limit", "3"), new("strict", "true")], manifest.Data["bigbench:object_counting"].Options);
        Assert.Equal((LeakPolicy.Fail, 0.01), (manifest.Leaks, manifest.Alpha));
        Assert.Equal(["one"], manifest.Families["main"]);
        var own = manifest.Suites["own"];
        Assert.Equal((OverflowPolicy.TruncateLeft, 9, 0.5), (own.Generation.Overflow, own.Generation.MaxNewTokens, own.Generation.Temperature));
        Assert.Equal(("options", Path.Combine(ManifestText.Base, "pool.csv")), (own.ChoicesField, own.Pool));
        Assert.Equal(new AnswerExtraction(ExtractionKind.AfterCue, "Answer:"), own.Extraction);
        Assert.Equal(ExtractionKind.LastNumber, manifest.Suites["own2"].Extraction.Kind);
        Assert.Equal(["exact-match"], manifest.Suites["own2"].Metrics);
        var one = manifest.Comparisons[0];
        Assert.True(one.LimitByFirst);
        Assert.Equal("""{"demonstrations":{"total":2},"free":{"form":[1,"x",null]}}""", one.Method.Settings.ToJsonString());
        Assert.Equal(false, one.Method.Generation.ChatTemplate);
        Assert.Equal("false", one.Metrics[1].Options["stem"]);
        Assert.Equal("1,5", one.Metrics[2].Options["k"]);
        Assert.Equal(["template", "shots"], one.Sweep.Select(axis => axis.Key));
        Assert.Equal("""{"template":"a","shots":2}""", one.PrimaryPoint.ToJsonString());
        Assert.Equal("bigbench-object_counting", manifest.Comparisons[1].Name);
        Assert.Equal(["x", "y"], manifest.Comparisons[1].Ids);
        Assert.Equal(["m", "majority"], manifest.Gate!.Systems);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var manifest = ManifestText.Valid(ManifestText.With());

        Assert.Equal([0], manifest.Seeds);
        Assert.Null(manifest.Gate);
        Assert.Equal((LeakPolicy.Warn, 0.05), (manifest.Leaks, manifest.Alpha));
        Assert.Equal(new ExecutionDeclaration(), manifest.Execution);
        var comparison = Assert.Single(manifest.Comparisons);
        Assert.Equal(("wikitq", null, null), (comparison.Name, comparison.Split, comparison.Limit));
        Assert.False(comparison.LimitByFirst);
        Assert.Empty(comparison.Metrics);
        Assert.Equal("direct", comparison.Method.Name);
        Assert.Equal(new GenerationDeclaration(), comparison.Generation);
    }

    [Theory]
    [InlineData("wikitq", null, "wikitq")]
    [InlineData("wikitq", "test", "wikitq-test")]
    [InlineData("promptsource:super_glue/rte", "validation", "promptsource-super_glue-rte-validation")]
    [InlineData("bigbench:a.b c", null, "bigbench-a-b-c")]
    public void A_comparison_without_a_name_is_named_by_suite_and_split(string suite, string? split, string name)
    {
        Assert.Equal(name, ManifestNames.DefaultComparisonName(suite, split));
        Assert.True(ManifestNames.IsName(name));
    }

    [Fact]
    public void A_long_default_name_is_cut_to_what_a_name_may_have() =>
        Assert.True(ManifestNames.IsName(ManifestNames.DefaultComparisonName("bigbench:" + new string('x', 150), "test")));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        var result = new ManifestReader(ManifestText.Vocabulary).Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("{ \"nam\": 1 }")], "m.json", ".", []);
        Assert.Equal((1, 3), (result.Errors.Single(error => error.Path == "nam").Line, result.Errors.Single(error => error.Path == "nam").Column));
    }

    [Fact]
    public void Columns_are_counted_as_editors_do()
    {
        // U+1F600 is two UTF-16 units and four bytes, é is one unit and two bytes.
        var result = ManifestText.Read("{ \"name\": \"\U0001F600é\", \"lmit\": 1 }");
        Assert.Equal(18, result.Errors.Single(error => error.Path == "lmit").Column);
    }

    [Fact]
    public void All_errors_are_reported_at_once_in_the_order_of_the_file()
    {
        var result = ManifestText.Read("""
            {
              "name": "a b",
              "seed": "7",
              "comparisons": [
                { "suite": "wikitqq", "limit": 0, "method": { "system": "driect", "settings": { "shots": -1 } } }
              ],
              "alpha": 2
            }
            """);
        Assert.Null(result.Manifest);
        Assert.Equal(["name", "seed", "comparisons[0].suite", "comparisons[0].limit", "comparisons[0].method.system", "comparisons[0].method.settings.shots", "alpha"],
            result.Errors.Select(error => error.Path));
        Assert.Equal([2, 3, 5, 5, 5, 5, 7], result.Errors.Select(error => error.Line));
    }

    [Fact]
    public void Errors_beyond_a_thousand_are_not_listed()
    {
        var result = ManifestText.Read("{ " + string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"\"unknown{i}\": 1")) + " }");
        Assert.Equal(1_001, result.Errors.Count);
        Assert.Contains("There may be further errors", result.Errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_has_a_position_for_later_checks()
    {
        var result = ManifestText.Read(ManifestText.Contract, "comparisons.tables.limit=50");
        var settings = PositionIn(ManifestText.Contract, "{ \"samples\": 8 }");
        var samples = settings with { Column = settings.Column + "{ \"samples\": ".Length };
        Assert.Equal(settings, result.PositionOf("comparisons[0].method.settings"));
        Assert.Equal(samples, result.PositionOf("comparisons[0].method.settings.samples"));
        Assert.Equal(samples, result.PositionOf("comparisons.tables.method.settings.samples"));
        Assert.Equal(PositionIn(ManifestText.Contract, "{ \"system\": \"end-to-end\""), result.PositionOf("comparisons.tables.baselines.end-to-end.settings.shots"));
        Assert.Equal(new JsonPosition("--set comparisons.tables.limit", 1, 26), result.PositionOf("comparisons[0].limit"));
        Assert.Equal($"{samples}: It is too many.", result.ErrorAt("comparisons[0].method.settings.samples", "It is too many.").ToString());
    }

    private static JsonPosition PositionIn(string text, string part)
    {
        var before = text[..text.IndexOf(part, StringComparison.Ordinal)].Split('\n');
        return new JsonPosition(ManifestText.File, before.Length, before[^1].Length + 1);
    }

    [Fact]
    public async Task Reads_a_file_with_paths_relative_to_it()
    {
        var folder = Directory.CreateTempSubdirectory("evalharness-manifest-");
        try
        {
            var file = Path.Combine(folder.FullName, "m.json");
            await File.WriteAllTextAsync(file, ManifestText.Contract, TestContext.Current.CancellationToken);
            var result = await new ManifestReader(ManifestVocabulary.Unchecked).ReadFileAsync(file, [], TestContext.Current.CancellationToken);
            Assert.Equal(folder.FullName, result.Manifest!.BaseFolder);
            Assert.Equal(Path.Combine(folder.Parent!.FullName, "data", "wikitq"), result.Manifest.Data["wikitq"].FullPath);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error_like_any_other()
    {
        var folder = Directory.CreateTempSubdirectory("evalharness-manifest-");
        try
        {
            var reader = new ManifestReader(ManifestVocabulary.Unchecked);
            var absent = await reader.ReadFileAsync(Path.Combine(folder.FullName, "absent.json"), [], TestContext.Current.CancellationToken);
            Assert.EndsWith("cannot be read: there is no such file.", Assert.Single(absent.Errors).Message, StringComparison.Ordinal);

            var ofFolder = await reader.ReadFileAsync(folder.FullName, [], TestContext.Current.CancellationToken);
            Assert.Contains("it is a folder", Assert.Single(ofFolder.Errors).Message, StringComparison.Ordinal);

            var large = Path.Combine(folder.FullName, "large.json");
            await File.WriteAllTextAsync(large, new string(' ', ManifestReader.MaxBytes + 1), TestContext.Current.CancellationToken);
            var tooLarge = await reader.ReadFileAsync(large, [], TestContext.Current.CancellationToken);
            Assert.Contains("more than 4 MiB", Assert.Single(tooLarge.Errors).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Shots_are_written_out_as_demonstrations_in_settings_and_points()
    {
        Assert.Equal("""{"a":1,"demonstrations":{"total":3}}""", ShotsSetting.Expand(new() { ["a"] = 1, ["shots"] = 3 }).ToJsonString());
        Assert.Equal("demonstrations", ShotsSetting.SettingOf("shots"));
        Assert.Equal("template", ShotsSetting.SettingOf("template"));
    }
}
