using System.Globalization;
using System.Text;

namespace EvalHarness.Models.Tokenizers;

/// <summary>What the pre-tokenizers' expressions tell apart.</summary>
internal enum CharacterClass : byte
{
    Other,
    Letter,
    Number,
    WhiteSpace,
}

/// <summary>Unicode classes of characters at a place of a UTF-16 text.</summary>
internal static class CharacterClasses
{
    // Punctuation of the basic plane that came after Unicode 8.
    private static readonly System.Buffers.SearchValues<char> NewerPunctuation = System.Buffers.SearchValues.Create(
        "\u061D\u09FD\u0A76\u0C77\u0C84\u1B4E\u1B4F\u1B7D\u1B7E\u1B7F\u2E43\u2E44\u2E45\u2E46\u2E47\u2E48\u2E49\u2E4A\u2E4B\u2E4C\u2E4D\u2E4E"
        + "\u2E4F\u2E52\u2E53\u2E54\u2E55\u2E56\u2E57\u2E58\u2E59\u2E5A\u2E5B\u2E5C\u2E5D");

    private static readonly byte[] BasicPlane = Build();

    /// <summary>The class of the character at an index and its UTF-16 length. An unpaired surrogate is other.</summary>
    public static CharacterClass At(ReadOnlySpan<char> text, int index, out int length)
    {
        var c = text[index];
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return Of(Rune.GetUnicodeCategory(new Rune(c, text[index + 1])));
        }
        length = 1;
        return (CharacterClass)BasicPlane[c];
    }

    /// <summary>The general category of a character; surrogate halves have their own.</summary>
    public static UnicodeCategory CategoryAt(ReadOnlySpan<char> text, int index, out int length)
    {
        var c = text[index];
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return Rune.GetUnicodeCategory(new Rune(c, text[index + 1]));
        }
        length = 1;
        return char.GetUnicodeCategory(c);
    }

    public static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>ASCII punctuation and symbols, and every character of a punctuation category as Unicode 8 had it: the reference library's table.</summary>
    public static bool IsPunctuation(ReadOnlySpan<char> text, int index, out int length)
    {
        var category = CategoryAt(text, index, out length);
        if (text[index] < 128)
            return char.IsPunctuation(text[index]) || char.IsSymbol(text[index]);
        if (NewerPunctuation.Contains(text[index]))
            return false;
        return category is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation;
    }

    /// <summary>A word character of the reference library's expressions: alphabetic, mark, decimal digit, connector.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, int index, out int length)
    {
        var category = CategoryAt(text, index, out length);
        return category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
            || category <= UnicodeCategory.OtherLetter || IsMark(category) || text[index] is '\u200C' or '\u200D';
    }

    private static CharacterClass Of(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other,
    };

    private static byte[] Build()
    {
        var classes = new byte[char.MaxValue + 1];
        for (var c = 0; c <= char.MaxValue; c++)
            classes[c] = (byte)(char.IsWhiteSpace((char)c) ? CharacterClass.WhiteSpace : Of(char.GetUnicodeCategory((char)c)));
        return classes;
    }
}
