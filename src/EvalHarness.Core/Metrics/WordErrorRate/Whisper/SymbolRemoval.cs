using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>Drops diacritics and puts a space for every mark, symbol and punctuation character.</summary>
internal static class SymbolRemoval
{
    private const string Kept = ".%$¢€£";

    public static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (rune.IsBmp && Kept.Contains((char)rune.Value))
                result.Append((char)rune.Value);
            else if (Letters(rune.Value) is { } letters)
                result.Append(letters);
            else
                Append(rune, result);
        }
        return result.ToString();
    }

    // Letters that Unicode does not decompose. The text is lower-case already.
    private static string? Letters(int codePoint) => codePoint switch
    {
        'œ' => "oe",
        'ø' => "o",
        'æ' => "ae",
        'ß' => "ss",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        _ => null,
    };

    private static void Append(Rune rune, StringBuilder result)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.NonSpacingMark:
                break;
            case UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol
                or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
                or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.OtherPunctuation:
                result.Append(' ');
                break;
            default:
                result.Append(rune.ToString());
                break;
        }
    }

    // Unpaired surrogates cannot be normalised; as replacement characters they are symbols and become spaces.
    private static string Decomposed(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            valid.Append(rune.ToString());
        return valid.ToString().Normalize(NormalizationForm.FormKD);
    }
}
