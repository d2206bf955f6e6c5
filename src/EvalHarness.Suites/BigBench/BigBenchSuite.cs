using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBench;

/// <summary>A JSON task of BIG-bench (Srivastava et al. 2022), generative or multiple choice.</summary>
internal sealed class BigBenchSuite : FileSuite
{
    private const string Title = "BIG-bench: the JSON tasks of the Beyond the Imitation Game benchmark";
    private const string Source = "github.com/google/BIG-bench. Read: bigbench/benchmark_tasks/TASK/task.json (or benchmark_tasks/TASK/task.json).";

    private readonly BigBenchTask _task;
    private readonly ChoiceOrder _order;

    private BigBenchSuite(DataFolder folder, SplitFiles splits, BigBenchTask task, ChoiceOrder order)
        : base(splits, MakeCard(folder, splits, task, order), new BigBenchFormat(task, order.Shared), "revision 1")
    {
        _task = task;
        _order = order;
    }

    /// <summary>The family's entry in the catalogue.</summary>
    public static SuiteFamily Family { get; } = new("bigbench", Title, Source,
        (dataFolder, cancellationToken) => ValueTask.FromResult(BigBenchTasks.List(new DataFolder("bigbench", dataFolder), cancellationToken)), (request, _) =>
    {
        SuiteOptions.RefuseOthers(request, "bigbench");
        var folder = new DataFolder($"bigbench:{request.Member}", request.DataFolder);
        if (DerivedTask.Find(folder, request.Member) is { } derived && BigBenchTasks.Find(folder, request.Member) is null)
            return ValueTask.FromResult<ISuite>(new DerivedTaskSuite(folder, derived));
        var file = BigBenchTasks.Require(folder, request.Member);
        var task = BigBenchTask.Read(file);
        var order = new ChoiceOrder(Examples(task));
        var splits = new SplitFiles(folder, "a task.json", null, new SplitFile("all", file.Name));
        return ValueTask.FromResult<ISuite>(new BigBenchSuite(folder, splits, task, order));
    });

    protected override IEnumerable<Example> Read(string split)
    {
        var row = 0L;
        foreach (var example in Examples(_task))
        {
            var id = example.OwnId ?? _task.File.RowId(row);
            row++;
            yield return example.TargetScores.Count == 0 ? Free(example, id) : Graded(example, id);
        }
    }

    private static IEnumerable<BigBenchExample> Examples(BigBenchTask task) => JsonStream.Read(task.File, "examples").Select(BigBenchExample.Parse);

    private Example Free(BigBenchExample example, string id) => new()
    {
        Input = new ExampleInput
        {
            Id = id,
            Query = _task.Query(example.Input, null),
            Question = example.Input,
            Slots = [new("input", example.Input)],
        },
        References = example.Targets,
    };

    private Example Graded(BigBenchExample example, string id)
    {
        var arranged = _order.Arrange(example, id);
        var choices = Array.ConvertAll(arranged, choice => choice.Key);
        var scores = Array.ConvertAll(arranged, choice => choice.Value);
        var best = scores.Max();
        // Tasks with both keys are graded by the one that their preferred score reads.
        var byText = example.Targets.Count > 0 && _task.PreferredScore != "multiple_choice_grade";
        return new Example
        {
            Input = new ExampleInput
            {
                Id = id,
                Query = _task.Query(example.Input, choices),
                Question = example.Input,
                Choices = choices,
                Slots = _task.AppendChoices && _order.Shared is null ? [] : [new("input", example.Input)],
            },
            References = byText ? example.Targets : [.. arranged.Where(choice => choice.Value == best).Select(choice => choice.Key)],
            Label = Array.IndexOf(scores, best),
            ChoiceScores = scores,
        };
    }

    private static SuiteCard MakeCard(DataFolder folder, SplitFiles splits, BigBenchTask task, ChoiceOrder order) => new()
    {
        Name = folder.Suite,
        Title = $"BIG-bench {folder.Suite["bigbench:".Length..]}: {task.Description}",
        DefaultMetrics = Metrics(task, order),
        DefaultGeneration = new GenerationSettings
        {
            MaxNewTokens = 128,
            // Without a stop string BIG-bench lets the model run on; here a line ends the answer unless answers span lines.
            Stop = task.StopString is { } stop ? [stop] : order.HasLineEnds ? [] : ["\n"],
        },
        Splits = splits.Evaluable,
        HasChoices = order.EveryExampleHasChoices,
        Extraction = task.OutputRegex is { } pattern ? new AnswerExtraction(ExtractionKind.Regex, pattern) : AnswerExtraction.Whole,
        Source = Source,
        License = "Apache-2.0",
    };

    // The preferred score first. Rouge-L is reported for every generative task: it is how the Cappy paper scores them.
    private static List<string> Metrics(BigBenchTask task, ChoiceOrder order)
    {
        var names = new List<string>();
        foreach (var score in task.Metrics.Prepend(task.PreferredScore))
        {
            var name = score switch
            {
                "multiple_choice_grade" => "accuracy",
                "exact_str_match" => "bigbench-exact",
                "rouge" => "rougeL",
                "bleu" => "bleu",
                _ => null,
            };
            if (name is not null && !names.Contains(name))
                names.Add(name);
        }
        if (!order.EveryExampleHasChoices && !names.Contains("rougeL"))
            names.Add("rougeL");
        return names.Count > 0 ? names : ["accuracy"];
    }
}
