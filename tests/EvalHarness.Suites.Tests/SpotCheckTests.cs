using EvalHarness.Core.Suites;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests;

/// <summary>Single real examples, looked up in the files by hand.</summary>
public sealed class SpotCheckTests
{
    [Fact]
    public async Task WikiTq_reads_tables_escapes_and_types()
    {
        var examples = await Suites.ReadAsync("wikitq", SharedFolder.Require("data/wikitq"), "test");
        var first = examples[0];
        Assert.Equal("nu-0", first.Id);
        Assert.Equal("csv/203-csv/733.csv", first.Input.Cluster);
        Assert.Equal(["Rank", "Cyclist", "Team", "Time", "UCI ProTour\nPoints"], first.Input.Table!.Header);
        Assert.Equal(["1", "Alejandro Valverde (ESP)", "Caisse d'Epargne", "5h 29' 10\"", "40"], first.Input.Table.Rows[0]);
        Assert.StartsWith("col : Rank | Cyclist | Team | Time | UCI ProTour Points\nrow 1 : 1 | Alejandro Valverde (ESP) | Caisse d'Epargne | 5h 29' 10\" | 40\n", first.Input.Query, StringComparison.Ordinal);
        Assert.EndsWith("\nQuestion: which country had the most cyclists finish within the top 10?\nAnswer:", first.Input.Query, StringComparison.Ordinal);
        Assert.Equal(["100,000"], examples[1].References);
        Assert.Equal(["100000.0"], examples[1].Canonical);
        var list = examples.First(example => example.References.Count > 1);
        Assert.Equal(string.Join('|', list.References), list.Answer);
        Assert.All(examples, example => Assert.Equal(example.References.Count, example.Canonical!.Count));
        // The table of escape characters writes backslashes as \\ and quotes as \".
        var escapes = examples.FirstOrDefault(example => example.Input.Cluster == "csv/203-csv/128.csv");
        Assert.Contains("\\\"", escapes!.Input.Table!.Rows.SelectMany(row => row));
    }

    [Fact]
    public async Task WikiTq_has_no_tags_for_its_training_split()
    {
        var training = await Suites.ReadAsync("wikitq", SharedFolder.Require("data/wikitq"), "training");
        Assert.All(training, example => Assert.Null(example.Canonical));
    }

    [Fact]
    public async Task TabFact_joins_statements_tables_and_difficulty()
    {
        var folder = SharedFolder.Require("data/tabfact");
        var examples = await Suites.ReadAsync("tabfact", folder, "test");
        var first = examples[0];
        Assert.Equal("test_examples:0", first.Id);
        Assert.Equal("2-1570274-4.html.csv", first.Input.Cluster);
        Assert.Equal("tony lema", first.Input.Table!.Caption);
        Assert.Equal(["masters tournament", "0", "1", "2", "4", "4", "4"], first.Input.Table.Rows[0]);
        Assert.Equal(("yes", 1), (first.Answer, first.Label));
        Assert.Equal("no", examples[5].Answer);
        Assert.Equal(8608, examples.Count(example => example.Groups.Contains(new("difficulty", "complex"))));
        Assert.Equal(4171, (await Suites.ReadAsync("tabfact", folder, "test", ("subset", "simple"))).Count);
        var failure = await Assert.ThrowsAsync<SuiteException>(() => Suites.OpenAsync("tabfact", folder, ("subset", "complx")));
        Assert.Contains("did you mean 'complex'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BigBench_free_form_tasks_take_every_listed_target()
    {
        var suite = await Suites.OpenAsync("bigbench:object_counting", SharedFolder.Require("data/bigbench"));
        var example = await suite.ReadAsync("all", TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal("task:0", example.Id);
        Assert.Equal("\nQ: I have a clarinet, a violin, and a flute.\nA:", example.Input.Query);
        Assert.Equal(["three", "3"], example.References);
        Assert.Equal(" three", suite.Format.Continuation("", example.Answer));
        Assert.Equal("How many objects do I have?\n", suite.Format.Instruction(""));
        Assert.Equal(["bigbench-exact", "rougeL"], suite.Card.DefaultMetrics);
        Assert.False(suite.Card.HasChoices);
    }

    [Fact]
    public async Task BigBench_keys_reach_the_card()
    {
        var suite = await Suites.OpenAsync("bigbench:operators", SharedFolder.Require("data/bigbench"));
        Assert.Equal(new AnswerExtraction(ExtractionKind.Regex, "([-+]?\\d+)[.]{0,1}$"), suite.Card.Extraction);
        Assert.Equal(["\n"], suite.Card.DefaultGeneration.Stop);
        var puzzles = await Suites.OpenAsync("bigbench:linguistics_puzzles", SharedFolder.Require("data/bigbench"));
        Assert.Equal(["bigbench-exact", "bleu", "rougeL"], puzzles.Card.DefaultMetrics);
    }

    [Fact]
    public async Task BigBench_choices_are_shown_where_the_task_asks_and_not_in_file_order()
    {
        var folder = SharedFolder.Require("data/bigbench");
        var films = await Suites.ReadAsync("bigbench:movie_recommendation", folder, "all");
        var first = films[0];
        Assert.Equal("Austin Powers International Man of Mystery", first.Answer);
        Assert.Equal($"\n\nFind a movie similar to Mission Impossible, The Silence of the Lambs, American Beauty, Star Wars Episode IV - A New Hope:{string.Concat(first.Input.Choices!.Select(choice => $"\n  choice: {choice}"))}\n", first.Input.Query);
        // question_selection lists the right answer first in every example.
        var selection = await Suites.ReadAsync("bigbench:question_selection", folder, "all");
        Assert.Equal(selection.Average(example => 1.0 / example.Input.Choices!.Count), selection.Count(example => example.Label == 0) / (double)selection.Count, 0.04);
        Assert.All(selection, example => Assert.Equal(1, example.ChoiceScores![example.Label!.Value]));
    }

    [Fact]
    public async Task BigBench_tasks_with_one_set_of_choices_keep_one_order()
    {
        var examples = await Suites.ReadAsync("bigbench:causal_judgment", SharedFolder.Require("data/bigbench"), "all");
        Assert.All(examples, example => Assert.Equal(examples[0].Input.Choices, example.Input.Choices));
        var shapes = await Suites.ReadAsync("bigbench:geometric_shapes", SharedFolder.Require("data/bigbench"), "all");
        var two = shapes.First(example => example.ChoiceScores!.Count(score => score == 1) == 2);
        Assert.Equal(2, two.References.Count);
        Assert.Equal(two.References[0], two.Answer);
    }

    [Fact]
    public async Task Bbh_reads_options_and_worked_examples()
    {
        var folder = SharedFolder.Require("data/bigbench");
        var dates = await Suites.ReadAsync("bbh:date_understanding", folder, "test");
        Assert.Equal(["(A)", "(B)", "(C)", "(D)", "(E)", "(F)"], dates[0].Input.Choices);
        Assert.Equal("(B)", dates[0].Answer);
        var direct = await Suites.OpenAsync("bbh:date_understanding", folder);
        Assert.Equal("Infer the date from context.\n\n", direct.Format.Instruction(""));
        var chain = await Suites.OpenAsync("bbh:date_understanding", folder, ("prompt", "cot"));
        Assert.StartsWith("Infer the date from context.\n\nQ: Today is Christmas Eve of 1937.", chain.Format.Instruction(""), StringComparison.Ordinal);
        Assert.EndsWith("So the answer is (B).\n\n", chain.Format.Instruction(""), StringComparison.Ordinal);
        Assert.NotEqual(await direct.DigestAsync("test", TestContext.Current.CancellationToken), await chain.DigestAsync("test", TestContext.Current.CancellationToken));
        // Three films have a target that is not listed: no choices for the whole task.
        Assert.False((await Suites.OpenAsync("bbh:movie_recommendation", folder)).Card.HasChoices);
        Assert.False((await Suites.OpenAsync("bbh:word_sorting", folder)).Card.HasChoices);
    }

    [Fact]
    public async Task Calibration_texts_are_read_in_their_encoding()
    {
        var folder = SharedFolder.Require("data/calibration");
        var subj = await Suites.ReadAsync("calibration:subj", folder, "all");
        Assert.Equal(5000, subj.Count(example => example.Label == 0));
        Assert.Contains(subj, example => example.Input.Query.Contains('\u00e9', StringComparison.Ordinal));
        var mr = await Suites.ReadAsync("calibration:mr", folder, "all");
        Assert.Equal(5331, mr.Count(example => example.Answer == "Positive"));
        Assert.Equal("Review: simplistic , silly and tedious .\nSentiment:", mr[0].Input.Query);
        var trec = await Suites.ReadAsync("calibration:trec", folder, "test");
        Assert.Equal(("Question: How far is it from Denver to Aspen ?\nAnswer type:", "Number"), (trec[0].Input.Query, trec[0].Answer));
        var news = await Suites.ReadAsync("calibration:agnews", folder, "test");
        Assert.Equal("Business", news[0].Answer);
        Assert.StartsWith("Article: Fears for T N pension after talks Unions representing workers", news[0].Input.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_class_files_of_mr_give_the_same_texts_as_the_joint_one()
    {
        var folder = SharedFolder.Require("data/calibration");
        using var split = new TemporaryFolder().Write("mr/rt-polarity.neg", File.ReadAllBytes(Path.Combine(folder, "mr/rt-polarity.neg"))).Write("mr/rt-polarity.pos", File.ReadAllBytes(Path.Combine(folder, "mr/rt-polarity.pos")));
        var joint = await Suites.ReadAsync("calibration:mr", folder, "all");
        var parts = await Suites.ReadAsync("calibration:mr", split.Path, "all");
        Assert.Equal(joint.Select(example => example.Input.Query + example.Answer).Order(StringComparer.Ordinal), parts.Select(example => example.Input.Query + example.Answer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Content_free_texts_fill_every_slot()
    {
        var suite = await Suites.OpenAsync("calibration:cb", SharedFolder.Require("data/promptsource"));
        Assert.Equal("Premise: N/A\nHypothesis: N/A\nAnswer:", suite.Format.QueryWith("", new Dictionary<string, string> { ["premise"] = "N/A", ["hypothesis"] = "N/A" }));
        Assert.Equal("Premise: {hypothesis}\nHypothesis:\nAnswer:", suite.Format.QueryWith("", new Dictionary<string, string> { ["premise"] = "{hypothesis}", ["hypothesis"] = "" })!.Replace("Hypothesis: \n", "Hypothesis:\n", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => suite.Format.QueryWith("", new Dictionary<string, string> { ["premise"] = "N/A" }));
    }

    [Fact]
    public async Task Retrieval_suites_have_galleries_that_hold_their_targets()
    {
        await CheckGallery("fashioniq:dress", "data/fashioniq", "val", 3817);
        await CheckGallery("fashioniq:shirt", "data/fashioniq", "val", 6346);
        await CheckGallery("fashioniq:toptee", "data/fashioniq", "val", 5373);
        await CheckGallery("cirr", "data/cirr", "val", 2297);
        await CheckGallery("cirr", "data/cirr", "test1", 2315);
        await CheckGallery("imagenet_r:cartoon", "data/imagenet_r", "test", 16983);
    }

    [Fact]
    public async Task Retrieval_prompts_put_the_image_at_the_star()
    {
        var dress = (await Suites.ReadAsync("fashioniq:dress", SharedFolder.Require("data/fashioniq"), "val"))[0];
        Assert.Equal("a photo of * , fit and flare and is shiny and silver with shorter sleeves", dress.Input.Query);
        Assert.Equal(("B005X4PL1G", "B0084Y8XIU"), (dress.Input.ImageId, dress.Targets.Single()));
        var cirr = await Suites.OpenAsync("cirr", SharedFolder.Require("data/cirr"));
        Assert.Equal("true", cirr.Card.MetricOptions["recall"]["exclude-reference"]);
        // Queries without any relevant image in the cartoon, origami, toy and sculpture domains: 23.5, 47, 28 and 29 percent.
        foreach (var (domain, without) in new[] { ("cartoon", 0.235), ("origami", 0.47), ("toy", 0.28), ("sculpture", 0.29) })
        {
            var queries = await Suites.ReadAsync($"imagenet_r:{domain}", SharedFolder.Require("data/imagenet_r"), "test");
            Assert.Equal(without, queries.Count(query => query.Targets.Count == 0) / 10000.0, 0.006);
        }
    }

    [Fact]
    public async Task Test_captions_without_targets_are_unlabelled() =>
        Assert.All(await Suites.ReadAsync("fashioniq:dress", SharedFolder.Require("data/fashioniq"), "test"), example => Assert.Empty(example.Targets));

    [Fact]
    public async Task Speech_comes_with_its_line_of_the_chapter()
    {
        var examples = await Suites.ReadAsync("librispeech", SharedFolder.Require("data/librispeech"), "test-clean");
        Assert.Equal(("1089-134686-0001", "1089", "STUFF IT INTO YOU HIS BELLY COUNSELLED HIM"), (examples[1].Id, examples[1].Input.Cluster, examples[1].Answer));
        Assert.All(examples, example => Assert.True(File.Exists(example.Input.AudioPath)));
    }

    [Fact]
    public async Task Reasoning_sets_give_numbers_and_choices()
    {
        var folder = SharedFolder.Require("data/reasoning");
        var gsm = (await Suites.ReadAsync("reasoning:gsm8k", folder, "test"))[0];
        Assert.Equal(["18"], gsm.References);
        Assert.Equal("Janet sells 16 - 3 - 4 = 9 duck eggs a day. She makes 9 * 2 = $18 every day at the farmer’s market. The answer is 18.", gsm.Answer);
        Assert.All(await Suites.ReadAsync("reasoning:gsm8k", folder, "train"), example => Assert.Matches(@"^-?\d+(\.\d+)?$", example.References[0]));
        var svamp = (await Suites.ReadAsync("reasoning:svamp", folder, "dev"))[0];
        Assert.Equal("Question: julia played tag with 18 kids on monday . she played tag with 10 kids on tuesday . how many more kids did she play with on monday than on tuesday ?\nAnswer:", svamp.Input.Query);
        Assert.Equal("8", svamp.Answer);
        Assert.DoesNotContain(await Suites.ReadAsync("reasoning:svamp", folder, "train"), example => example.Input.Query.Contains("number0", StringComparison.Ordinal));
        Assert.All(await Suites.ReadAsync("reasoning:commonsenseqa", folder, "test"), example => Assert.Null(example.Label));
        var snli = (await Suites.ReadAsync("reasoning:esnli", folder, "test"))[0];
        Assert.Equal(("The church has cracks in the ceiling .", "neutral"), (snli.Input.Slots[1].Value, snli.Answer));
    }

    [Fact]
    public async Task Spam_texts_lose_the_quotes_of_a_spreadsheet()
    {
        var examples = await Suites.ReadAsync("sociallearning:sms_spam", SharedFolder.Require("data/sociallearning"), "all");
        Assert.StartsWith("Message: Go until jurong point, crazy..", examples[0].Input.Query, StringComparison.Ordinal);
        Assert.Equal(747, examples.Count(example => example.Answer == "spam"));
    }

    [Fact]
    public async Task Reading_twice_gives_the_same_examples_and_digests()
    {
        var suite = await Suites.OpenAsync("bigbench:tracking_shuffled_objects_three_objects", SharedFolder.Require("data/bigbench"));
        var again = await Suites.OpenAsync("bigbench:tracking_shuffled_objects_three_objects", SharedFolder.Require("data/bigbench"));
        var first = await suite.ReadAsync("all", TestContext.Current.CancellationToken).Select(Describe).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first, await suite.ReadAsync("all", TestContext.Current.CancellationToken).Select(Describe).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first, await again.ReadAsync("all", TestContext.Current.CancellationToken).Select(Describe).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(await suite.DigestAsync("all", TestContext.Current.CancellationToken), await again.DigestAsync("all", TestContext.Current.CancellationToken));

        static string Describe(Example example) => $"{example.Id} {example.Input.Query} {string.Join('|', example.Input.Choices!)} {example.Label}";
    }

    private static async Task CheckGallery(string address, string folder, string split, int images)
    {
        var suite = await Suites.OpenAsync(address, SharedFolder.Require(folder));
        var gallery = await suite.ReadGalleryAsync(split, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(images, gallery.Count);
        var known = gallery.ToHashSet();
        Assert.Equal(images, known.Count);
        await foreach (var example in suite.ReadAsync(split, TestContext.Current.CancellationToken))
        {
            Assert.Contains(example.Input.ImageId!, known);
            Assert.All(example.Targets, target => Assert.Contains(target, known));
        }
    }
}
