using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.TabFact;

/// <summary>TabFact (Chen et al. 2020): statements that a table entails (1) or refutes (0), with simple and complex statements and a small test set.</summary>
internal sealed class TabFactSuite : FolderSuite
{
    private const string Title = "TabFact: statements entailed or refuted by a Wikipedia table";
    private const string Source = "github.com/wenhuchen/Table-Fact-Checking. "
        + "Read: tokenized_data/{test,val,train}_examples.json, data/*_id.json, and the tables in data/all_csv/ or data/all_csv.zip.";
    private static readonly string[] Subsets = ["simple", "complex", "small"];

    private readonly string? _subset;

    private TabFactSuite(DataFolder folder, SplitFiles splits, string? subset) : base(folder, splits, MakeCard(splits),
        new CueFormat("Read the table and decide whether the statement about it is true. Answer yes or no.\n\n"),
        $"revision 1{(subset is null ? "" : $" subset={subset}")}") => _subset = subset;

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("tabfact", Title, Source, null, (request, _) =>
    {
        var folder = new DataFolder("tabfact", request.DataFolder);
        var subset = SuiteOptions.Choice(request, "tabfact", "subset", Subsets);
        SuiteOptions.RefuseOthers(request, "tabfact", "subset");
        const string test = "tokenized_data/test_examples.json";
        var splits = new SplitFiles(folder, "the statements of TabFact", "train",
        [
            new SplitFile("test", test),
            new SplitFile("val", "tokenized_data/val_examples.json"),
            .. Subsets.Where(name => folder.Find(IdList(name)) is not null).Select(name => new SplitFile(name, test)),
            new SplitFile("train", "tokenized_data/train_examples.json"),
        ]);
        return ValueTask.FromResult<ISuite>(new TabFactSuite(folder, splits, subset));
    });

    protected override IEnumerable<Example> Read(string split)
    {
        var file = SplitFiles.Require(split);
        var wanted = ListOf(split) is { } list ? TableIds.Read(list) : null;
        var simple = TableIds.ReadIfThere(Folder, "data/simple_test_id.json", "data/simple_ids.json");
        var complex = TableIds.ReadIfThere(Folder, "data/complex_test_id.json", "data/complex_ids.json");
        using var tables = TabFactTables.Open(Folder);
        var row = 0L;
        foreach (var item in JsonStream.Read(file))
        {
            var statements = TabFactEntry.Parse(item);
            var first = row;
            row += statements.Texts.Count;
            if (wanted?.Contains(statements.TableId) == false)
                continue;
            var table = tables.Load(statements.TableId, statements.Caption, item.Place);
            var text = TableText.Linearise(table);
            var difficulty = simple.Contains(statements.TableId) ? "simple" : complex.Contains(statements.TableId) ? "complex" : null;
            for (var i = 0; i < statements.Texts.Count; i++)
                yield return new Example
                {
                    Input = new ExampleInput
                    {
                        Id = file.RowId(first + i),
                        Cluster = statements.TableId,
                        Query = $"{text}\nStatement: {statements.Texts[i]}\nIs the statement true, yes or no?\nAnswer:",
                        Question = statements.Texts[i],
                        Table = table,
                        Choices = Choices,
                    },
                    References = [Choices[statements.Labels[i]]],
                    Label = statements.Labels[i],
                    Groups = difficulty is null ? [] : [new("difficulty", difficulty)],
                };
        }
    }

    protected override IEnumerable<DataFile> UsedFiles(string split)
    {
        var file = SplitFiles.Require(split);
        yield return file;
        var list = ListOf(split);
        if (list is not null)
            yield return list;
        foreach (var name in new[] { "data/simple_test_id.json", "data/complex_test_id.json", "data/simple_ids.json", "data/complex_ids.json" })
            if (Folder.Find(name) is { } groups)
                yield return groups;
        using var tables = TabFactTables.Open(Folder);
        var wanted = list is null ? null : TableIds.Read(list);
        foreach (var item in JsonStream.Read(file))
            if (wanted?.Contains(item.Name ?? "") != false && tables.FileOf(item.Name ?? "", item.Place) is { } table)
                yield return table;
    }

    private static readonly string[] Choices = ["no", "yes"];

    private static string IdList(string name) => $"data/{name}_test_id.json";

    // The list of table ids that makes up a split; null: every table of the split's file.
    private DataFile? ListOf(string split)
    {
        if (Subsets.Contains(split))
            return Folder.Require(IdList(split), $"the tables of the {split} test set");
        if (_subset is null)
            return Folder.Find($"data/{split}_id.json");
        return split == "test" ? Folder.Require(IdList(_subset), $"the tables of the {_subset} test set")
            : throw new SuiteException($"The option subset of 'tabfact' holds for the test split only; the split is '{split}'.");
    }

    private static SuiteCard MakeCard(SplitFiles splits) => new()
    {
        Name = "tabfact",
        Title = Title,
        ClusterMeaning = "table",
        DefaultMetrics = ["accuracy"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 8, Stop = ["\n"] },
        Splits = splits.Evaluable,
        TrainingSplit = splits.Training,
        HasChoices = true,
        Extraction = AnswerExtraction.FirstLine,
        Source = Source,
        License = "CC BY 4.0",
    };
}
