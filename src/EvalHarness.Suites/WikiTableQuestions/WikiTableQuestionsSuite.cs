using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.WikiTableQuestions;

/// <summary>
/// WikiTableQuestions 1.0 (Pasupat and Liang 2015). An answer is a list of values, its denotation; where the tagged files are there, the typed
/// values that the official evaluator compares come with it.
/// </summary>
internal sealed class WikiTableQuestionsSuite : FolderSuite
{
    private const string Title = "WikiTableQuestions: questions answered from a Wikipedia table";
    private const string Source = "github.com/ppasupat/WikiTableQuestions, release 1.0. "
        + "Read: data/*.tsv, csv/NNN-csv/N.csv and, for the official target types, tagged/data/*.tagged.";

    private WikiTableQuestionsSuite(DataFolder folder, SplitFiles splits) : base(folder, splits, MakeCard(splits),
        new CueFormat("Answer the question from the table. Write several answers in one line, separated by |.\n\n"), "revision 1")
    {
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("wikitq", Title, Source, null, (request, _) =>
    {
        var folder = new DataFolder("wikitq", request.DataFolder);
        return ValueTask.FromResult<ISuite>(new WikiTableQuestionsSuite(folder, new SplitFiles(folder, "the questions of WikiTableQuestions", "training",
            new SplitFile("test", "data/pristine-unseen-tables.tsv"),
            new SplitFile("dev", "data/random-split-1-dev.tsv"),
            new SplitFile("test-seen", "data/pristine-seen-tables.tsv"),
            new SplitFile("training", "data/training.tsv"))));
    });

    protected override IEnumerable<Example> Read(string split)
    {
        var file = SplitFiles.Require(split);
        var tables = new WikiTables(Folder);
        using var tags = TaggedTargets.Open(Folder, file);
        foreach (var line in TabbedLines.Read(file, "id", "utterance", "context", "targetValue"))
        {
            var id = line.Fields[0];
            var question = WikiText.Unescape(line.Fields[1]);
            var references = WikiText.UnescapeList(line.Fields[3]);
            var canonical = tags?.Next(id, references.Length);
            var (table, text) = tables.Load(line.Fields[2], line.Place);
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = id,
                    Cluster = line.Fields[2],
                    Query = $"{text}\nQuestion: {question}\nAnswer:",
                    Question = question,
                    Table = table,
                },
                References = references,
                Canonical = canonical,
                AnswerText = string.Join('|', references),
                Groups = [new("tableSize", WikiText.SizeOf(text))],
            };
        }
    }

    protected override IEnumerable<DataFile> UsedFiles(string split)
    {
        var file = SplitFiles.Require(split);
        yield return file;
        if (TaggedTargets.Find(Folder, file) is { } tagged)
            yield return tagged;
        foreach (var line in TabbedLines.Read(file, "id", "utterance", "context", "targetValue").DistinctBy(line => line.Fields[2]))
            yield return WikiTables.Require(Folder, line.Fields[2], line.Place);
    }

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "wikitq",
        Title = Title,
        ClusterMeaning = "table",
        DefaultMetrics = ["wikitq-denotation"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 64, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        Extraction = AnswerExtraction.FirstLine,
        AnswerSeparator = "|",
        Source = Source,
        License = "CC BY-SA 4.0",
    };
}
