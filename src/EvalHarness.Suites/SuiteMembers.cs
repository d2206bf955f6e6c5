using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites;

/// <summary>Messages about the part of an address behind the colon.</summary>
internal static class SuiteMembers
{
    /// <summary>The exception for a member that a family does not have, or that is missing from the address.</summary>
    public static SuiteException Unknown(string family, string member, IEnumerable<string> members)
    {
        var names = members.ToList();
        return new SuiteException(member.Length == 0
            ? $"'{family}' needs a member behind a colon, such as {family}:{names[0]}; it has {string.Join(", ", names)}."
            : $"'{family}' has no member '{member}'{Suggestion.For(member, names)}; it has {string.Join(", ", names)}.");
    }

    /// <summary>The exception for a task whose file is not in the data folder.</summary>
    public static SuiteException Absent(DataFolder folder, string file, string task, IReadOnlyList<string> tasks) =>
        new($"'{folder.Suite}' is not in {folder.Root}: there is no {file}{Suggestion.For(task, tasks)}; "
            + $"tasks that are there: {(tasks.Count == 0 ? "none" : string.Join(", ", tasks))}.");

    /// <summary>The exception for a member of a family that has none.</summary>
    public static SuiteException Unexpected(string family, string member) => new($"'{family}' has no members; write '{family}' instead of '{family}:{member}'.");
}
