namespace EvalHarness.Models.Tokenizers;

/// <summary>A text, or a pair of texts, as tokens.</summary>
public sealed class TokenEncoding
{
    /// <summary>An encoding of the given tokens.</summary>
    public TokenEncoding(int[] ids, int[] typeIds, int[] sequenceIds, (int Start, int End)[]? offsets)
    {
        Ids = ids;
        TypeIds = typeIds;
        SequenceIds = sequenceIds;
        Offsets = offsets;
    }

    /// <summary>Token ids, special tokens included where they were asked for.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>Segment of each token, as the post-processor sets it (0 or 1 for pairs of BERT models, 0 elsewhere).</summary>
    public IReadOnlyList<int> TypeIds { get; }

    /// <summary>Which text each token is from: 0, 1, or -1 for a token that the post-processor added.</summary>
    public IReadOnlyList<int> SequenceIds { get; }

    /// <summary>Where each token stands in its text, [start, end) in code points ((0, 0) for added tokens); null unless asked for.</summary>
    public IReadOnlyList<(int Start, int End)>? Offsets { get; }

    /// <summary>One 1 for each token: nothing is padded here.</summary>
    public IReadOnlyList<int> AttentionMask => Enumerable.Repeat(1, Ids.Count).ToArray();

    /// <summary>Number of tokens.</summary>
    public int Count => Ids.Count;
}
