using EvalHarness.Suites.PromptSource.Data;

namespace EvalHarness.Suites.PromptSource;

/// <summary>The held-out tasks of T0, OPT-IML and Cappy, one entry each.</summary>
public static class HeldOutTasks
{
    private const string SuperGlueSource = "super.gluebenchmark.com, or the few-shot copies of github.com/THUDM/P-tuning. Read: data/super_glue/";
    private static readonly string[] Pair = ["premise", "hypothesis"];
    private static readonly string[] Entailed = ["entailment", "not_entailment"];
    private static readonly string[] CbLabels = ["entailment", "contradiction", "neutral"];

    /// <summary>The tasks.</summary>
    public static IReadOnlyList<HeldOutTask> All { get; } =
    [
        Anli(1), Anli(2), Anli(3),
        new("super_glue/cb")
        {
            Title = "CB: CommitmentBank, three-way entailment",
            Templates = "super_glue/cb",
            Splits = SuperGlueSplits("CB"),
            Training = "train",
            Read = (_, file) => SuperGlueFile.ReadEntailment(file, CbLabels),
            TextFields = Pair,
            Source = SuperGlueSource + "CB/{val,dev32,train}.jsonl.",
        },
        new("super_glue/rte")
        {
            Title = "RTE: recognising textual entailment",
            Templates = "super_glue/rte",
            Splits = SuperGlueSplits("RTE"),
            Training = "train",
            Read = (_, file) => SuperGlueFile.ReadEntailment(file, Entailed),
            TextFields = Pair,
            Source = SuperGlueSource + "RTE/{val,dev32,train}.jsonl.",
        },
        new("super_glue/wic")
        {
            Title = "WiC: one word in two sentences, the same sense or not",
            Templates = "super_glue/wic",
            Splits = SuperGlueSplits("WiC"),
            Training = "train",
            Read = (_, file) => SuperGlueFile.ReadWordInContext(file),
            TextFields = ["word", "sentence1", "sentence2"],
            Source = SuperGlueSource + "WiC/{val,dev32,train}.jsonl.",
        },
        new("super_glue/wsc.fixed")
        {
            Title = "WSC: what a pronoun stands for",
            Templates = "super_glue/wsc.fixed",
            Splits = SuperGlueSplits("WSC"),
            Training = "train",
            Read = (_, file) => SuperGlueFile.ReadWinograd(file),
            TextFields = ["text", "span1_text", "span2_text"],
            OtherFields = new Dictionary<string, object?> { ["label"] = 0L, ["span1_index"] = 0L, ["span2_index"] = 0L },
            Source = SuperGlueSource + "WSC/{val,dev32,train}.jsonl.",
        },
        new("super_glue/axg")
        {
            Title = "Winogender: entailment of who a pronoun stands for",
            Templates = "super_glue/axg",
            Splits = [new SplitFile("test", "data/super_glue/AX-g/AX-g.jsonl", "data/winogender/all_sentences.tsv")],
            Read = (folder, file) => file.Name.EndsWith(".tsv", StringComparison.Ordinal)
                ? WinogenderFile.Read(file, folder.Require(WinogenderFile.TemplatesOf(file), "the sentence templates"))
                : SuperGlueFile.ReadEntailment(file, Entailed),
            Companions = file => file.Name.EndsWith(".tsv", StringComparison.Ordinal) ? [WinogenderFile.TemplatesOf(file)] : [],
            TextFields = Pair,
            Source = "AX-g of super.gluebenchmark.com, else made from github.com/rudinger/winogender-schemas. "
                + "Read: data/super_glue/AX-g/AX-g.jsonl, or data/winogender/{all_sentences,templates}.tsv.",
        },
        .. new[] { "xl", "l", "m", "s", "xs", "debiased" }.Select(Winogrande),
        new("crows_pairs")
        {
            Title = "CrowS-Pairs: which of two sentences is a stereotype",
            Templates = "crows_pairs",
            Splits = [new SplitFile("test", "data/crows_pairs/crows_pairs_anonymized.csv")],
            Read = (_, file) => CrowsPairsFile.Read(file),
            TextFields = ["sent_more", "sent_less"],
            OtherFields = new Dictionary<string, object?> { ["stereo_antistereo"] = 0L, ["bias_type"] = 0L },
            Source = "github.com/nyu-mll/crows-pairs. Read: data/crows_pairs/crows_pairs_anonymized.csv.",
        },
        new("story_cloze/2016")
        {
            Title = "Story Cloze: the right ending of a story",
            Templates = "story_cloze/2016",
            Splits =
            [
                new SplitFile("validation", "data/story_cloze/cloze_test_val__spring2016 - cloze_test_ALL_val.csv", "data/story_cloze/cloze_test_val.csv"),
                new SplitFile("test", "data/story_cloze/cloze_test_test__spring2016 - cloze_test_ALL_test.csv", "data/story_cloze/cloze_test_test.csv"),
            ],
            Read = (_, file) => StoryClozeFile.Read(file),
            TextFields = ["input_sentence_1", "input_sentence_2", "input_sentence_3", "input_sentence_4", "sentence_quiz1", "sentence_quiz2"],
            OtherFields = new Dictionary<string, object?> { ["answer_right_ending"] = 1L },
            Source = "On request from its authors (cs.rochester.edu/nlp/rocstories). "
                + "Read: data/story_cloze/cloze_test_val__spring2016 - cloze_test_ALL_val.csv.",
        },
    ];

    private static HeldOutTask Anli(int round) => new($"anli/r{round}")
    {
        Title = $"ANLI round {round}: adversarial entailment",
        Templates = "anli",
        Splits =
        [
            new SplitFile("validation", $"data/anli/R{round}/dev.jsonl", $"data/anli/ANLI_analysis_r{round}_dev.csv"),
            new SplitFile("test", $"data/anli/R{round}/test.jsonl"),
            new SplitFile("train", $"data/anli/R{round}/train.jsonl"),
        ],
        Training = "train",
        Read = (_, file) => AnliFile.Read(file),
        TextFields = Pair,
        Source = $"github.com/facebookresearch/anli. Read: data/anli/R{round}/{{dev,test,train}}.jsonl, or data/anli/ANLI_analysis_r{round}_dev.csv.",
    };

    private static HeldOutTask Winogrande(string size) => new($"winogrande/winogrande_{size}")
    {
        Title = $"Winogrande {size}: what fills a blank",
        Templates = $"winogrande/winogrande_{size}",
        Splits =
        [
            new SplitFile("validation", "data/winogrande/dev.jsonl", "data/winogrande/winogrande_xl.dev.converted.jsonl"),
            new SplitFile("train", $"data/winogrande/train_{size}.jsonl", $"data/winogrande/winogrande_{size}.train.converted.jsonl"),
        ],
        Training = "train",
        Read = (_, file) => WinograndeFile.Read(file),
        TextFields = ["sentence", "option1", "option2"],
        OtherFields = new Dictionary<string, object?> { ["answer"] = "1" },
        Source = $"winogrande.allenai.org, release 1.1. Read: data/winogrande/dev.jsonl and train_{size}.jsonl, or winogrande_xl.dev.converted.jsonl.",
    };

    private static IReadOnlyList<SplitFile> SuperGlueSplits(string set) =>
    [
        new SplitFile("validation", $"data/super_glue/{set}/val.jsonl"),
        new SplitFile("dev32", $"data/super_glue/{set}/dev32.jsonl"),
        new SplitFile("test", $"data/super_glue/{set}/test.jsonl"),
        new SplitFile("train", $"data/super_glue/{set}/train.jsonl"),
    ];
}
