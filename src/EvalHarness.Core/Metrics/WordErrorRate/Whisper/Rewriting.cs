using System.Buffers;
using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>
/// The replacements Whisper's normalisers are written in. Each goes once over the text from left to right and continues behind what it has
/// replaced, as a regular expression would; word characters, digits and white space are Python's.
/// </summary>
internal static class Rewriting
{
    /// <summary>Replaces a text that ends a word and, if asked, starts one.</summary>
    public static string Replace(string text, in SpokenForm form)
    {
        var found = text.IndexOf(form.Text, StringComparison.Ordinal);
        if (found < 0)
            return text;
        var result = new StringBuilder(text.Length + 16);
        var copied = 0;
        while (found >= 0)
        {
            var end = found + form.Text.Length;
            if (!PythonText.IsWordAt(text, end) && !(form.WholeWord && PythonText.IsWordBefore(text, found)))
            {
                result.Append(text, copied, found - copied).Append(form.Replacement);
                copied = end;
                found = text.IndexOf(form.Text, end, StringComparison.Ordinal);
            }
            else
                found = text.IndexOf(form.Text, found + 1, StringComparison.Ordinal);
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Deletes what stands between angle or square brackets, of either kind at either end, and the brackets.</summary>
    public static string DeleteBracketed(string text)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        while (text.AsSpan(position).IndexOfAny('<', '[') is var open and >= 0)
        {
            var close = text.AsSpan(position + open + 1).IndexOfAny('>', ']');
            if (close < 0)
                break;
            result.Append(text, position, open);
            position += open + 1 + close + 1;
        }
        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Deletes what stands in parentheses, and the parentheses. Empty ones stay.</summary>
    public static string DeleteParenthesized(string text)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        var from = 0;
        while (text.IndexOf('(', from) is var open and >= 0)
        {
            var close = text.IndexOf(')', open);
            if (close < 0)
                break;
            from = open + 1;
            if (close == from)
                continue;
            result.Append(text, position, open - position);
            position = from = close + 1;
        }
        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Deletes white space before apostrophes.</summary>
    public static string JoinApostrophes(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\'')
                while (result.Length > 0 && PythonText.IsWhiteSpace(result[^1]))
                    result.Length--;
            result.Append(c);
        }
        return result.ToString();
    }

    /// <summary>Deletes commas between digits. A digit ends one match and cannot start the next: "1,2,3" keeps its second comma.</summary>
    public static string DeleteThousandsCommas(string text)
    {
        var result = new StringBuilder(text.Length);
        var free = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ',' && DigitLengthBefore(text, i) is var before and > 0 && i - before >= free && DigitLengthAt(text, i + 1) is var after and > 0)
                free = i + 1 + after;
            else
                result.Append(text[i]);
        }
        return result.ToString();
    }

    private static int DigitLengthBefore(string text, int index) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, index), out var rune, out var length) == OperationStatus.Done && Rune.IsDigit(rune) ? length : 0;

    private static int DigitLengthAt(string text, int index) =>
        Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var length) == OperationStatus.Done && Rune.IsDigit(rune) ? length : 0;

    /// <summary>Puts a space for each of the given symbols that is followed by something else than an ASCII digit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="symbols">Which symbols.</param>
    /// <param name="atEnd">Whether the end of the text, too, is something else.</param>
    public static string DropUnlessBeforeDigit(string text, string symbols, bool atEnd)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!symbols.Contains(text[i]) || (i + 1 == text.Length ? !atEnd : char.IsAsciiDigit(text[i + 1])))
                result.Append(text[i]);
            else
            {
                result.Append(' ');
                // The character behind is part of the match: a symbol there is not looked at again.
                if (++i < text.Length)
                    result.Append(text[i]);
            }
        }
        return result.ToString();
    }

    /// <summary>Puts a space for each percent sign behind something else than an ASCII digit.</summary>
    public static string DropPercentUnlessBehindDigit(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i]);
            if (i + 1 < text.Length && text[i + 1] == '%' && !char.IsAsciiDigit(text[i]))
            {
                result.Append(' ');
                i++;
            }
        }
        return result.ToString();
    }

    /// <summary>One space for each run of white space.</summary>
    public static string CollapseWhiteSpace(string text)
    {
        var result = new StringBuilder(text.Length);
        var space = false;
        foreach (var c in text)
        {
            var isSpace = PythonText.IsWhiteSpace(c);
            if (!isSpace)
                result.Append(c);
            else if (!space)
                result.Append(' ');
            space = isSpace;
        }
        return result.ToString();
    }
}
