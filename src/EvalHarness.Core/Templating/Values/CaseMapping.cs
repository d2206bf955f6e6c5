using System.Globalization;
using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's full case mappings of texts.</summary>
internal static class CaseMapping
{
    public static string Upper(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();
        var upper = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            upper.Append(UpperOf(rune));
        return upper.ToString();
    }

    /// <summary><c>str.title</c>: a word starts at a cased character behind an uncased one.</summary>
    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length + 8);
        var inWord = false;
        var offset = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            title.Append(inWord ? LowerAt(text, offset, rune) : TitleOf(rune));
            inWord = IsCased(rune);
            offset += rune.Utf16SequenceLength;
        }
        return title.ToString();
    }

    /// <summary><c>str.capitalize</c>: the first character in title case, all others lower.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0 || !Rune.TryGetRuneAt(text, 0, out var first))
            return text;
        var lower = PythonText.Lower(text);
        var lowerFirst = PythonText.Lower(first.ToString());
        return TitleOf(first) + lower[lowerFirst.Length..];
    }

    public static string SwapCase(string text)
    {
        var swapped = new StringBuilder(text.Length + 8);
        var offset = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            swapped.Append(IsUpper(rune) ? LowerAt(text, offset, rune) : IsLower(rune) ? UpperOf(rune) : rune.ToString());
            offset += rune.Utf16SequenceLength;
        }
        return swapped.ToString();
    }

    /// <summary>
    /// <c>str.casefold</c>: characters that only the upper case makes equal fold to the lower form of that. The letters i with other dots and Cherokee, whose
    /// small letters are the younger ones, fold in their own ways.
    /// </summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            folded.Append(rune.Value switch
            {
                0x130 => "i\u0307",
                0x131 or >= 0x13A0 and <= 0x13F5 => rune.ToString(),
                0x1E9E => "ss",
                >= 0x13F8 and <= 0x13FD => ((char)(rune.Value - 8)).ToString(),
                >= 0xAB70 and <= 0xABBF => ((char)(rune.Value - 0xAB70 + 0x13A0)).ToString(),
                _ => PythonText.Lower(UpperOf(rune)).Replace('\u03C2', '\u03C3'),
            });
        return folded.ToString();
    }

    /// <summary><c>str.istitle</c>.</summary>
    public static bool IsTitle(string text)
    {
        var (found, inWord) = (false, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUpperOrTitle(rune) ? inWord : IsLower(rune) && !inWord)
                return false;
            inWord = IsCased(rune);
            found |= inWord;
        }
        return found;
    }

    /// <summary>Unicode's Uppercase property: letters, Roman numerals and circled letters.</summary>
    public static bool IsUpper(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter
        || rune.Value is >= 0x2160 and <= 0x216F or >= 0x24B6 and <= 0x24CF or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189;

    /// <summary>Unicode's Lowercase property.</summary>
    public static bool IsLower(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter
        || rune.Value is 0xAA or 0xBA or >= 0x2B0 and <= 0x2B8 or 0x2C0 or 0x2C1 or >= 0x2E0 and <= 0x2E4 or 0x345 or 0x37A or >= 0x1D2C and <= 0x1D6A or 0x1D78
            or >= 0x1D9B and <= 0x1DBF or 0x2071 or 0x207F or >= 0x2090 and <= 0x209C or >= 0x2170 and <= 0x217F or >= 0x24D0 and <= 0x24E9 or 0x2C7C or 0x2C7D
            or 0xA69C or 0xA69D or 0xA770 or 0xA7F2 or 0xA7F3 or 0xA7F4 or 0xA7F8 or 0xA7F9 or >= 0xAB5C and <= 0xAB5F or 0xAB69 or 0x10780 or >= 0x10783 and <= 0x107BA;

    public static bool IsTitleCase(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    public static bool IsUpperOrTitle(Rune rune) => IsUpper(rune) || IsTitleCase(rune);

    private static bool IsCased(Rune rune) => IsUpperOrTitle(rune) || IsLower(rune);

    private static string LowerAt(string text, int offset, Rune rune) =>
        rune.Value == 0x3A3 ? PythonText.Lower(text).Substring(offset + Shift(text, offset), 1) : PythonText.Lower(rune.ToString());

    // U+0130 becomes two characters in lower case, which moves what follows.
    private static int Shift(string text, int offset) => text.AsSpan(0, offset).Count('\u0130');

    private static string UpperOf(Rune rune)
    {
        if (rune.IsBmp && SpecialCasing.TryGet((char)rune.Value, out var forms))
            return forms.Upper;
        // .NET's invariant culture keeps these two apart from I and S.
        return rune.Value switch { 0x131 => "I", 0x17F => "S", _ => Rune.ToUpperInvariant(rune).ToString() };
    }

    private static string TitleOf(Rune rune)
    {
        if (rune.IsBmp && SpecialCasing.TryGet((char)rune.Value, out var forms))
            return forms.Title;
        return rune.Value switch
        {
            >= 0x1C4 and <= 0x1CC => ((char)((rune.Value - 0x1C4) / 3 * 3 + 0x1C5)).ToString(),
            >= 0x1F1 and <= 0x1F3 => "\u01F2",
            >= 0x10D0 and <= 0x10FF => rune.ToString(),
            _ => UpperOf(rune),
        };
    }
}
