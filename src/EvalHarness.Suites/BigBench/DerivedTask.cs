using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBench;

/// <summary>
/// BIG-bench tasks as other projects republished them, for where the original file cannot be had: <c>derived/llm-foundry/bigbench_TASK.jsonl</c>
/// (finished prompt and target), <c>derived/instruction_induction/raw/{induce,execute}/TASK.json</c> (input and output) and
/// <c>derived/list_functions/list_function.jsonl</c> (functions shown by examples).
/// </summary>
/// <param name="Name">Task.</param>
/// <param name="Splits">Its files by split.</param>
/// <param name="Read">Reads the pairs of a file: id, cluster or null, query with its lead moved away, target.</param>
internal sealed record DerivedTask(string Name, IReadOnlyList<SplitFile> Splits, Func<DataFile, IEnumerable<DerivedPair>> Read)
{
    private const string Foundry = "derived/llm-foundry";
    private const string Induce = "derived/instruction_induction/raw/induce";
    private const string Execute = "derived/instruction_induction/raw/execute";
    private const string ListFunctions = "derived/list_functions/list_function.jsonl";

    /// <summary>Lists the tasks that are there in these forms.</summary>
    public static IEnumerable<string> List(DataFolder folder)
    {
        foreach (var name in folder.FileNames(Foundry))
            if (name.StartsWith("bigbench_", StringComparison.Ordinal) && name.EndsWith(".jsonl", StringComparison.Ordinal))
                yield return name["bigbench_".Length..^".jsonl".Length];
        foreach (var name in folder.FileNames(Induce).Concat(folder.FileNames(Execute)))
            if (name.EndsWith(".json", StringComparison.Ordinal))
                yield return name[..^".json".Length];
        if (folder.Find(ListFunctions) is not null)
            yield return "list_functions";
    }

    /// <summary>The task in one of these forms, or null.</summary>
    public static DerivedTask? Find(DataFolder folder, string task)
    {
        if (task.Length == 0 || task.Contains('/'))
            return null;
        if (task == "list_functions" && folder.Find(ListFunctions) is not null)
            return new DerivedTask(task, [new SplitFile("all", ListFunctions)], ReadFunctions);
        if (folder.Find($"{Foundry}/bigbench_{task}.jsonl") is { } prompts)
            return new DerivedTask(task, [new SplitFile("all", prompts.Name)], ReadPrompts);
        if (folder.FindAny($"{Induce}/{task}.json", $"{Execute}/{task}.json") is not null)
            return new DerivedTask(task, [new SplitFile("induce", $"{Induce}/{task}.json"), new SplitFile("execute", $"{Execute}/{task}.json")], ReadInductions);
        return null;
    }

    private static IEnumerable<DerivedPair> ReadPrompts(DataFile file) =>
        JsonLines.Read(file).Select((record, row) => new DerivedPair(file.RowId(row), null, record.Text("context").TrimEnd(' '), record.Text("continuation").Trim(' ')));

    private static IEnumerable<DerivedPair> ReadInductions(DataFile file) =>
        JsonStream.Read(file, "examples").Select(item =>
            new DerivedPair($"{file.Stem}:{item.Name}", null, $"Input: {item.Record.Text("input")}\nOutput:", item.Record.Text("output")));

    private static IEnumerable<DerivedPair> ReadFunctions(DataFile file)
    {
        foreach (var record in JsonLines.Read(file))
        {
            var function = record.TextOrNumber("idx");
            var shown = string.Concat(Pairs(record, "train").Select(pair => $"Input: {pair.Text("input")}\nOutput: {pair.Text("output")}\n\n"));
            var number = 0;
            foreach (var pair in Pairs(record, "test"))
                yield return new DerivedPair($"{function}.{number++}", function, $"{shown}Input: {pair.Text("input")}\nOutput:", pair.Text("output"));
        }

        static IEnumerable<JsonRecord> Pairs(JsonRecord record, string field) => record.Items(field).Select(item => new JsonRecord(item, record.Place));
    }
}

/// <summary>A query and its target.</summary>
internal sealed record DerivedPair(string Id, string? Cluster, string Query, string Target);
