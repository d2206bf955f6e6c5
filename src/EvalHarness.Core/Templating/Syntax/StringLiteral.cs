using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>The escapes of string literals, as Python's unicode-escape codec reads them after everything beyond ASCII was escaped.</summary>
internal static class StringLiteral
{
    /// <summary>The text of a literal without its quotes.</summary>
    /// <param name="body">What stands between the quotes.</param>
    /// <param name="error">Makes the syntax error for a reason.</param>
    public static string Decode(string body, Func<string, Exception> error)
    {
        if (!body.Contains('\\', StringComparison.Ordinal))
            return body;
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '\\')
            {
                text.Append(body[i]);
                continue;
            }
            if (++i == body.Length)
                throw error("\\ at end of string");
            i = DecodeEscape(body, i, text, error);
        }
        return text.ToString();
    }

    // Decodes the escape whose letter is at i; gives the position of its last character.
    private static int DecodeEscape(string body, int i, StringBuilder text, Func<string, Exception> error)
    {
        switch (body[i])
        {
            case '\n': break;
            case '\\' or '\'' or '"': text.Append(body[i]); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'v': text.Append('\v'); break;
            case 'x': return DecodeHexadecimal(body, i, 2, text, error);
            case 'u': return DecodeHexadecimal(body, i, 4, text, error);
            case 'U': return DecodeHexadecimal(body, i, 8, text, error);
            case 'N': return DecodeName(body, i, text, error);
            case >= '0' and <= '7':
                var (value, end) = (0, i);
                for (; end < body.Length && end < i + 3 && body[end] is >= '0' and <= '7'; end++)
                    value = value * 8 + (body[end] - '0');
                text.Append((char)value);
                return end - 1;
            case <= '\u007F':
                text.Append('\\').Append(body[i]);
                break;
            default:
                // The codec sees the backslash in front of the escape of the character, and takes the pair for a backslash.
                var rune = Rune.TryGetRuneAt(body, i, out var found) ? found.Value : body[i];
                text.Append(rune switch { < 0x100 => $"\\x{rune:x2}", < 0x10000 => $"\\u{rune:x4}", _ => $"\\U{rune:x8}" });
                return rune > 0xFFFF ? i + 1 : i;
        }
        return i;
    }

    private static int DecodeHexadecimal(string body, int i, int digits, StringBuilder text, Func<string, Exception> error)
    {
        var available = Math.Min(digits, body.Length - i - 1);
        var code = body.AsSpan(i + 1, available);
        if (available < digits || !int.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw error($"truncated \\{body[i]}{new string('X', digits)} escape");
        if (value is < 0 or > 0x10FFFF)
            throw error("illegal Unicode character");
        if (Rune.IsValid(value))
            text.Append(new Rune(value).ToString());
        else
            text.Append((char)value);
        return i + digits;
    }

    private static int DecodeName(string body, int i, StringBuilder text, Func<string, Exception> error)
    {
        var close = body.IndexOf('}', i);
        if (i + 1 >= body.Length || body[i + 1] != '{' || close < i + 3)
            throw error("malformed \\N character escape");
        text.Append(UnicodeNames.Find(body[(i + 2)..close]) ?? throw error("unknown Unicode character name"));
        return close;
    }
}
