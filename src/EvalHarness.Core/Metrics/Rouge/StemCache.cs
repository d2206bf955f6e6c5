using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// Stems of short tokens, remembered: one place for each hash, the newest wins, so its size is fixed. Not thread safe.
/// </summary>
internal sealed class StemCache
{
    private const int Bits = 13;

    private readonly (TokenKey Token, TokenKey Stem)[] _entries = new (TokenKey, TokenKey)[1 << Bits];

    /// <summary>The stem of a lower-case token; no stem is longer than its token.</summary>
    public TokenKey StemOf(TokenKey token)
    {
        ref var entry = ref _entries[token.Hash >> (64 - Bits)];
        if (!entry.Token.Equals(token))
            entry = (token, Compute(token));
        return entry.Stem;
    }

    private static TokenKey Compute(TokenKey token)
    {
        Span<char> letters = stackalloc char[TokenKey.MaximalLength];
        letters = letters[..token.Unpack(letters)];
        TokenKey.TryPack(letters[..PorterStemmer.Stem(letters)], out var stem);
        return stem;
    }
}
