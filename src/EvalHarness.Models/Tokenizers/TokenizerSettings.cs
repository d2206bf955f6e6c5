namespace EvalHarness.Models.Tokenizers;

/// <summary>What a folder says about its tokenizer beside tokenizer.json (tokenizer_config.json, special_tokens_map.json, chat_template.jinja).</summary>
public sealed record TokenizerSettings
{
    /// <summary>Whether decoding takes out blanks before punctuation.</summary>
    public bool CleanUpSpaces { get; init; }

    /// <summary>Longest input in tokens, special tokens included; null where the folder does not say.</summary>
    public int? MaxLength { get; init; }

    /// <summary>From which end texts are cut.</summary>
    public TruncationSide TruncationSide { get; init; }

    /// <summary>The chat template, or null.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The reference's class, such as <c>GPT2Tokenizer</c>; null where the folder does not say.</summary>
    public string? ClassName { get; init; }

    /// <summary>Special tokens by role: <c>bos_token</c>, <c>eos_token</c>, <c>pad_token</c>, <c>unk_token</c>, <c>sep_token</c>, <c>cls_token</c>, <c>mask_token</c>.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();
}
