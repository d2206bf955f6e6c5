using System.Collections.Concurrent;

namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>One token of a piece and the UTF-16 units it covers there (whole characters, also for tokens of single bytes).</summary>
internal readonly record struct PieceToken(int Id, int Start, int End);

/// <summary>Turns a piece of text into tokens of a vocabulary. Thread safe.</summary>
internal abstract class TokenModel
{
    private const int LongestCached = 96;
    private readonly WordCache _cache = new();

    /// <summary>The tokens of a piece.</summary>
    public PieceToken[] Tokenize(ReadOnlySpan<char> piece)
    {
        if (piece.Length > LongestCached)
            return TokenizeCore(piece);
        if (_cache.TryGet(piece, out var tokens))
            return tokens;
        tokens = TokenizeCore(piece);
        _cache.Add(piece, tokens);
        return tokens;
    }

    /// <summary>Number of ids: one more than the highest.</summary>
    public abstract int Size { get; }

    public abstract int? TokenToId(string token);

    public abstract string? IdToToken(int id);

    protected abstract PieceToken[] TokenizeCore(ReadOnlySpan<char> piece);
}

/// <summary>Pieces seen before. Bounded: when it is full it starts anew, which keeps the words of the text at hand.</summary>
internal sealed class WordCache
{
    private const int Capacity = 60_000;
    private volatile Generation _current = new();

    public bool TryGet(ReadOnlySpan<char> word, out PieceToken[] tokens) => _current.Lookup.TryGetValue(word, out tokens!);

    public void Add(ReadOnlySpan<char> word, PieceToken[] tokens)
    {
        var current = _current;
        if (Interlocked.Increment(ref current.Count) > Capacity)
            _current = current = new Generation();
        current.Lookup.TryAdd(word, tokens);
    }

    private sealed class Generation
    {
        public Generation() => Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

        public int Count;

        public ConcurrentDictionary<string, PieceToken[]> Words { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, PieceToken[]>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }
    }
}

/// <summary>A table of tokens by id and by text.</summary>
internal sealed class TokenTable
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;

    public TokenTable(IEnumerable<(string Token, int Id)> entries, string file)
    {
        _ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var highest = -1;
        foreach (var (token, id) in entries)
        {
            if (id is < 0 or > 4_000_000)
                throw new Core.Models.ModelException($"{file}: the id {id} of token \"{token}\" is out of range.");
            _ids[token] = id;
            highest = Math.Max(highest, id);
        }
        _tokens = new string?[highest + 1];
        foreach (var (token, id) in _ids)
            _tokens[id] = token;
        Lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public int Size => _tokens.Length;

    public int? Find(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;
}
