using System.Globalization;

namespace EvalHarness.Models.NGram;

/// <summary>
/// Cuts a text into units: characters (code points), or words: runs of letters and marks, of digits, or of other visible characters, each
/// with one space before it if there is one, as byte-level tokenizers cut; every other white space alone. A line feed is always a unit of its
/// own, so units never span lines. The units spell the text.
/// </summary>
internal ref struct TextUnits(ReadOnlySpan<char> text, bool byCharacter)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The unit found.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Finds the next unit.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var length = byCharacter ? CodePoint(_rest) : Word(_rest);
        Current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    private static int CodePoint(ReadOnlySpan<char> text) =>
        char.IsHighSurrogate(text[0]) && text.Length > 1 && char.IsLowSurrogate(text[1]) ? 2 : 1;

    private static int Word(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' && text.Length > 1 && ClassOf(text[1]) != UnitClass.Space ? 1 : 0;
        var kind = ClassOf(text[start]);
        if (kind == UnitClass.Space)
            return 1;
        var end = start + 1;
        while (end < text.Length && ClassOf(text[end]) == kind)
            end++;
        return end;
    }

    private static UnitClass ClassOf(char c)
    {
        if (char.IsAscii(c))
            return char.IsAsciiLetter(c) ? UnitClass.Letter : char.IsAsciiDigit(c) ? UnitClass.Digit : c is ' ' or >= '\t' and <= '\r' ? UnitClass.Space : UnitClass.Other;
        if (char.IsWhiteSpace(c))
            return UnitClass.Space;
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            <= UnicodeCategory.EnclosingMark => UnitClass.Letter,
            UnicodeCategory.DecimalDigitNumber => UnitClass.Digit,
            _ => UnitClass.Other,
        };
    }

    private enum UnitClass
    {
        Space,
        Letter,
        Digit,
        Other,
    }
}
