using System.Globalization;
using System.Text;

namespace EvalHarness.Models.Tokenizers.Normalizers;

/// <summary>BERT's clean-up: controls out, blanks unified, blanks around Chinese characters, accents out, lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool spaceChinese, bool stripAccents, bool lowercase) : INormalizer
{
    private readonly UnicodeNormalizer _decompose = new(NormalizationForm.FormD);
    private readonly CharacterFilter _dropAccents = new(c => c == UnicodeCategory.NonSpacingMark);
    private readonly LowercaseNormalizer _lower = new();

    public static BertNormalizer Read(JsonPart part)
    {
        var lowercase = part.Flag("lowercase", true);
        return new(part.Flag("clean_text", true), part.Flag("handle_chinese_chars", true), part.Flag("strip_accents", lowercase), lowercase);
    }

    public Piece Normalize(Piece piece)
    {
        if (cleanText || spaceChinese)
            piece = Clean(piece);
        if (stripAccents)
            piece = _dropAccents.Normalize(_decompose.Normalize(piece));
        return lowercase ? _lower.Normalize(piece) : piece;
    }

    private Piece Clean(Piece piece)
    {
        var text = piece.Span;
        if (IsPlain(text))
            return piece;
        var rewriter = new TextRewriter(piece);
        for (int i = 0, length; i < text.Length; i += length)
        {
            var category = CharacterClasses.CategoryAt(text, i, out length);
            if (cleanText && text[i] is not ('\t' or '\n' or '\r') && (text[i] == '\uFFFD' || IsControl(category)))
                rewriter.Skip(1);
            else if (cleanText && char.IsWhiteSpace(text[i]))
                rewriter.Replace(new Rune(' '));
            else if (spaceChinese && IsChinese(length == 2 ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]))
            {
                rewriter.Replace(new Rune(' '));
                rewriter.Insert(length == 2 ? new Rune(text[i], text[i + 1]) : new Rune(text[i]));
                rewriter.Insert(new Rune(' '));
            }
            else
                rewriter.Keep(length);
        }
        return rewriter.Build();
    }

    private static bool IsPlain(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange(' ', '~') < 0;

    private static bool IsControl(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static bool IsChinese(int c) => c is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF
        or >= 0x2A700 and <= 0x2B73F or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
