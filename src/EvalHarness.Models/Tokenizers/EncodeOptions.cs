namespace EvalHarness.Models.Tokenizers;

/// <summary>Which text of a pair gives way when both together are too long.</summary>
public enum TruncationStrategy
{
    /// <summary>Nothing is cut.</summary>
    None,

    /// <summary>The longer one, then both evenly.</summary>
    LongestFirst,

    /// <summary>The first text only; an error when that is not enough.</summary>
    OnlyFirst,

    /// <summary>The second text only; an error when that is not enough.</summary>
    OnlySecond,
}

/// <summary>From which end of a text tokens are cut.</summary>
public enum TruncationSide
{
    /// <summary>The end of the text goes.</summary>
    Right,

    /// <summary>The beginning of the text goes.</summary>
    Left,
}

/// <summary>How a text is encoded.</summary>
public sealed record EncodeOptions
{
    /// <summary>The defaults: special tokens as the post-processor adds them, no truncation, no offsets.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>The text's own tokens only.</summary>
    public static EncodeOptions WithoutSpecialTokens { get; } = new() { AddSpecialTokens = false };

    /// <summary>Whether the post-processor's special tokens are added.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>What is cut when the encoding is longer than <see cref="MaxLength"/>.</summary>
    public TruncationStrategy Truncation { get; init; }

    /// <summary>Longest encoding, special tokens included; needed by every strategy but none.</summary>
    public int? MaxLength { get; init; }

    /// <summary>From which end tokens are cut.</summary>
    public TruncationSide Side { get; init; }

    /// <summary>Whether offsets are computed.</summary>
    public bool Offsets { get; init; }
}
