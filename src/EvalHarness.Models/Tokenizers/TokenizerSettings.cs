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

    /// <summary>Whether a blank is put in front of a text (byte-level vocabularies in older files).</summary>
    public bool AddPrefixSpace { get; init; }

    /// <summary>Whether text is lower-cased (vocab.txt).</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Whether accents are taken out (vocab.txt); null: where text is lower-cased.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether Chinese characters stand alone (vocab.txt).</summary>
    public bool SpaceChinese { get; init; } = true;

    /// <summary>Number of sentinel tokens behind the vocabulary (spiece.model of T5).</summary>
    public int ExtraIds { get; init; } = 100;

    /// <summary>Whether every piece between special tokens begins with a blank's mark, or only the text (spiece.model of T5).</summary>
    public bool Legacy { get; init; } = true;

    /// <summary>Special tokens by role: <c>bos_token</c>, <c>eos_token</c>, <c>pad_token</c>, <c>unk_token</c>, <c>sep_token</c>, <c>cls_token</c>, <c>mask_token</c>.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();
}
