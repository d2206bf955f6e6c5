using System.Diagnostics;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Leaks;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests.Leaks;

/// <summary>The look for leaks before any model call.</summary>
public sealed class LeakPreflightTests
{
    private const string Thirteen = "one two three four five six seven eight nine ten eleven twelve thirteen";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_splits_have_no_finding() =>
        Assert.Empty((await Check([MemorySuite.Item("a", "a first text")], [MemorySuite.Item("b", "another text")])).Findings);

    [Fact]
    public async Task Items_of_both_splits_are_found_by_id()
    {
        var report = await Check([MemorySuite.Item("a", "same"), MemorySuite.Item("b", "other")], [MemorySuite.Item("a", "same")]);
        var finding = Assert.Single(report.Findings);
        Assert.Equal(LeakKind.SharedItem, finding.Kind);
        Assert.Equal(["a"], finding.EvaluatedIds);
        Assert.False(finding.IsError);
    }

    [Fact]
    public async Task Duplicates_are_found_whatever_their_case_and_spacing()
    {
        var report = await Check([MemorySuite.Item("a", "The  same\ntext"), MemorySuite.Item("b", "other")], [MemorySuite.Item("t", "the same text ")]);
        Assert.Equal((LeakKind.TrainingDuplicate, "a"), (report.Findings[0].Kind, Assert.Single(report.Findings[0].EvaluatedIds)));
        Assert.Contains("1 of 2 evaluated examples", report.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_queries_name_every_example_that_shares_one()
    {
        var report = await Check([MemorySuite.Item("a", "same"), MemorySuite.Item("b", "other"), MemorySuite.Item("c", "same")], []);
        Assert.Equal(LeakKind.RepeatedQuery, Assert.Single(report.Findings).Kind);
        Assert.Equal(["a", "c"], report.AffectedIds.Order());
    }

    [Theory]
    [InlineData(Thirteen + " and more", true)]
    [InlineData("So: ONE, two; three four (five) six-seven eight nine ten eleven twelve thirteen!", true)]
    [InlineData("one two three four five six seven eight nine ten eleven twelve fourteen", false)]
    public async Task Thirteen_words_in_a_row_are_an_overlap(string training, bool overlaps)
    {
        var report = await Check([MemorySuite.Item("a", $"begin {Thirteen} end"), MemorySuite.Item("b", "short")], [MemorySuite.Item("t", training)]);
        Assert.Equal(overlaps ? ["a"] : [], report.AffectedIds);
    }

    [Fact]
    public async Task The_fixed_text_of_a_prompt_is_no_overlap()
    {
        var report = await Check([Slotted("a", "first")], [Slotted("t", "second")]);
        Assert.Empty(report.Findings);

        static Example Slotted(string id, string text) => new() { Input = new ExampleInput { Id = id, Query = $"{Thirteen}: {text}", Slots = [new("text", text)] } };
    }

    [Fact]
    public async Task The_hash_pool_is_compared_too()
    {
        var items = Enumerable.Range(0, 20).Select(i => MemorySuite.Item($"id-{i}", $"{Thirteen} {i}")).ToArray();
        var data = await SuiteData.OpenAsync(new MemorySuite(null, ("all", items)), null, Token);
        var finding = Assert.Single((await LeakPreflight.CheckAsync(data, Token)).Findings);
        Assert.Equal(LeakKind.SharedWordRun, finding.Kind);
        Assert.Equal(16, finding.EvaluatedIds.Count);
        Assert.Contains("with the pool", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_among_its_own_demonstrations_is_an_error()
    {
        var item = MemorySuite.Item("a", "a text");
        Assert.Null(LeakPreflight.CheckDemonstrations(item, [MemorySuite.Item("b", "another")]));
        Assert.True(LeakPreflight.CheckDemonstrations(item, [MemorySuite.Item("b", "another"), item])!.IsError);
        Assert.Contains("as 'c'", LeakPreflight.CheckDemonstrations(item, [MemorySuite.Item("c", " A text")])!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fourteen_thousand_training_items_take_seconds()
    {
        var suite = await Suites.OpenAsync("wikitq", SharedFolder.Require("data/wikitq"));
        var data = await SuiteData.OpenAsync(suite, "dev", Token);
        var started = Stopwatch.GetTimestamp();
        var report = await LeakPreflight.CheckAsync(data, Token);
        // About one second on a quiet machine; the bound only catches a change of order.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
        // The development split is cut out of the training file.
        Assert.Equal(2831, report.Findings.Single(finding => finding.Kind == LeakKind.SharedItem).EvaluatedIds.Count);
        Assert.Equal(14152 - 2831, (await data.PoolAsync(Token)).Count);
    }

    private static async Task<LeakReport> Check(Example[] evaluated, Example[] training) =>
        await LeakPreflight.CheckAsync(await SuiteData.OpenAsync(new MemorySuite("train", ("test", evaluated), ("train", training)), null, Token), Token);
}
