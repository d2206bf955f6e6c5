using System.Text;

namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>
/// Text rules of Python 2.7, the language of the official denotation scorer, where they differ from Python 3: U+180E is white space, lower-casing
/// maps one character to one character, and decimal digits are those of Unicode 5.2.
/// </summary>
internal static class Python2Text
{
    // Code points of the digit zero of every decimal system of Unicode 5.2, ascending; nine further digits follow each.
    private static readonly int[] Zeros =
    [
        0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040,
        0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xAA50, 0xABF0,
        0xFF10, 0x104A0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
    ];

    private const int NewTaiLueThamDigitOne = 0x19DA;

    /// <summary>Whether <c>unicode.isspace</c>, <c>strip</c> and <c>\s</c> with the Unicode flag take the character for white space.</summary>
    public static bool IsWhiteSpace(char c) => c <= ' ' ? c is >= '\t' and <= '\r' or >= '\u001C' : c >= '\u0085' && IsWideWhiteSpace(c);

    /// <summary>The text between the first and the last character that is no white space.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
            start++;
        while (end > start && IsWhiteSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>
    /// What <c>int</c> and <c>float</c> read of a text: every decimal digit as its ASCII digit, every white space as U+0020. Null where the
    /// text holds any other character outside ASCII, which no number contains.
    /// </summary>
    public static string? ToAsciiNumber(string text)
    {
        if (Ascii.IsValid(text) && text.AsSpan().IndexOfAnyInRange('\t', '\u001F') < 0)
            return text;
        var ascii = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && IsWhiteSpace((char)rune.Value))
                ascii.Append(' ');
            else if (rune.IsAscii)
                ascii.Append((char)rune.Value);
            else if (DecimalDigit(rune.Value) is >= 0 and var digit)
                ascii.Append((char)('0' + digit));
            else
                return null;
        }
        return ascii.ToString();
    }

    /// <summary>Lower case, each character on its own: no final sigma, no mapping to two characters.</summary>
    public static char ToLower(char c) => char.ToLowerInvariant(c);

    private static bool IsWideWhiteSpace(char c) => c switch
    {
        '\u0085' or '\u00A0' or '\u1680' or '\u180E' => true,
        >= '\u2000' and <= '\u200A' or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' => true,
        _ => false,
    };

    private static int DecimalDigit(int codePoint)
    {
        if (codePoint == NewTaiLueThamDigitOne)
            return 1;
        var index = Array.BinarySearch(Zeros, codePoint);
        var zero = Zeros[index >= 0 ? index : Math.Max(0, ~index - 1)];
        return codePoint - zero is >= 0 and <= 9 and var digit ? digit : -1;
    }
}
