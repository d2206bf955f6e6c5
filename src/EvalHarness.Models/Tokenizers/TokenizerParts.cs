using EvalHarness.Models.Tokenizers.Decoders;
using EvalHarness.Models.Tokenizers.Normalizers;
using EvalHarness.Models.Tokenizers.PostProcessors;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers;

/// <summary>The steps of a tokenizer, from whichever files they were read.</summary>
internal sealed record TokenizerParts
{
    public INormalizer? Normalizer { get; init; }

    public IPreTokenizer? PreTokenizer { get; init; }

    public required TokenModel Model { get; init; }

    public IPostProcessor? PostProcessor { get; init; }

    public ITokenDecoder? Decoder { get; init; }

    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>What the vocabulary appends to a word's last token; after decoding it stands for a blank (CLIP).</summary>
    public string? WordSuffix { get; init; }

    /// <summary>In words, for people: <c>BPE (byte level)</c>.</summary>
    public required string Kind { get; init; }
}
