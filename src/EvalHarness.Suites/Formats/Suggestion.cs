using EvalHarness.Core.Text;

namespace EvalHarness.Suites.Formats;

/// <summary>"Did you mean", as messages about names say it.</summary>
internal static class Suggestion
{
    /// <summary>A clause such as <c> (did you mean 'wikitq'?)</c>, or empty where nothing is near.</summary>
    /// <param name="name">What was given.</param>
    /// <param name="allowed">What is allowed.</param>
    public static string For(string name, IEnumerable<string> allowed) => NearestName.Of(name, allowed) is { } nearest ? $" (did you mean '{nearest}'?)" : "";
}
