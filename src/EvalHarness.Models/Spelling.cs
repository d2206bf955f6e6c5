using EvalHarness.Core.Text;

namespace EvalHarness.Models;

/// <summary>"Did you mean" for names of options, providers and fields.</summary>
internal static class Spelling
{
    /// <summary>The nearest known name as a parenthesis with a leading space, or an empty text where none is near.</summary>
    public static string Suggestion(string written, IEnumerable<string> known) =>
        NearestName.Of(written, known) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
}
