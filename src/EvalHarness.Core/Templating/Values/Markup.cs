using System.Text;

namespace EvalHarness.Core.Templating.Values;

/// <summary>A text marked as safe HTML: it compares as text, and text joined to it is escaped.</summary>
internal sealed class Markup(string text)
{
    public string Text { get; } = text;

    /// <summary>The HTML-safe form of a text: <c>&amp; &lt; &gt; ' "</c> as references.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>'\"") < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\'' => escaped.Append("&#39;"),
                '"' => escaped.Append("&#34;"),
                _ => escaped.Append(c),
            };
        }
        return escaped.ToString();
    }
}
