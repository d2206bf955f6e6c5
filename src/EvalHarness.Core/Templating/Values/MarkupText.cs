using System.Net;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Markup turned back into plain text.</summary>
internal static class MarkupText
{
    /// <summary>Without comments and tags, runs of white space as one space, references as their characters.</summary>
    public static string StripTags(string markup)
    {
        var withoutComments = Remove(markup, "<!--", "-->");
        var withoutTags = Remove(withoutComments, "<", ">");
        return Unescape(string.Join(' ', PythonText.Split(withoutTags)));
    }

    /// <summary>Character references as their characters.</summary>
    public static string Unescape(string markup) => WebUtility.HtmlDecode(markup);

    private static string Remove(string text, string start, string end)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        var position = 0;
        while (true)
        {
            var open = text.IndexOf(start, position, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf(end, open, StringComparison.Ordinal);
            if (close < 0)
                return kept.Append(text, position, text.Length - position).ToString();
            kept.Append(text, position, open - position);
            position = close + end.Length;
        }
    }
}
