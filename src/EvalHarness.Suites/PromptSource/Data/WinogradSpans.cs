using EvalHarness.Core.Text;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>
/// The repair of WSC's spans in the public loader of <c>super_glue/wsc.fixed</c>: spans that do not occur in the text take the case of the word
/// at their index and lose their final full stop.
/// </summary>
internal static class WinogradSpans
{
    private static readonly string[] LeftAsTheyAre = ["Kamenev and Zinoviev", "Kamenev, Zinoviev, and Stalin"];

    /// <summary>The span as the loader gives it.</summary>
    public static string Repair(string text, string span, long index, Place place, string field)
    {
        if (text.Contains(span, StringComparison.Ordinal) || LeftAsTheyAre.Contains(span))
            return span;
        var words = PythonText.Split(text);
        if (span.Length == 0 || index < 0 || index >= words.Count)
            throw place.Error($"the span {Place.Quote(span)} is not in the text, nor is word {index}", "a span of the text and the index of its first word", field);
        var first = char.IsLower(words[(int)index][0]) ? char.ToLowerInvariant(span[0]) : char.ToUpperInvariant(span[0]);
        var repaired = (first + span[1..]).TrimEnd('.').Replace('\n', ' ');
        return text.Contains(repaired, StringComparison.Ordinal) ? repaired
            : throw place.Error($"the span {Place.Quote(span)} is not in the text", "a span of the text", field);
    }
}
