namespace EvalHarness.Models.Tokenizers.Normalizers;

/// <summary>Rewrites a piece of text before it is split.</summary>
internal interface INormalizer
{
    Piece Normalize(Piece piece);
}

/// <summary>One after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> parts) : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        foreach (var part in parts)
            piece = part.Normalize(piece);
        return piece;
    }
}

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Known =
        "NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, BertNormalizer, Precompiled, Replace, Prepend, Nmt and Sequence";

    public static INormalizer? Read(JsonPart part) => part.IsNull ? null : part.Type switch
    {
        "Sequence" => new NormalizerSequence([.. part["normalizers"].Items().Select(Read).OfType<INormalizer>()]),
        "NFC" => new UnicodeNormalizer(System.Text.NormalizationForm.FormC),
        "NFD" => new UnicodeNormalizer(System.Text.NormalizationForm.FormD),
        "NFKC" => new UnicodeNormalizer(System.Text.NormalizationForm.FormKC),
        "NFKD" => new UnicodeNormalizer(System.Text.NormalizationForm.FormKD),
        "Lowercase" => new LowercaseNormalizer(),
        "Strip" => new StripNormalizer(part.Flag("strip_left", true), part.Flag("strip_right", true)),
        "StripAccents" => new CharacterFilter(CharacterClasses.IsMark),
        "BertNormalizer" => BertNormalizer.Read(part),
        "Precompiled" => new PrecompiledNormalizer(CharsMap.Read(part["precompiled_charsmap"])),
        "Replace" => new ReplaceNormalizer(PreTokenizers.SplitPatternReader.Read(part["pattern"]), part.Text("content")),
        "Prepend" => new PrependNormalizer(part.Text("prepend")),
        "Nmt" => new NmtNormalizer(),
        var other => throw part.Unknown(other, Known),
    };
}
