using System.Text.Json;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.FeTaQa;

/// <summary>FeTaQA (Nan et al. 2022): questions on a Wikipedia table with answers in a sentence; pages are the clusters.</summary>
internal sealed class FeTaQaSuite : FileSuite
{
    private const string Title = "FeTaQA: free-form answers from a Wikipedia table";
    private const string Source = "github.com/Yale-LILY/FeTaQA. Read: data/fetaQA-v1_{test,dev,train}.jsonl.";

    private FeTaQaSuite(DataFolder folder, SplitFiles splits)
        : base(splits, MakeCard(splits), new CueFormat("Answer the question about the table in one sentence.\n\n"), "revision 1")
    {
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("fetaqa", Title, Source, null, (request, _) =>
    {
        SuiteOptions.RefuseOthers(request, "fetaqa");
        var folder = new DataFolder("fetaqa", request.DataFolder);
        var splits = new SplitFiles(folder, "the questions of FeTaQA", "train",
            [.. new[] { "test", "dev", "train" }.Select(split => new SplitFile(split, $"data/fetaQA-v1_{split}.jsonl"))]);
        return ValueTask.FromResult<ISuite>(new FeTaQaSuite(folder, splits));
    });

    protected override IEnumerable<Example> Read(string split)
    {
        foreach (var record in JsonLines.Read(SplitFiles.Require(split)))
        {
            var question = record.Text("question");
            var table = ReadTable(record);
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = record.TextOrNumber("feta_id"),
                    Cluster = record.OptionalText("page_wikipedia_url") ?? record.Text("table_page_title"),
                    Query = $"{TableText.Linearise(table)}\nQuestion: {question}\nAnswer:",
                    Question = question,
                    Table = table,
                },
                References = record.OptionalText("answer") is { } answer ? [answer] : [],
            };
        }
    }

    private static Table ReadTable(JsonRecord record)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in record.Items("table_array", "a list of rows"))
        {
            if (row.ValueKind != JsonValueKind.Array || row.EnumerateArray().Any(cell => cell.ValueKind != JsonValueKind.String))
                throw record.Wrong("table_array", row, "rows of texts");
            rows.Add([.. row.EnumerateArray().Select(cell => cell.GetString()!)]);
            if (rows[^1].Count != rows[0].Count)
                throw record.Place.Error($"row {rows.Count - 1} has {rows[^1].Count} cells", $"{rows[0].Count} as in the first row", "table_array");
        }
        if (rows.Count == 0)
            throw record.Place.Error("the table has no row", "a header row", "table_array");
        return new Table(rows[0], rows[1..]) { Caption = $"{record.Text("table_page_title")} - {record.Text("table_section_title")}" };
    }

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "fetaqa",
        Title = Title,
        ClusterMeaning = "page",
        DefaultMetrics = ["rougeL"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 96, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        Extraction = AnswerExtraction.FirstLine,
        Source = Source,
        License = "CC BY-SA 4.0",
    };
}
