using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.BigBench;

/// <summary>Finds tasks in a data folder: a clone of the repository, its <c>bigbench</c> folder, or a folder of tasks. Subtasks are <c>task/subtask</c>.</summary>
internal static class BigBenchTasks
{
    private static readonly string[] Roots = ["benchmark_tasks/", "bigbench/benchmark_tasks/", ""];

    /// <summary>Lists the tasks that are there.</summary>
    public static IReadOnlyList<string> List(DataFolder folder, CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(DerivedTask.List(folder), StringComparer.Ordinal);
        foreach (var root in Roots)
            foreach (var task in folder.FolderNames(root.TrimEnd('/')))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (folder.Find($"{root}{task}/task.json") is not null)
                    names.Add(task);
                foreach (var subtask in folder.FolderNames($"{root}{task}"))
                    if (root.Length > 0 && folder.Find($"{root}{task}/{subtask}/task.json") is not null)
                        names.Add($"{task}/{subtask}");
            }
        return [.. names];
    }

    /// <summary>The file of a task, or null.</summary>
    public static DataFile? Find(DataFolder folder, string task) => folder.FindAny([.. Roots.Select(root => $"{root}{task}/task.json")]);

    /// <summary>The file of a task.</summary>
    public static DataFile Require(DataFolder folder, string task)
    {
        if (task.Length == 0)
            throw new SuiteException("'bigbench' needs a task behind a colon, such as bigbench:object_counting.");
        if (Find(folder, task) is { } file)
            return file;
        foreach (var root in Roots)
            if (folder.Find($"{root}{task}/task.py") is not null)
                throw new SuiteException($"'{folder.Suite}' is a programmatic task (task.py); only JSON tasks can be read.");
        throw SuiteMembers.Absent(folder, $"benchmark_tasks/{task}/task.json", task, List(folder, CancellationToken.None));
    }
}
