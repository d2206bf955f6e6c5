using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.OlderFiles;

/// <summary>
/// Tokenizers of folders without a tokenizer.json, built as the reference builds its fast tokenizer from the same files: vocab.json (or
/// encoder.json) and merges.txt (or vocab.bpe), vocab.txt, spiece.model, and CLIP's packed list of merges.
/// </summary>
internal static class OlderFiles
{
    private const string Expected =
        "tokenizer.json, vocab.json with merges.txt, encoder.json with vocab.bpe, vocab.txt, spiece.model, or bpe_simple_vocab_16e6.txt.gz";

    public static Tokenizer Read(string folder, TokenizerSettings settings)
    {
        string At(string name) => Path.Combine(folder, name);
        bool Has(string name) => File.Exists(At(name));
        if (Has("vocab.json") && Has("merges.txt"))
            return BytePairFiles.Read(At("vocab.json"), At("merges.txt"), settings);
        if (Has("encoder.json") && Has("vocab.bpe"))
            return BytePairFiles.Read(At("encoder.json"), At("vocab.bpe"), settings);
        if (Has("bpe_simple_vocab_16e6.txt.gz"))
            return BytePairFiles.ReadPackedClip(At("bpe_simple_vocab_16e6.txt.gz"), settings);
        if (Has("spiece.model"))
            return SentencePieceFile.Read(At("spiece.model"), settings);
        if (Has("vocab.txt"))
            return WordPieceFile.Read(At("vocab.txt"), settings);
        throw new ModelException($"{folder} holds no tokenizer that is known; expected are {Expected}.");
    }

    /// <summary>Settings with the special tokens of a family where the folder names none.</summary>
    public static TokenizerSettings With(TokenizerSettings settings, params (string Role, string Token)[] defaults)
    {
        var special = new Dictionary<string, string>(settings.SpecialTokens, StringComparer.Ordinal);
        foreach (var (role, token) in defaults)
            special.TryAdd(role, token);
        return settings with { SpecialTokens = special };
    }
}
