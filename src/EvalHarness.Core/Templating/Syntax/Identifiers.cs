using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>Python's identifiers.</summary>
internal static class Identifiers
{
    public static bool IsIdentifier(string text)
    {
        var first = true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (first ? !IsStart(rune) : !IsStart(rune) && !IsContinuation(rune))
                return false;
            first = false;
        }
        return !first;
    }

    /// <summary>Whether the lexer takes the character for part of a name; <see cref="IsIdentifier"/> has the last word.</summary>
    public static bool IsNameCharacter(Rune rune) => IsStart(rune) || IsContinuation(rune) || Rune.IsNumber(rune);

    private static bool IsStart(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber || rune.Value is 0x2118 or 0x212E or 0x309B or 0x309C;

    private static bool IsContinuation(Rune rune) => rune.Value is 0xB7 or 0x387 or >= 0x1369 and <= 0x1371 or 0x19DA
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
