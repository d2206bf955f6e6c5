using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>WordPiece (BERT): the longest known piece from the left, again and again; a word with a gap is unknown as a whole.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly TokenTable _table;
    private readonly Dictionary<string, int> _continuations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuationLookup;
    private readonly int _unknown;
    private readonly int _longestWord;
    private readonly int _longestToken;

    public WordPieceModel(TokenTable table, string unknownToken, string continuationPrefix, int longestWord, string file)
    {
        _table = table;
        _longestWord = longestWord;
        _unknown = table.Find(unknownToken) ?? throw new ModelException($"{file}: the unknown token \"{unknownToken}\" is not in the vocabulary.");
        foreach (var (token, id) in table.Entries)
        {
            _longestToken = Math.Max(_longestToken, token.Length);
            if (token.Length > continuationPrefix.Length && token.StartsWith(continuationPrefix, StringComparison.Ordinal))
                _continuations[token[continuationPrefix.Length..]] = id;
        }
        _continuationLookup = _continuations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override int Size => _table.Size;

    public override int? TokenToId(string token) => _table.Find(token);

    public override string? IdToToken(int id) => _table.Token(id);

    protected override PieceToken[] TokenizeCore(ReadOnlySpan<char> piece)
    {
        if (Core.Text.PythonText.Length(piece) > _longestWord)
            return [new PieceToken(_unknown, 0, piece.Length)];
        var tokens = new List<PieceToken>();
        for (var start = 0; start < piece.Length; start = tokens[^1].End)
        {
            var lookup = start == 0 ? _table.Lookup : _continuationLookup;
            var end = Math.Min(piece.Length, start + _longestToken);
            var id = -1;
            while (end > start && !lookup.TryGetValue(piece[start..end], out id))
            {
                end--;
                id = -1;
            }
            if (id < 0)
                return [new PieceToken(_unknown, 0, piece.Length)];
            tokens.Add(new PieceToken(id, start, end));
        }
        return [.. tokens];
    }
}

/// <summary>A plain table of words.</summary>
internal sealed class WordLevelModel(TokenTable table, string unknownToken) : TokenModel
{
    public override int Size => table.Size;

    public override int? TokenToId(string token) => table.Find(token);

    public override string? IdToToken(int id) => table.Token(id);

    protected override PieceToken[] TokenizeCore(ReadOnlySpan<char> piece) =>
        table.Lookup.TryGetValue(piece, out var id) ? [new PieceToken(id, 0, piece.Length)]
        : table.Find(unknownToken) is { } unknown ? [new PieceToken(unknown, 0, piece.Length)]
        : throw new ModelException($"A text holds a word that the tokenizer's vocabulary lacks, and \"{unknownToken}\" is not in the vocabulary.");
}
