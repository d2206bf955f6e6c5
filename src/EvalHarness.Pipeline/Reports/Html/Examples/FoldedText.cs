using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Examples;

/// <summary>Texts of prompts and outputs: short ones as they are, long ones folded, endless ones cut with a word about it.</summary>
internal static class FoldedText
{
    private const int Short = 700;
    private const int Longest = 20_000;

    public static void Write(HtmlPage page, string text)
    {
        if (text.Length <= Short)
        {
            page.Write($"<pre class=\"text\">{text}</pre>");
            return;
        }
        page.Write($"<details class=\"fold\"><summary><span class=\"text\">{Line(text, 160)}</span> <small>{NumberText.Count(text.Length)} characters</small></summary><pre class=\"text\">{Beginning(text, Longest)}</pre>{Markup.When(text.Length > Longest, part => part.Write($"<p class=\"muted\">{NumberText.Count(text.Length - Longest)} further characters stand in predictions/ and requests/.</p>"))}</details>");
    }

    /// <summary>The first characters of a text, on one line.</summary>
    public static string Line(string text, int longest)
    {
        var line = string.Join(' ', Beginning(text, longest + 1).Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return text.Length > longest ? Beginning(line, longest) + "…" : line;
    }

    /// <summary>The first UTF-16 units of a text, never half a surrogate pair.</summary>
    public static string Beginning(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
