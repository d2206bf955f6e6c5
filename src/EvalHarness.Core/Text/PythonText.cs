using System.Buffers;
using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Text;

/// <summary>
/// Text rules of Python 3 that .NET does not share and that official scorers and templates depend on: what is white space, full
/// lower-casing, and word characters of regular expressions. All of them work on code points.
/// </summary>
public static class PythonText
{
    /// <summary>Whether <c>str.isspace</c>, <c>strip</c> and <c>split</c> take the code point for white space (U+001C to U+001F included).</summary>
    public static bool IsWhiteSpace(int codePoint) => codePoint switch
    {
        >= 0x09 and <= 0x0D or >= 0x1C and <= 0x20 or 0x85 or 0xA0 or 0x1680 => true,
        >= 0x2000 and <= 0x200A or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 => true,
        _ => false,
    };

    /// <summary><c>text.strip()</c>.</summary>
    public static string Strip(string text) => StripSpan(text).ToString();

    /// <summary><c>text.strip()</c> without a copy. All white space lies in the basic plane, so UTF-16 units suffice.</summary>
    public static ReadOnlySpan<char> StripSpan(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && IsWhiteSpace(text[start]))
            start++;
        return RightStripSpan(text[start..]);
    }

    /// <summary><c>text.rstrip()</c> without a copy.</summary>
    public static ReadOnlySpan<char> RightStripSpan(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && IsWhiteSpace(text[end - 1]))
            end--;
        return text[..end];
    }

    /// <summary><c>text.split()</c>: pieces between runs of white space, no empty ones.</summary>
    public static List<string> Split(string text)
    {
        var pieces = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var space = i == text.Length || IsWhiteSpace(text[i]);
            if (!space && start < 0)
                start = i;
            else if (space && start >= 0)
            {
                pieces.Add(text[start..i]);
                start = -1;
            }
        }
        return pieces;
    }

    /// <summary>
    /// <c>text.lower()</c>: the full Unicode mapping. .NET's invariant mapping differs in two places: U+0130 becomes "i" and U+0307 here,
    /// and a capital sigma at the end of a word becomes U+03C2.
    /// </summary>
    public static string Lower(string text)
    {
        if (text.AsSpan().IndexOfAny('\u0130', '\u03A3') < 0)
            return text.ToLowerInvariant();
        var lowered = new StringBuilder(text.Length + 4);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\u0130': lowered.Append("i\u0307"); break;
                case '\u03A3': lowered.Append(IsFinalSigma(text, i) ? '\u03C2' : '\u03C3'); break;
                case var c when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    lowered.Append(Rune.ToLowerInvariant(new Rune(c, text[++i])).ToString());
                    break;
                case var c: lowered.Append(char.ToLowerInvariant(c)); break;
            }
        }
        return lowered.ToString();
    }

    /// <summary>Whether <c>\w</c> of Python's <c>re</c> matches: letters, every numeric character, and the underscore; no combining marks.</summary>
    public static bool IsWordCharacter(Rune rune) =>
        rune.Value == '_' || Rune.IsLetter(rune) || Rune.IsNumber(rune);

    /// <summary>Whether a word character begins at that position; false at the end.</summary>
    public static bool IsWordAt(ReadOnlySpan<char> text, int index) => index < text.Length
        && Rune.DecodeFromUtf16(text[index..], out var rune, out _) == OperationStatus.Done && IsWordCharacter(rune);

    /// <summary>Whether a word character ends just before that position; false at the start.</summary>
    public static bool IsWordBefore(ReadOnlySpan<char> text, int index) => index > 0
        && Rune.DecodeLastFromUtf16(text[..index], out var rune, out _) == OperationStatus.Done && IsWordCharacter(rune);

    /// <summary>Whether <c>\b</c> matches at that position: a word character on exactly one side.</summary>
    public static bool IsWordBoundary(ReadOnlySpan<char> text, int index) => IsWordBefore(text, index) != IsWordAt(text, index);

    /// <summary>The number of code points, Python's <c>len</c>. Unpaired surrogates count as one each.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
                length--;
        return length;
    }

    /// <summary>The first <paramref name="count"/> code points.</summary>
    public static string Head(string text, int count)
    {
        var units = 0;
        for (var i = 0; i < count && units < text.Length; i++)
            units += char.IsHighSurrogate(text[units]) && units + 1 < text.Length && char.IsLowSurrogate(text[units + 1]) ? 2 : 1;
        return text[..units];
    }

    // CPython's rule: a cased letter before (case-ignorable characters skipped) and no cased letter after.
    private static bool IsFinalSigma(ReadOnlySpan<char> text, int index)
    {
        var before = text[..index];
        while (Rune.DecodeLastFromUtf16(before, out var rune, out var length) == OperationStatus.Done && IsCaseIgnorable(rune))
            before = before[..^length];
        if (Rune.DecodeLastFromUtf16(before, out var last, out _) != OperationStatus.Done || !IsCased(last))
            return false;
        var after = text[(index + 1)..];
        while (Rune.DecodeFromUtf16(after, out var rune, out var length) == OperationStatus.Done && IsCaseIgnorable(rune))
            after = after[length..];
        return Rune.DecodeFromUtf16(after, out var first, out _) != OperationStatus.Done || !IsCased(first);
    }

    // Unicode's Cased: letters of the categories Lu, Ll and Lt, and the few of Other_Uppercase and Other_Lowercase that are not case-ignorable
    // (ordinal indicators, Roman numerals, letters in circles and squares).
    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or >= 0x2160 and <= 0x217F or >= 0x24B6 and <= 0x24E9
            or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189;

    // Unicode's Case_Ignorable: marks, format characters, modifiers, and what may stand inside a word.
    private static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;
}
