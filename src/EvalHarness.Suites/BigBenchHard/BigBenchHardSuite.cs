using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.BigBenchHard;

/// <summary>A task of BIG-Bench Hard (Suzgun et al. 2022): exact match on a short answer, directly or behind a chain of thought.</summary>
internal sealed class BigBenchHardSuite : FileSuite
{
    private const string Title = "BIG-Bench Hard: 27 BIG-bench tasks that early models found hard";
    private const string Source = "github.com/suzgunmirac/BIG-Bench-Hard. "
        + "Read: bbh/TASK.json and, for instructions and worked examples, cot-prompts/TASK.txt.";
    private static readonly string[] Roots = ["", "BIG-Bench-Hard/"];

    private readonly bool _chain;
    private readonly ListedOptions _options;

    private BigBenchHardSuite(DataFolder folder, SplitFiles splits, ChainOfThoughtPrompt? prompt, bool chain, ListedOptions options)
        : base(splits, MakeCard(folder, splits, chain, options), MakeFormat(prompt, chain), $"revision 1 prompt={(chain ? "cot" : "direct")}")
    {
        _chain = chain;
        _options = options;
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("bbh", Title, Source,
        (dataFolder, _) => ValueTask.FromResult(List(new DataFolder("bbh", dataFolder))), (request, _) =>
    {
        var suite = $"bbh:{request.Member}";
        var chain = SuiteOptions.Choice(request, suite, "prompt", ["direct", "cot"]) == "cot";
        SuiteOptions.RefuseOthers(request, suite, "prompt");
        var folder = new DataFolder(suite, request.DataFolder);
        if (request.Member.Length == 0)
            throw new SuiteException("'bbh' needs a task behind a colon, such as bbh:date_understanding.");
        if (folder.FindAny(TaskNames(request.Member)) is null)
            throw SuiteMembers.Absent(folder, $"bbh/{request.Member}.json", request.Member, List(folder));
        var splits = new SplitFiles(folder, "a BIG-Bench Hard task", null, new SplitFile("test", TaskNames(request.Member)));
        var promptFile = folder.FindAny([.. Roots.Select(root => $"{root}cot-prompts/{request.Member}.txt")]);
        if (chain && promptFile is null)
            throw new SuiteException($"'{suite}' with prompt=cot needs cot-prompts/{request.Member}.txt, which is not in {folder.Root}.");
        var options = new ListedOptions(Examples(splits.Require("test")));
        var prompt = promptFile is null ? null : ChainOfThoughtPrompt.Read(promptFile);
        return ValueTask.FromResult<ISuite>(new BigBenchHardSuite(folder, splits, prompt, chain, options) { _promptFile = promptFile });
    });

    private DataFile? _promptFile;

    protected override IEnumerable<Example> Read(string split)
    {
        var file = SplitFiles.Require(split);
        var row = 0L;
        foreach (var (input, target) in Examples(file))
        {
            var choices = _options.ChoicesOf(input);
            yield return new Example
            {
                Input = new ExampleInput
                {
                    Id = file.RowId(row++),
                    Query = $"Q: {input}\nA:{(_chain ? " Let's think step by step." : "")}",
                    Question = input,
                    Choices = choices,
                },
                References = [target],
                Label = choices is null ? null : choices.IndexOf(target),
            };
        }
    }

    protected override IEnumerable<DataFile> UsedFiles(string split) => _promptFile is null ? base.UsedFiles(split) : base.UsedFiles(split).Append(_promptFile);

    private static IEnumerable<(string Input, string Target)> Examples(DataFile file) =>
        JsonStream.Read(file, "examples").Select(item => (item.Record.Text("input"), item.Record.Text("target")));

    private static string[] TaskNames(string task) => [.. Roots.Select(root => $"{root}bbh/{task}.json"), $"{task}.json"];

    private static IReadOnlyList<string> List(DataFolder folder) => [.. Roots.SelectMany(root => folder.FileNames($"{root}bbh"))
        .Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Select(name => name[..^".json".Length]).Distinct()];

    private static CueFormat MakeFormat(ChainOfThoughtPrompt? prompt, bool chain)
    {
        var description = prompt is null ? "" : prompt.Description + "\n\n";
        return chain ? new CueFormat(description + prompt!.WorkedExamples + "\n\n") { Lead = "\nSo the answer is " } : new CueFormat(description);
    }

    private static SuiteCard MakeCard(DataFolder folder, SplitFiles splits, bool chain, ListedOptions options) => new()
    {
        Name = folder.Suite,
        Title = $"BIG-Bench Hard {folder.Suite["bbh:".Length..]}",
        DefaultMetrics = ["exact-match"],
        DefaultGeneration = chain ? new GenerationSettings { MaxNewTokens = 512, Stop = ["\n\nQ:"] } : new GenerationSettings { MaxNewTokens = 64, Stop = ["\n"] },
        Splits = splits.Evaluable,
        HasChoices = options.InEveryExample,
        // The published scorer takes what follows the first cue and drops one final full stop.
        Extraction = chain ? new AnswerExtraction(ExtractionKind.Regex, @"the answer is (.*?)\.?(?:\n|$)") : AnswerExtraction.FirstLine,
        Source = Source,
        License = "MIT",
    };
}
