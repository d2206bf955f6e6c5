using System.Globalization;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>
/// Shows any text as text. Markup characters become entities; what a reader would not see or a parser would not take (control characters,
/// halves of surrogate pairs) becomes a visible sign, and so do the controls that reorder text, with which an output could show something else
/// than it is.
/// </summary>
public static class HostileText
{
    /// <summary>Writes a text for element content or a quoted attribute.</summary>
    public static void Write(TextWriter writer, string? text)
    {
        if (text is null) return;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': writer.Write("&amp;"); break;
                case '<': writer.Write("&lt;"); break;
                case '>': writer.Write("&gt;"); break;
                case '"': writer.Write("&quot;"); break;
                case '\'': writer.Write("&#39;"); break;
                case '\r':
                    // A parser would drop it or make it a line end of its own.
                    writer.Write(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\u240d");
                    break;
                case < ' ' and not ('\n' or '\t'):
                    writer.Write((char)('\u2400' + c));
                    break;
                case '\u007f': writer.Write('\u2421'); break;
                case >= '\u0080' and < '\u00a0' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\ufeff':
                    writer.Write(string.Create(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]"));
                    break;
                case '\ufffe' or '\uffff': writer.Write('\ufffd'); break;
                default:
                    if (!char.IsSurrogate(c)) writer.Write(c);
                    else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    {
                        writer.Write(c);
                        writer.Write(text[++i]);
                    }
                    else writer.Write('\ufffd');
                    break;
            }
        }
    }

    /// <summary>A text as element content or attribute.</summary>
    public static string Escape(string? text)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Write(writer, text);
        return writer.ToString();
    }
}
