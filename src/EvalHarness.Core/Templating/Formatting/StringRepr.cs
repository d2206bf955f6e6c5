using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's <c>repr</c> of texts.</summary>
internal static class StringRepr
{
    /// <summary>Single quotes unless the text has those and no double ones; everything that is not printable escaped.</summary>
    public static string Of(string text)
    {
        var written = new StringBuilder(text.Length + 2);
        Append(written, text, asciiOnly: false);
        return written.ToString();
    }

    /// <summary>Python's <c>ascii</c>: as <c>repr</c>, with everything beyond ASCII escaped.</summary>
    public static string ToAscii(string repr)
    {
        if (Ascii.IsValid(repr))
            return repr;
        var written = new StringBuilder(repr.Length * 2);
        foreach (var (rune, unit) in Decode(repr))
        {
            if (rune is { IsAscii: true })
                written.Append((char)rune.Value.Value);
            else
                AppendEscape(written, rune?.Value ?? unit);
        }
        return written.ToString();
    }

    public static void Append(StringBuilder written, string text, bool asciiOnly)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        written.Append(quote);
        foreach (var (rune, unit) in Decode(text))
        {
            var c = rune?.Value ?? unit;
            switch (c)
            {
                case '\n': written.Append("\\n"); break;
                case '\r': written.Append("\\r"); break;
                case '\t': written.Append("\\t"); break;
                case '\\': written.Append("\\\\"); break;
                case '\'' or '"' when c == quote: written.Append('\\').Append(quote); break;
                case >= 0x20 and < 0x7F: written.Append((char)c); break;
                default:
                    if (!asciiOnly && rune is { } r && IsPrintable(r))
                        written.Append(r.ToString());
                    else
                        AppendEscape(written, c);
                    break;
            }
        }
        written.Append(quote);
    }

    /// <summary><c>str.isprintable</c> of one character.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    // Code points; an unpaired surrogate comes as a unit without a rune.
    private static IEnumerable<(Rune? Rune, char Unit)> Decode(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return (rune, '\0');
                i += rune.Utf16SequenceLength;
            }
            else
            {
                yield return (null, text[i++]);
            }
        }
    }

    private static void AppendEscape(StringBuilder written, int codePoint)
    {
        _ = codePoint switch
        {
            < 0x100 => written.Append(CultureInfo.InvariantCulture, $"\\x{codePoint:x2}"),
            < 0x10000 => written.Append(CultureInfo.InvariantCulture, $"\\u{codePoint:x4}"),
            _ => written.Append(CultureInfo.InvariantCulture, $"\\U{codePoint:x8}"),
        };
    }
}
