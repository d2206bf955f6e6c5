using System.Text.Json;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.PromptSource;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests.PromptSource;

/// <summary>The held-out tasks: fields as the reference rows have them, examples as item x template.</summary>
public sealed class PromptSourceSuiteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Tasks, the items of their default split, all templates with answer choices, and the splits behind.</summary>
    [Theory]
    [InlineData("anli/r1", "validation", 1000, 15)]
    [InlineData("anli/r2", "validation", 1000, 15)]
    [InlineData("anli/r3", "validation", 1198, 15)]
    [InlineData("super_glue/cb", "validation", 56, 15)]
    [InlineData("super_glue/cb", "dev32", 32, 15)]
    [InlineData("super_glue/cb", "train", 32, 15)]
    [InlineData("super_glue/rte", "validation", 277, 10)]
    [InlineData("super_glue/rte", "dev32", 32, 10)]
    [InlineData("super_glue/rte", "train", 32, 10)]
    [InlineData("super_glue/wic", "validation", 638, 10)]
    [InlineData("super_glue/wic", "dev32", 32, 10)]
    [InlineData("super_glue/wic", "train", 32, 10)]
    [InlineData("super_glue/wsc.fixed", "validation", 104, 10)]
    [InlineData("super_glue/wsc.fixed", "dev32", 32, 10)]
    [InlineData("super_glue/wsc.fixed", "train", 32, 10)]
    [InlineData("super_glue/axg", "test", 720, 10)]
    [InlineData("winogrande/winogrande_xl", "validation", 1267, 6)]
    [InlineData("crows_pairs", "test", 1508, 6)]
    public async Task Every_item_stands_under_every_template(string task, string split, int items, int templates)
    {
        var examples = await Suites.ReadAsync($"promptsource:{task}", SharedFolder.Require("data/promptsource"), split);
        var applicable = examples.GroupBy(example => example.Input.Template).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(templates, applicable.Count);
        Assert.Equal(items, examples.Select(example => example.Id[..example.Id.LastIndexOf('#')]).Distinct().Count());
        Assert.All(applicable, count => Assert.Equal(items, count.Value));
        Assert.Equal(examples.Count, examples.Select(example => example.Id).Distinct().Count());
        Assert.All(examples, example =>
        {
            Assert.NotEmpty(example.Input.Query);
            Assert.Equal(example.References[0], example.Input.Choices![example.Label!.Value]);
            Assert.NotEmpty(example.Input.Slots);
        });
    }

    /// <summary>Task, fixture of rows, and the split files its rows come from.</summary>
    [Theory]
    [InlineData("anli/r1", "anli_r1")]
    [InlineData("anli/r2", "anli_r2")]
    [InlineData("anli/r3", "anli_r3")]
    [InlineData("super_glue/cb", "super_glue__cb")]
    [InlineData("super_glue/rte", "super_glue__rte")]
    [InlineData("super_glue/wic", "super_glue__wic")]
    [InlineData("super_glue/wsc.fixed", "super_glue__wsc.fixed")]
    [InlineData("super_glue/axg", "super_glue__axg")]
    [InlineData("winogrande/winogrande_xl", "winogrande__winogrande_xl")]
    [InlineData("crows_pairs", "crows_pairs")]
    public void Fields_are_those_of_the_reference_rows(string name, string fixture)
    {
        var task = HeldOutTasks.All.Single(task => task.Name == name);
        var folder = new DataFolder("test", SharedFolder.Require("data/promptsource"));
        var known = new List<Dictionary<string, string>>();
        foreach (var split in task.Splits)
            if (folder.FindAny(split.Names) is { } file)
                known.AddRange(task.Read(folder, file).Select(row => row.Fields.ToDictionary(field => field.Key, field => JsonSerializer.Serialize(field.Value))));
        using var rows = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require($"fixtures/promptsource/render/{fixture}.json")));
        var real = rows.RootElement.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("row").GetString()!.StartsWith('r')).ToList();
        Assert.NotEmpty(real);
        var lost = real.Where(row =>
        {
            var fields = row.GetProperty("fields").EnumerateObject().ToDictionary(field => field.Name, field => JsonSerializer.Serialize(field.Value));
            return !known.Exists(read => read.Count == fields.Count && read.All(field => fields.GetValueOrDefault(field.Key) is { } expected && Same(expected, field.Value)));
        }).Select(row => row.GetProperty("row").GetString());
        Assert.Empty(lost);

        static bool Same(string expected, string actual) => JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual));
    }

    [Fact]
    public async Task Rte_under_a_template_reads_as_promptsource_renders_it()
    {
        var suite = await Suites.OpenAsync("promptsource:super_glue/rte", SharedFolder.Require("data/promptsource"), ("templates", "GPT-3 style, can-we-infer"));
        var examples = await suite.ReadAsync("validation", Token).Take(2).ToListAsync(Token);
        Assert.Equal(["val:0#gpt-3-style", "val:0#can-we-infer"], examples.Select(example => example.Id));
        Assert.All(examples, example => Assert.Equal("val:0", example.Input.Cluster));
        var example = examples[0];
        Assert.Equal("Dana Reeve, the widow of the actor Christopher Reeve, has died of lung cancer at age 44, according to the Christopher Reeve Foundation.\nQuestion: Christopher Reeve had an accident. True or False?", example.Input.Query);
        Assert.Equal(["True", "False"], example.Input.Choices);
        Assert.Equal(("False", 1), (example.Answer, example.Label));
        Assert.Equal(example.Input.Query + " False\n\n", suite.Format.Demonstration(example));
        Assert.Equal(["premise", "hypothesis"], example.Input.Slots.Select(slot => slot.Key));
        Assert.Equal("N/A\nQuestion: N/A True or False?", suite.Format.QueryWith("GPT-3 style", example.Input.Slots.ToDictionary(slot => slot.Key, _ => "N/A")));
        Assert.Equal(example.Input.Query, suite.Format.QueryWith("GPT-3 style", example.Input.Slots.ToDictionary()));
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.OpenAsync("promptsource:super_glue/rte", SharedFolder.Require("data/promptsource"), ("templates", "can-we-infr")));
        Assert.Contains("did you mean 'can-we-infer'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_template_of_every_task_has_its_queries_back_from_its_slots()
    {
        var folder = SharedFolder.Require("data/promptsource");
        var others = new HashSet<string>();
        foreach (var task in HeldOutTasks.All.Where(task => task.Name is not "story_cloze/2016"))
        {
            var suite = await Suites.OpenAsync($"promptsource:{task.Name}", folder);
            await foreach (var example in suite.ReadAsync(suite.Card.Splits[0], Token).Take(30))
                if (example.Input.Query != suite.Format.QueryWith(example.Input.Template, example.Input.Slots.ToDictionary()))
                    others.Add($"{task.Name} {example.Input.Template}");
        }
        // Two templates count to a word by the span's index, which is no text.
        Assert.Equal(["super_glue/wsc.fixed I think they mean", "super_glue/wsc.fixed in other words"], others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Templates_without_answer_choices_are_used_when_named()
    {
        // Two templates of CrowS-Pairs ask for free text, each for the pairs of one direction alone.
        var suite = await Suites.OpenAsync("promptsource:crows_pairs", SharedFolder.Require("data/promptsource"), ("templates", "transform_stereo,transform-anti-stereo"));
        Assert.False(suite.Card.HasChoices);
        var counts = await suite.ReadAsync("test", Token).CountBy(example => example.Input.Template).ToDictionaryAsync(count => count.Key, count => count.Value, cancellationToken: Token);
        Assert.Equal(1290, counts["transform_stereo"]);
        Assert.Equal(218, counts["transform_anti_stereo"]);
    }

    [Fact]
    public async Task Unlabelled_items_have_no_answer()
    {
        using var folder = new TemporaryFolder()
            .Write("templates/super_glue/axg/templates.yaml", File.ReadAllText(SharedFolder.InRepository("benchmarks-data", "promptsource", "templates", "super_glue", "axg", "templates.yaml")))
            .Write("data/super_glue/AX-g/AX-g.jsonl", """{"idx": 0, "premise": "p", "hypothesis": "h", "pair_id": 7}""");
        var example = Assert.Single(await Suites.ReadAsync("promptsource:super_glue/axg", folder.Path, "test"));
        Assert.Empty(example.References);
        Assert.Null(example.Label);
        Assert.Equal("7", example.Input.Cluster);
    }

    [Fact]
    public async Task Anli_is_read_from_its_own_files_too()
    {
        using var folder = new TemporaryFolder()
            .Write("templates/anli/templates.yaml", File.ReadAllText(SharedFolder.InRepository("benchmarks-data", "promptsource", "templates", "anli", "templates.yaml")))
            .Write("data/anli/R1/dev.jsonl", """{"uid": "u-1", "context": "c", "hypothesis": "h", "label": "n", "reason": ""}""")
            .Write("data/anli/R1/train.jsonl", """{"uid": "u-2", "context": "c", "hypothesis": "g", "label": "c", "reason": ""}""");
        var suite = await Suites.OpenAsync("promptsource:anli/r1", folder.Path);
        Assert.Equal("train", suite.Card.TrainingSplit);
        Assert.Equal("Unknown", (await suite.ReadAsync("validation", Token).FirstAsync(example => example.Input.Template == "three ways", Token)).Answer);
    }

    [Theory]
    [InlineData("Kamenev and Zinoviev", 0, "Kamenev and Zinoviev")]
    [InlineData("mark", 0, "Mark")]
    [InlineData("The hill.", 4, "the hill")]
    [InlineData("the hill", 0, "the hill")]
    public void Spans_are_repaired_as_the_public_loader_does(string span, long index, string repaired)
    {
        using var folder = new TemporaryFolder().Write("WSC.jsonl", JsonSerializer.Serialize(new { text = "Mark went up with the hill behind him.", idx = 0, label = true, target = new { span1_text = span, span1_index = index, span2_text = "him", span2_index = 7 } }));
        var task = HeldOutTasks.All.Single(task => task.Name == "super_glue/wsc.fixed");
        Assert.Equal(repaired, Assert.Single(task.Read(new DataFolder("test", folder.Path), new DataFile("WSC.jsonl", Path.Combine(folder.Path, "WSC.jsonl")))).Fields["span1_text"]);
    }

    /// <summary>Kind, task, split, files and what the message must say.</summary>
    public static TheoryData<string, string, (string Name, string Text)[], string[]> Broken => new()
    {
        { "no templates", "super_glue/rte", [("data/super_glue/RTE/val.jsonl", "{}")], ["templates/super_glue/rte/templates.yaml"] },
        { "templates are no yaml", "super_glue/rte", [("templates/super_glue/rte/templates.yaml", "a: [")], ["templates/super_glue/rte/templates.yaml, line"] },
        { "label unknown", "anli/r1", [("data/anli/ANLI_analysis_r1_dev.csv", "context,statement,reason,gold_label,uid\nc,s,r,x,u\n")], ["line 2", "'gold_label'", "e, n, c"] },
        { "answer unknown", "winogrande/winogrande_xl", [("data/winogrande/dev.jsonl", """{"sentence": "s", "option1": "a", "option2": "b", "answer": "3"}""")], ["line 1", "'answer'", "'1' or '2'"] },
        { "span absent", "super_glue/wsc.fixed", [("data/super_glue/WSC/val.jsonl", """{"text": "Mark left.", "label": true, "target": {"span1_text": "hill", "span1_index": 0, "span2_text": "Mark", "span2_index": 0}}""")], ["line 1", "'span1_text'", "not in the text"] },
        { "sentence id", "super_glue/axg", [("data/winogender/all_sentences.tsv", "sentid\tsentence\nbaker.txt\ts\n"), ("data/winogender/templates.tsv", "occupation(0)\tother-participant(1)\tanswer\tsentence\n")], ["line 2", "'sentid'"] },
        { "template absent", "super_glue/axg", [("data/winogender/all_sentences.tsv", "sentid\tsentence\nbaker.client.0.male.txt\ts\n"), ("data/winogender/templates.tsv", "occupation(0)\tother-participant(1)\tanswer\tsentence\n")], ["no template for baker.client.0"] },
        { "number column", "crows_pairs", [("data/crows_pairs/crows_pairs_anonymized.csv", ",sent_more,sent_less,stereo_antistereo,bias_type\nx,a,b,stereo,age\n")], ["line 2", "unnamed first column"] },
        { "ending unknown", "story_cloze/2016", [("data/story_cloze/cloze_test_val.csv", "InputStoryid,InputSentence1,InputSentence2,InputSentence3,InputSentence4,RandomFifthSentenceQuiz1,RandomFifthSentenceQuiz2,AnswerRightEnding\ni,a,b,c,d,e,f,0\n")], ["line 2", "'AnswerRightEnding'", "1 or 2"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_file_gives_one_sentence(string kind, string task, (string Name, string Text)[] files, string[] says)
    {
        using var folder = new TemporaryFolder();
        if (!files[0].Name.StartsWith("templates", StringComparison.Ordinal) && kind != "no templates")
        {
            var templates = HeldOutTasks.All.Single(known => known.Name == task).Templates;
            folder.Write($"templates/{templates}/templates.yaml", File.ReadAllText(SharedFolder.InRepository(["benchmarks-data", "promptsource", "templates", .. templates.Split('/'), "templates.yaml"])));
        }
        foreach (var (name, text) in files)
            folder.Write(name, text);
        var failure = await Assert.ThrowsAsync<SuiteException>(async () =>
        {
            var suite = await Suites.OpenAsync($"promptsource:{task}", folder.Path);
            await suite.ReadAsync(suite.Card.Splits[0], Token).CountAsync(Token);
        });
        foreach (var part in says)
            Assert.True(failure.Message.Contains(part, StringComparison.Ordinal), $"{kind}: the message lacks \"{part}\": {failure.Message}");
    }

    [Theory]
    [InlineData("super_glue/rte", 44, 4)]
    [InlineData("super_glue/cb", 4, 2)]
    [InlineData("super_glue/wic", 4, 2)]
    [InlineData("super_glue/wsc.fixed", 4, 2)]
    [InlineData("super_glue/axg", 24, 1)]
    [InlineData("anli/r1", 3, 2)]
    [InlineData("anli/r2", 2, 2)]
    [InlineData("anli/r3", 2, 2)]
    [InlineData("winogrande/winogrande_xl", 4, 2)]
    [InlineData("crows_pairs", 4, 1)]
    [InlineData("story_cloze/2016", 3, 1)]
    public async Task Every_sample_loads(string task, int items, int templates)
    {
        var suite = await Suites.OpenAsync($"promptsource:{task}", SharedFolder.InRepository("benchmarks-data", "promptsource"));
        foreach (var split in suite.Card.Splits)
            Assert.All(await suite.ReadAsync(split, Token).ToListAsync(Token), example => Assert.NotNull(example.Label));
        Assert.Equal(items * templates, await suite.ReadAsync(suite.Card.Splits[0], Token).CountAsync(Token));
    }
}
