using System.Runtime.InteropServices;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>
/// Changes to the scores before a token is chosen, in the reference's order: repetition penalty, no repeated n-grams, minimum length,
/// suppressed tokens. In greedy search and sampling they act on raw logits, in beam search on log-probabilities.
/// </summary>
internal static class LogitsProcessors
{
    /// <summary>Whether the options change any score.</summary>
    public static bool AreNeeded(DecodingOptions options) => options.RepetitionPenalty != 1 || options.NoRepeatNgramSize > 0 || options.MinNewTokens > 0
        || options.SuppressedTokens.Count > 0 || options.SuppressedFirstTokens.Count > 0;

    /// <summary>Changes the scores of the next token.</summary>
    /// <param name="scores">One for each token of the vocabulary.</param>
    /// <param name="ids">What the decoder has seen: prompt (or start token) and new tokens.</param>
    /// <param name="newTokens">How many of them are new.</param>
    /// <param name="options">The options.</param>
    /// <param name="endTokens">Tokens that end a sequence.</param>
    public static void Apply(Span<float> scores, List<int> ids, int newTokens, DecodingOptions options, IReadOnlyList<int> endTokens)
    {
        if (options.RepetitionPenalty != 1)
            Penalise(scores, ids, (float)options.RepetitionPenalty);
        if (options.NoRepeatNgramSize > 0)
            BanRepeats(scores, CollectionsMarshal.AsSpan(ids), options.NoRepeatNgramSize);
        if (newTokens < options.MinNewTokens)
            Suppress(scores, endTokens);
        Suppress(scores, options.SuppressedTokens);
        if (newTokens == 0)
            Suppress(scores, options.SuppressedFirstTokens);
    }

    private static void Penalise(Span<float> scores, List<int> ids, float penalty)
    {
        foreach (var id in new HashSet<int>(ids))
            scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
    }

    private static void BanRepeats(Span<float> scores, ReadOnlySpan<int> ids, int size)
    {
        if (ids.Length + 1 < size)
            return;
        var tail = ids[(ids.Length - size + 1)..];
        for (var i = 0; i + size <= ids.Length; i++)
            if (ids.Slice(i, size - 1).SequenceEqual(tail))
                scores[ids[i + size - 1]] = float.NegativeInfinity;
    }

    private static void Suppress(Span<float> scores, IReadOnlyList<int> tokens)
    {
        foreach (var token in tokens)
            if ((uint)token < (uint)scores.Length)
                scores[token] = float.NegativeInfinity;
    }
}
