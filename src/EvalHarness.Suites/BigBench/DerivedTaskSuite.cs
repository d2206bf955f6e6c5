using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.BigBench;

/// <summary>A BIG-bench task in the form of another project; free text, scored as Cappy scores BIG-bench.</summary>
internal sealed class DerivedTaskSuite : FileSuite
{
    private readonly DerivedTask _task;

    public DerivedTaskSuite(DataFolder folder, DerivedTask task)
        : this(folder, task, new SplitFiles(folder, "the examples of a derived BIG-bench task", null, task.Splits))
    {
    }

    private DerivedTaskSuite(DataFolder folder, DerivedTask task, SplitFiles splits)
        : base(splits, MakeCard(folder, task, splits), new CueFormat(""), "derived revision 1") => _task = task;

    protected override IEnumerable<Example> Read(string split)
    {
        foreach (var pair in _task.Read(SplitFiles.Require(split)))
            yield return new Example
            {
                Input = new ExampleInput { Id = pair.Id, Cluster = pair.Cluster, Query = pair.Query },
                References = [pair.Target],
            };
    }

    private static SuiteCard MakeCard(DataFolder folder, DerivedTask task, SplitFiles splits) => new()
    {
        Name = folder.Suite,
        Title = $"BIG-bench {task.Name}: as republished by another project, which built the prompts",
        ClusterMeaning = task.Name == "list_functions" ? "function" : null,
        DefaultMetrics = ["rougeL", "bigbench-exact"],
        DefaultGeneration = new GenerationSettings { MaxNewTokens = 64, Stop = ["\n"] },
        Splits = splits.Evaluable,
        Source = "Not the original task.json. "
            + "Read: derived/llm-foundry, derived/instruction_induction and derived/list_functions in the forms of those projects.",
        License = "Apache-2.0",
    };
}
