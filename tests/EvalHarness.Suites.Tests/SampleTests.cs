using EvalHarness.Core.Manifests;
using EvalHarness.Suites.Leaks;
using EvalHarness.Suites.OwnSuite;
using EvalHarness.Testing;

namespace EvalHarness.Suites.Tests;

/// <summary>The samples in benchmarks-data: each loads in its original format, and those of the quickstart allow a verdict.</summary>
public sealed class SampleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wikitq", "wikitq", 50)]
    [InlineData("tabfact", "tabfact", 42)]
    [InlineData("bigbench:count_the_objects", "bigbench", 60)]
    [InlineData("bigbench:what_to_wear", "bigbench", 12)]
    [InlineData("bbh:opening_hours", "bbh", 6)]
    [InlineData("calibration:sst2", "calibration", 48)]
    [InlineData("calibration:agnews", "calibration", 8)]
    [InlineData("calibration:trec", "calibration", 10)]
    [InlineData("calibration:subj", "calibration", 12)]
    [InlineData("calibration:mr", "calibration", 12)]
    [InlineData("calibration:cb", "promptsource", 4)]
    [InlineData("calibration:rte", "promptsource", 44)]
    [InlineData("fashioniq:dress", "fashioniq", 4)]
    [InlineData("cirr", "cirr", 3)]
    [InlineData("imagenet_r:cartoon", "imagenet_r", 3)]
    [InlineData("librispeech", "librispeech", 3)]
    [InlineData("fetaqa", "fetaqa", 3)]
    [InlineData("reasoning:gsm8k", "reasoning", 3)]
    [InlineData("reasoning:svamp", "reasoning", 2)]
    [InlineData("reasoning:commonsenseqa", "reasoning", 3)]
    [InlineData("reasoning:esnli", "reasoning", 3)]
    [InlineData("spokenqa:llama_questions", "spokenqa", 3)]
    [InlineData("spokenqa:webquestions", "spokenqa", 2)]
    [InlineData("sociallearning:sms_spam", "sociallearning", 6)]
    [InlineData("sociallearning:lambada", "sociallearning", 2)]
    public async Task Every_split_of_a_sample_loads(string address, string folder, int examples)
    {
        var suite = await Suites.OpenAsync(address, SharedFolder.InRepository("benchmarks-data", folder));
        Assert.Equal(examples, await suite.ReadAsync(suite.Card.Splits[0], Token).CountAsync(Token));
        foreach (var split in suite.Card.Splits)
        {
            var ids = await suite.ReadAsync(split, Token).Select(example => example.Id).ToListAsync(Token);
            Assert.NotEmpty(ids);
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Equal(64, (await suite.DigestAsync(split, Token)).Length);
        }
    }

    [Theory]
    [InlineData("wikitq", "wikitq")]
    [InlineData("tabfact", "tabfact")]
    [InlineData("bigbench:count_the_objects", "bigbench")]
    [InlineData("calibration:sst2", "calibration")]
    [InlineData("promptsource:super_glue/rte", "promptsource")]
    [InlineData("support-tickets", "")]
    public async Task A_quickstart_sample_has_forty_examples_in_ten_units_and_a_pool(string address, string folder)
    {
        var suite = address == "support-tickets" ? OwnFileSuite.Open(SupportTickets()) : await Suites.OpenAsync(address, SharedFolder.InRepository("benchmarks-data", folder));
        var data = await SuiteData.OpenAsync(suite, null, Token);
        var examples = await data.ReadAsync(Token).ToListAsync(Token);
        Assert.True(examples.Count >= 40, $"{examples.Count} examples");
        Assert.True(examples.Select(example => example.Input.Cluster ?? example.Id).Distinct().Count() >= 10);
        Assert.True((await data.PoolAsync(Token)).Count >= 8);
        Assert.DoesNotContain((await LeakPreflight.CheckAsync(data, Token)).Findings, finding => finding.Kind != LeakKind.SharedWordRun);
    }

    [Fact]
    public async Task The_images_of_the_fashion_sample_are_found()
    {
        var suite = await Suites.OpenAsync("fashioniq:dress", SharedFolder.InRepository("benchmarks-data", "fashioniq"));
        var gallery = await suite.ReadGalleryAsync("val", Token).ToListAsync(Token);
        Assert.Equal(3, gallery.Count);
        Assert.All(gallery, image => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(suite.FindImage(image)!)[..4]));
        Assert.Null(suite.FindImage("SAMPLE0009"));
        Assert.Null(suite.FindImage("../images/SAMPLE0001"));
    }

    private static OwnSuiteDeclaration SupportTickets() => new()
    {
        Name = "support-tickets",
        Format = "jsonl",
        Path = SharedFolder.InRepository("benchmarks-data", "support-tickets", "tickets.jsonl"),
        Id = "ticket_id",
        Cluster = "customer",
        Prompt = "Ticket: {{ text }}\nKind:",
        Reference = "{{ label }}",
        Choices = ["billing", "bug", "other"],
        Groups = ["channel"],
    };
}
