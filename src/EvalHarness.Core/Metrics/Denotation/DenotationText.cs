using System.Buffers;
using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>
/// The string normalisation of the official WikiTableQuestions scorer: diacritics, quotes, dashes, citations, details in parentheses, outer
/// quotation marks, one final full stop, case and white space.
/// </summary>
/// <remarks>
/// The scorer removes citations, parentheses and quotation marks in a loop of regular expressions. All of them cut from the ends, so here a span
/// shrinks and nothing is copied until the end.
/// </remarks>
public static class DenotationText
{
    // Texts of these characters only are their own normal form: nothing to trim, to lower or to collapse.
    private static readonly SearchValues<char> NormalCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789,-/:%$'&");

    private static readonly SearchValues<char> CitationMarks = SearchValues.Create("\u2022\u2666\u2020\u2021*#+");

    /// <summary>The normal form two strings are compared by.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyExcept(NormalCharacters) < 0)
            return text;
        return Ascii.IsValid(text) && !text.Contains('`') ? Finish(text) : NormalizeUnicode(text);
    }

    /// <summary>
    /// The same for any text, without the short cuts for ASCII: compatibility decomposition, then removal of non-spacing marks, then the rest.
    /// </summary>
    public static string NormalizeUnicode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var decomposed = Decompose(text);
        var plain = new StringBuilder(decomposed.Length);
        for (var i = 0; i < decomposed.Length; i++)
        {
            var c = decomposed[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < decomposed.Length && char.IsLowSurrogate(decomposed[i + 1]);
            var category = pair ? CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(c, decomposed[i + 1])) : CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == UnicodeCategory.NonSpacingMark)
            {
                i += pair ? 1 : 0;
                continue;
            }
            plain.Append(c switch
            {
                '\u2018' or '\u2019' or '\u00B4' or '`' => '\'',
                '\u201C' or '\u201D' => '"',
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
                _ => c,
            });
            if (pair)
                plain.Append(decomposed[++i]);
        }
        return Finish(plain.ToString());
    }

    private static string Finish(string text)
    {
        var rest = TrimDecoration(text);
        if (rest is [.., '.'])
            rest = rest[..^1];
        return LowerAndCollapse(text, rest);
    }

    private static ReadOnlySpan<char> TrimDecoration(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var length = text.Length;
            text = TrimCitations(Python2Text.Strip(text));
            text = TrimParentheses(Python2Text.Strip(text));
            text = TrimQuotes(Python2Text.Strip(text));
            if (text.Length == length)
                return text;
        }
    }

    // Cuts the longest tail that is a chain of citations: marks, [digits], and [anything] that does not open the text. Walks backwards; a
    // position starts a chain if a citation begins there that ends where a chain starts. Content of brackets may hold '[' but not ']'.
    private static ReadOnlySpan<char> TrimCitations(ReadOnlySpan<char> text)
    {
        var longest = text.Length;
        var chainBehind = true;
        var close = -1;
        for (var i = text.Length - 1; i >= 0 && (chainBehind || close >= 0); i--)
        {
            switch (text[i])
            {
                case ']':
                    close = chainBehind ? i : -1;
                    chainBehind = false;
                    break;
                case '[':
                    chainBehind = close >= 0 && (i > 0 || IsNumber(text[1..close]));
                    break;
                default:
                    chainBehind = chainBehind && CitationMarks.Contains(text[i]);
                    break;
            }
            if (chainBehind)
                longest = i;
        }
        return text[..longest];
    }

    // Cuts the longest tail that is a chain of " (...)", content free of ')'. A stripped text cannot begin with the space.
    private static ReadOnlySpan<char> TrimParentheses(ReadOnlySpan<char> text)
    {
        var longest = text.Length;
        var chainBehind = true;
        var close = -1;
        for (var i = text.Length - 1; i > 0 && (chainBehind || close >= 0); i--)
        {
            if (text[i] == ')')
                close = chainBehind ? i : -1;
            chainBehind = close > i && text[i] == ' ' && text[i + 1] == '(';
            if (chainBehind)
                longest = i;
        }
        return text[..longest];
    }

    private static ReadOnlySpan<char> TrimQuotes(ReadOnlySpan<char> text) =>
        text is ['"', .. var inner, '"'] && !inner.Contains('"') ? inner : text;

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static string LowerAndCollapse(string whole, ReadOnlySpan<char> text)
    {
        text = Python2Text.Strip(text);
        if (text.Length == whole.Length && IsLowAndCollapsed(text))
            return whole;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Python2Text.IsWhiteSpace(c))
            {
                if (buffer[length - 1] != ' ')
                    buffer[length++] = ' ';
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += Rune.ToLowerInvariant(new Rune(c, text[++i])).EncodeToUtf16(buffer.AsSpan(length));
            }
            else
            {
                buffer[length++] = Python2Text.ToLower(c);
            }
        }
        var result = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return result;
    }

    private static bool IsLowAndCollapsed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= 'A' and <= 'Z' or > '\u007E' or < ' ' || c == ' ' && text[i - 1] == ' ')
                return false;
        }
        return true;
    }

    // string.Normalize refuses unpaired surrogates and U+FFFE; Python leaves them alone, and they decompose with nothing.
    private static string Decompose(string text)
    {
        var index = IndexOfRefused(text, 0);
        if (index < 0)
            return text.Normalize(NormalizationForm.FormKD);
        var decomposed = new StringBuilder(text.Length);
        var start = 0;
        for (; index >= 0; start = index + 1, index = IndexOfRefused(text, start))
            decomposed.Append(text[start..index].Normalize(NormalizationForm.FormKD)).Append(text[index]);
        return decomposed.Append(text[start..].Normalize(NormalizationForm.FormKD)).ToString();
    }

    private static int IndexOfRefused(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\uFFFE')
                return i;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                return i;
        }
        return -1;
    }
}
