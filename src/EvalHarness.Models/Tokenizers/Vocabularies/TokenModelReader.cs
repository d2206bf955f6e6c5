namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class TokenModelReader
{
    public static TokenModel Read(JsonPart part, bool byteLevel)
    {
        // Files of early versions leave the type out.
        var type = part.OptionalText("type") ?? (part.Has("merges") ? "BPE"
            : part["vocab"].Element.ValueKind == System.Text.Json.JsonValueKind.Array ? "Unigram"
            : part.Has("max_input_chars_per_word") ? "WordPiece" : "WordLevel");
        if (byteLevel && type is ("Unigram" or "WordPiece" or "WordLevel"))
            throw part.Wrong($"is of type \"{type}\" behind a byte-level pre-tokenizer; only BPE is known there");
        return type switch
        {
            "BPE" => ReadBytePair(part, byteLevel),
            "Unigram" => new UnigramModel(
                [.. part["vocab"].Items().Select(v => (v.Items().First().AsText(), Score(v)))],
                part.Has("unk_id") ? part.Number("unk_id") : null, part.Flag("byte_fallback"), part.File),
            "WordPiece" => new WordPieceModel(Table(part), part.OptionalText("unk_token") ?? "[UNK]",
                part.OptionalText("continuing_subword_prefix") ?? "##", part.Number("max_input_chars_per_word", 100), part.File),
            "WordLevel" => new WordLevelModel(Table(part), part.OptionalText("unk_token") ?? "<unk>"),
            _ => throw part.Unknown(type, "BPE, Unigram, WordPiece and WordLevel"),
        };
    }

    private static BytePairModel ReadBytePair(JsonPart part, bool byteLevel) => new(Table(part), part["merges"].Items().Select(ReadMerge),
        new BytePairOptions
        {
            UnknownToken = part.OptionalText("unk_token"),
            Prefix = part.OptionalText("continuing_subword_prefix"),
            Suffix = part.OptionalText("end_of_word_suffix"),
            FuseUnknown = part.Flag("fuse_unk"),
            ByteFallback = part.Flag("byte_fallback"),
            IgnoreMerges = part.Flag("ignore_merges"),
            ByteLevel = byteLevel,
        }, part.File);

    private static (string, string) ReadMerge(JsonPart merge)
    {
        if (merge.Element.ValueKind == System.Text.Json.JsonValueKind.Array)
            return merge.Element.GetArrayLength() == 2
                ? (merge.Items().First().AsText(), merge.Items().Last().AsText())
                : throw merge.Wrong("must hold two tokens");
        var text = merge.AsText();
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && text.IndexOf(' ', blank + 1) < 0
            ? (text[..blank], text[(blank + 1)..])
            : throw merge.Wrong($"must be two tokens and one blank, not \"{text}\"");
    }

    private static TokenTable Table(JsonPart part) => new(part["vocab"].Properties().Select(p => (p.Name, p.Value.AsNumber())), part.File);

    private static double Score(JsonPart entry) =>
        entry.Element.GetArrayLength() == 2 && entry.Element[1].TryGetDouble(out var score) ? score : throw entry.Wrong("must be a token and its score");
}
