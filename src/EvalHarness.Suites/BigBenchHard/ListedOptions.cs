using System.Text.RegularExpressions;

namespace EvalHarness.Suites.BigBenchHard;

/// <summary>
/// The choices that inputs list behind a line <c>Options:</c>: letters in brackets, or the words behind dashes. They count only when every
/// example of the task lists the right one; three tasks have examples whose target is not among the options.
/// </summary>
internal sealed partial class ListedOptions
{
    /// <summary>Looks at all examples of a task once.</summary>
    public ListedOptions(IEnumerable<(string Input, string Target)> examples)
    {
        var any = false;
        InEveryExample = true;
        foreach (var (input, target) in examples)
        {
            any = true;
            if (Parse(input)?.Contains(target) == true)
                continue;
            InEveryExample = false;
            break;
        }
        InEveryExample &= any;
    }

    /// <summary>Whether every example lists its target.</summary>
    public bool InEveryExample { get; }

    /// <summary>The choices of an input, or null where the task has none.</summary>
    public List<string>? ChoicesOf(string input) => InEveryExample ? Parse(input) : null;

    private static List<string>? Parse(string input)
    {
        var start = input.LastIndexOf("\nOptions:\n", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var choices = new List<string>();
        foreach (var line in input[(start + "\nOptions:\n".Length)..].Split('\n'))
            if (Lettered().Match(line) is { Success: true } letter)
                choices.Add(letter.Value);
            else if (line.StartsWith("- ", StringComparison.Ordinal))
                choices.Add(line[2..].Trim());
        return choices.Count > 1 ? choices : null;
    }

    [GeneratedRegex(@"^\([A-Z]\)")]
    private static partial Regex Lettered();
}
