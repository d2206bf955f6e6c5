namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>
/// Gives equal tokens equal small ids, so that the algorithms behind the metrics compare numbers and not texts. Short ASCII tokens are
/// their own keys; others are looked up once in a vocabulary that outlives a comparison. Not thread safe.
/// </summary>
internal sealed class TokenInterner
{
    // Bounds what a corpus of ever new tokens can keep alive; one comparison may go beyond it.
    private const int VocabularyLimit = 1 << 16;

    private readonly KeyTable<TokenKey> _keys = new();
    private readonly Dictionary<string, ulong> _vocabulary;
    private readonly Dictionary<string, ulong>.AlternateLookup<ReadOnlySpan<char>> _vocabularyBySpan;

    /// <summary>An empty interner.</summary>
    public TokenInterner()
    {
        _vocabulary = new Dictionary<string, ulong>(StringComparer.Ordinal);
        _vocabularyBySpan = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of different tokens since the last reset; ids are below it.</summary>
    public int Count => _keys.Count;

    /// <summary>The id of a short ASCII token.</summary>
    public int Intern(TokenKey key) => _keys.Intern(key);

    /// <summary>The id of any token.</summary>
    public int Intern(ReadOnlySpan<char> token)
    {
        if (TokenKey.TryPack(token, out var key))
            return _keys.Intern(key);
        if (!_vocabularyBySpan.TryGetValue(token, out var number))
        {
            number = (ulong)_vocabulary.Count;
            _vocabularyBySpan[token] = number;
        }
        // No packed token has a byte above 127.
        return _keys.Intern(new TokenKey(number, ulong.MaxValue));
    }

    /// <summary>Forgets all ids before the next comparison.</summary>
    public void Reset()
    {
        _keys.Reset();
        if (_vocabulary.Count > VocabularyLimit)
            _vocabulary.Clear();
    }
}
