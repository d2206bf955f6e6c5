using System.Buffers;
using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>The first letter of a code point's Unicode category, as far as tokenisation asks for it.</summary>
internal enum CodePointKind
{
    Other,
    Number,
    Punctuation,
    Symbol,
}

/// <summary>Reads code points where they stand. An unpaired surrogate is a code point of no kind, as in Python.</summary>
internal static class CodePoints
{
    private static readonly CodePointKind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(c => Kind(new Rune(c)))];

    public static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    public static CodePointKind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        if (text[index] < AsciiKinds.Length)
            return AsciiKinds[text[index]];
        length = LengthAt(text, index);
        return Rune.DecodeFromUtf16(text.Slice(index, length), out var rune, out _) == OperationStatus.Done ? Kind(rune) : CodePointKind.Other;
    }

    private static CodePointKind Kind(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CodePointKind.Number,
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation => CodePointKind.Punctuation,
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol
            => CodePointKind.Symbol,
        _ => CodePointKind.Other,
    };
}
