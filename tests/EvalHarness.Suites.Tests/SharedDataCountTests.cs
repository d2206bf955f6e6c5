using System.Diagnostics.CodeAnalysis;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests;

/// <summary>Every count that the README of the shared data states for these suites, read through the catalogue.</summary>
public sealed class SharedDataCountTests
{
    private static readonly string[] NoCluster = [];

    [Theory]
    [InlineData("wikitq", "wikitq", "test", 4344, 421)]
    [InlineData("wikitq", "wikitq", "dev", 2831, null)]
    [InlineData("wikitq", "wikitq", "training", 14152, 1679)]
    [InlineData("tabfact", "tabfact", "test", 12779, 1695)]
    [InlineData("tabfact", "tabfact", "val", 12792, 1696)]
    [InlineData("tabfact", "tabfact", "simple", 4171, 833)]
    [InlineData("tabfact", "tabfact", "complex", 8608, 862)]
    [InlineData("tabfact", "tabfact", "small", 1998, 298)]
    [InlineData("calibration:sst2", "calibration", "train", 6920, 0)]
    [InlineData("calibration:sst2", "calibration", "dev", 872, 0)]
    [InlineData("calibration:sst2", "calibration", "test", 1821, 0)]
    [InlineData("calibration:agnews", "calibration", "test", 7600, 0)]
    [InlineData("calibration:trec", "calibration", "train", 5452, 0)]
    [InlineData("calibration:trec", "calibration", "test", 500, 0)]
    [InlineData("calibration:subj", "calibration", "all", 10000, 0)]
    [InlineData("calibration:mr", "calibration", "all", 10662, 0)]
    [InlineData("calibration:cb", "promptsource", "validation", 56, 0)]
    [InlineData("calibration:cb", "promptsource", "train", 32, 0)]
    [InlineData("calibration:cb", "promptsource", "dev32", 32, 0)]
    [InlineData("calibration:rte", "promptsource", "validation", 277, 0)]
    [InlineData("calibration:rte", "promptsource", "train", 32, 0)]
    [InlineData("calibration:rte", "promptsource", "dev32", 32, 0)]
    [InlineData("fashioniq:dress", "fashioniq", "val", 2017, 1331)]
    [InlineData("fashioniq:shirt", "fashioniq", "val", 2038, 1541)]
    [InlineData("fashioniq:toptee", "fashioniq", "val", 1961, 1454)]
    [InlineData("fashioniq:dress", "fashioniq", "test", 2024, null)]
    [InlineData("fashioniq:shirt", "fashioniq", "test", 2038, null)]
    [InlineData("fashioniq:toptee", "fashioniq", "test", 2056, null)]
    [InlineData("cirr", "cirr", "val", 4181, 503)]
    [InlineData("cirr", "cirr", "test1", 4148, 503)]
    [InlineData("imagenet_r:cartoon", "imagenet_r", "test", 10000, 200)]
    [InlineData("imagenet_r:sculpture", "imagenet_r", "test", 10000, 200)]
    [InlineData("librispeech", "librispeech", "test-other", 60, 10)]
    [InlineData("librispeech", "librispeech", "test-clean", 4, 1)]
    [InlineData("librispeech", "librispeech", "test-other-transcripts", 2939, null)]
    [InlineData("librispeech", "librispeech", "test-clean-transcripts", 2620, null)]
    [InlineData("fetaqa", "fetaqa", "dev", 1001, null)]
    [InlineData("fetaqa", "fetaqa", "test", 2003, null)]
    [InlineData("reasoning:gsm8k", "reasoning", "test", 1319, 0)]
    [InlineData("reasoning:gsm8k", "reasoning", "train", 2000, 0)]
    [InlineData("reasoning:svamp", "reasoning", "test", 1000, 0)]
    [InlineData("reasoning:svamp", "reasoning", "dev", 1000, 0)]
    [InlineData("reasoning:svamp", "reasoning", "train", 2000, 0)]
    [InlineData("reasoning:commonsenseqa", "reasoning", "dev", 1221, 0)]
    [InlineData("reasoning:commonsenseqa", "reasoning", "test", 1140, 0)]
    [InlineData("reasoning:commonsenseqa", "reasoning", "train", 2000, 0)]
    [InlineData("reasoning:esnli", "reasoning", "test", 9824, null)]
    [InlineData("sociallearning:sms_spam", "sociallearning", "all", 5574, 0)]
    [InlineData("sociallearning:lambada", "sociallearning", "test", 5153, 0)]
    [InlineData("spokenqa:llama_questions", "spokenqa", "test", 300, 0)]
    [InlineData("spokenqa:webquestions", "spokenqa", "test", 2032, 0)]
    [InlineData("spokenqa:webquestions", "spokenqa", "val", 755, 0)]
    [InlineData("spokenqa:webquestions", "spokenqa", "devtest", 189, 0)]
    [InlineData("bigbench:qa_wikidata", "bigbench", "all", 20321, 0)]
    [InlineData("bigbench:conlang_translation", "bigbench", "all", 164, 0)]
    [InlineData("bigbench:repeat_copy_logic", "bigbench", "all", 32, 0)]
    [InlineData("bigbench:auto_categorization", "bigbench", "induce", 163, 0)]
    [InlineData("bigbench:auto_categorization", "bigbench", "execute", 100, 0)]
    [InlineData("bigbench:auto_debugging", "bigbench", "induce", 10, 0)]
    [InlineData("bigbench:auto_debugging", "bigbench", "execute", 8, 0)]
    [InlineData("bigbench:ascii_word_recognition", "bigbench", "induce", 3900, 0)]
    [InlineData("bigbench:list_functions", "bigbench", "all", null, 250)]
    public Task A_split_has_the_stated_number_of_examples(string address, string folder, string split, int? examples, int? clusters) =>
        Check(address, folder, split, examples, clusters);

    [Theory]
    [InlineData("causal_judgment", 190)]
    [InlineData("date_understanding", 369)]
    [InlineData("disambiguation_qa", 258)]
    [InlineData("dyck_languages", 1000)]
    [InlineData("gender_inclusive_sentences_german", 200)]
    [InlineData("geometric_shapes", 360)]
    [InlineData("implicatures", 492)]
    [InlineData("linguistics_puzzles", 2000)]
    [InlineData("logical_deduction_five_objects", 500)]
    [InlineData("logical_deduction_seven_objects", 700)]
    [InlineData("logical_deduction_three_objects", 300)]
    [InlineData("logical_fallacy_detection", 2800)]
    [InlineData("movie_recommendation", 500)]
    [InlineData("navigate", 1000)]
    [InlineData("object_counting", 1000)]
    [InlineData("operators", 211)]
    [InlineData("presuppositions_as_nli", 735)]
    [InlineData("question_selection", 1590)]
    [InlineData("reasoning_about_colored_objects", 2000)]
    [InlineData("salient_translation_error_detection", 998)]
    [InlineData("sports_understanding", 1000)]
    [InlineData("strategyqa", 2290)]
    [InlineData("tracking_shuffled_objects_five_objects", 1250)]
    [InlineData("tracking_shuffled_objects_seven_objects", 1750)]
    [InlineData("tracking_shuffled_objects_three_objects", 750)]
    [InlineData("winowhy", 2865)]
    [InlineData("word_sorting", 1900)]
    public Task A_bigbench_task_has_the_stated_number_of_examples(string task, int examples) => Check($"bigbench:{task}", "bigbench", "all", examples, 0);

    [Fact]
    public async Task Bbh_has_27_tasks_and_6511_examples()
    {
        var folder = SharedFolder.Require("data/bigbench");
        var tasks = await SuiteCatalog.Resolve("bbh").Family.MembersAsync!(folder, TestContext.Current.CancellationToken);
        Assert.Equal(27, tasks.Count);
        var examples = 0;
        foreach (var task in tasks)
            examples += (await Suites.ReadAsync($"bbh:{task}", folder, "test")).Count;
        Assert.Equal(6511, examples);
    }

    [SuppressMessage("Performance", "CA1822", Justification = "Reads as a step of the tests above.")]
    private async Task Check(string address, string folder, string split, int? examples, int? clusters)
    {
        var read = await Suites.ReadAsync(address, SharedFolder.Require($"data/{folder}"), split);
        Assert.NotEmpty(read);
        if (examples is not null)
            Assert.Equal(examples, read.Count);
        Assert.Equal(read.Count, read.Select(example => example.Id).Distinct().Count());
        if (clusters is not null)
            Assert.Equal(clusters, read.Select(example => example.Input.Cluster).OfType<string>().Distinct().Count());
        Assert.All(read, example => Assert.False(example.Input.Query.EndsWith(' '), $"the query of {example.Id} ends with a blank"));
        Assert.Equal(NoCluster, read.Where(example => example.Label is { } label && (label < 0 || label >= example.Input.Choices!.Count)).Select(example => example.Id));
    }
}
