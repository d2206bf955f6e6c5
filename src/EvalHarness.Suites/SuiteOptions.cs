using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites;

/// <summary>The options of a <c>data</c> entry, checked.</summary>
internal static class SuiteOptions
{
    /// <summary>An option that is one of a few words; null where it is not given.</summary>
    /// <exception cref="SuiteException">It is another word.</exception>
    public static string? Choice(SuiteRequest request, string suite, string name, IReadOnlyList<string> allowed)
    {
        if (!request.Options.TryGetValue(name, out var value))
            return null;
        return allowed.Contains(value) ? value
            : throw new SuiteException($"The option {name} of '{suite}' is '{value}'{Suggestion.For(value, allowed)}; allowed are {string.Join(", ", allowed)}.");
    }

    /// <summary>Refuses options that the suite does not have.</summary>
    /// <exception cref="SuiteException">There is one.</exception>
    public static void RefuseOthers(SuiteRequest request, string suite, params string[] known)
    {
        foreach (var name in request.Options.Keys)
            if (!known.Contains(name))
                throw new SuiteException($"'{suite}' has no option '{name}'{Suggestion.For(name, known)}; it has {(known.Length == 0 ? "none" : string.Join(", ", known))}.");
    }
}
