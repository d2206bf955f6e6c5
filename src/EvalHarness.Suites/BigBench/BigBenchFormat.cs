using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.BigBench;

/// <summary>Prompts as BIG-bench builds them from the task's own prefixes and separator.</summary>
internal sealed class BigBenchFormat(BigBenchTask task, IReadOnlyList<string>? sharedChoices) : IPromptFormat
{
    public string Instruction(string template) => task.TaskPrefix;

    public string Demonstration(Example example) => string.Concat(example.Input.Query, task.Lead, example.Answer, task.Separator);

    public string Continuation(string template, string answer) => task.Lead + answer;

    public string? QueryWith(string template, IReadOnlyDictionary<string, string> slots) =>
        slots.TryGetValue("input", out var input) ? task.Query(input, sharedChoices)
            : throw new ArgumentException($"The prompt needs a text for 'input'; it has {string.Join(", ", slots.Keys)}.", nameof(slots));
}
