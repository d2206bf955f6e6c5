using System.Text.Json;
using EvalHarness.Core.Metrics.BigBench;

namespace EvalHarness.Core.Tests.Metrics.BigBench;

public sealed class BigBenchFixtureTests
{
    [Fact]
    public void Exact_string_match_equals_BIG_bench() => TextFixture.Check("metrics/bigbench_text.json", "exact_str_match", item =>
    {
        var metric = Metric.Make("bigbench-exact");
        var targets = item.GetProperty("targets").EnumerateArray().Select(TextFixture.Texts).ToList();
        var responses = item.TextsAt("responses");
        var right = targets.Select((target, i) => (i < responses.Count
            ? metric.Score(Metric.Item(responses[i], [.. target]))
            : metric.ScoreWithoutAnswer(Metric.Item(null, [.. target])))["correct"]!.Value).Sum();
        return TextFixture.Differs("exact_str_match", item.NumberAt("exact_str_match"), right / targets.Count);
    });

    [Fact]
    public void Post_processing_equals_BIG_bench() => TextFixture.Check("metrics/bigbench_text.json", "postprocess_output", item =>
    {
        var processor = new OutputPostProcessor(
            item.GetProperty("max_length") is { ValueKind: JsonValueKind.Number } length ? length.GetInt32() : 0,
            item.GetProperty("stop_string").GetString() ?? "", item.GetProperty("output_regex").GetString() ?? "");
        return TextFixture.Join(item.TextsAt("text").Zip(item.TextsAt("output"), (text, expected) => TextFixture.Differs("output", expected, processor.Process(text))));
    });

    [Theory]
    [InlineData(0, "", "", "a b", "a b")]
    [InlineData(2, "", "", "\U0001F600\U0001F600\U0001F600", "\U0001F600\U0001F600")]
    [InlineData(0, ".", "", ".a.b", ".a.b")]
    [InlineData(0, "b", "", "abab", "ab")]
    [InlineData(0, "", @"answer is (\w+)", "the answer is 42.", "42")]
    [InlineData(0, "", @"(?P<x>\d)(?:,\d)*", "1,2,3", "1")]
    [InlineData(0, "", @"\bthe\b", "the\u0301", "the")]
    [InlineData(0, "", ".", "\U0001F600!", "\U0001F600")]
    [InlineData(0, "", "[^a]+", "aa\U0001F600ba", "\U0001F600b")]
    [InlineData(0, "", @"a{,2}b\Z", "aaab", "aab")]
    [InlineData(0, "", @"\w+", "½²_", "½²_")]
    [InlineData(0, "", @"x[\s]y", "x\u001Cy", "x\u001Cy")]
    [InlineData(0, "", @"[[a]+", "b[a[", "[a[")]
    [InlineData(0, "", @"(?P<q>['""]).*(?P=q)", "say 'hi' now", "'")]
    public void Output_is_cut_and_matched_as_Python_would(int length, string stop, string pattern, string text, string output) =>
        Assert.Equal(output, new OutputPostProcessor(length, stop, pattern).Process(text));
}
