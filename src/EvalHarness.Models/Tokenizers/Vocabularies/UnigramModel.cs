using System.Text;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>
/// SentencePiece's unigram model (Kudo, 2018): the split of highest total score, by dynamic programming. A character that no piece covers
/// costs ten more than the worst piece and becomes unknown; unknown neighbours are one token.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;
    private readonly TokenTable _table;
    private readonly double[] _scores;
    private readonly int? _unknown;
    private readonly bool _byteFallback;
    private readonly double _unknownScore;
    private readonly Dictionary<long, int> _children = [];
    private readonly List<int> _idOfNode = [-1];

    public UnigramModel(IReadOnlyList<(string Token, double Score)> vocabulary, int? unknown, bool byteFallback, string file)
    {
        if (unknown >= vocabulary.Count)
            throw new ModelException($"{file}: the unknown id {unknown} is not below the vocabulary's size {vocabulary.Count}.");
        _table = new TokenTable(vocabulary.Select((v, i) => (v.Token, i)), file);
        _scores = [.. vocabulary.Select(v => v.Score)];
        _unknown = unknown;
        _byteFallback = byteFallback;
        _unknownScore = (_scores.Length == 0 ? 0 : _scores.Min()) - UnknownPenalty;
        foreach (var (token, id) in _table.Entries)
        {
            var node = 0;
            foreach (var c in token)
            {
                var key = Key(node, c);
                if (!_children.TryGetValue(key, out var child))
                {
                    child = _idOfNode.Count;
                    _idOfNode.Add(-1);
                    _children.Add(key, child);
                }
                node = child;
            }
            if (node > 0)
                _idOfNode[node] = id;
        }
    }

    public override int Size => _table.Size;

    public override int? TokenToId(string token) => _table.Find(token);

    public override string? IdToToken(int id) => _table.Token(id);

    protected override PieceToken[] TokenizeCore(ReadOnlySpan<char> piece)
    {
        var best = new (double Score, int From, int Id)[piece.Length + 1];
        for (var i = 1; i <= piece.Length; i++)
            best[i].From = -1;
        for (int start = 0, length; start < piece.Length; start += length)
        {
            _ = Rune.DecodeFromUtf16(piece[start..], out _, out length);
            var single = false;
            var node = 0;
            for (var end = start; end < piece.Length && _children.TryGetValue(Key(node, piece[end]), out node);)
            {
                end++;
                if (_idOfNode[node] is not (>= 0 and var id))
                    continue;
                Offer(best, start, end, id, _scores[id]);
                single |= end - start == length;
            }
            if (!single)
                Offer(best, start, start + length, _unknown ?? throw new ModelException("A text holds a character that the tokenizer's vocabulary lacks, and the vocabulary has no unknown token."), _unknownScore);
        }
        return Path(piece, best);
    }

    private static void Offer((double Score, int From, int Id)[] best, int start, int end, int id, double score)
    {
        var candidate = score + best[start].Score;
        if (best[end].From < 0 || candidate > best[end].Score)
            best[end] = (candidate, start, id);
    }

    private PieceToken[] Path(ReadOnlySpan<char> piece, (double Score, int From, int Id)[] best)
    {
        var tokens = new List<PieceToken>();
        for (var end = piece.Length; end > 0; end = best[end].From)
        {
            var (_, start, id) = best[end];
            if (id == _unknown && tokens.Count > 0 && tokens[^1].Id == id)
                tokens[^1] = tokens[^1] with { Start = start };
            else
                tokens.Add(new PieceToken(id, start, end));
        }
        tokens.Reverse();
        return _byteFallback ? FallBack(piece, tokens) : [.. tokens];
    }

    private PieceToken[] FallBack(ReadOnlySpan<char> piece, List<PieceToken> tokens)
    {
        var output = new List<PieceToken>(tokens.Count);
        foreach (var token in tokens)
        {
            var ids = token.Id == _unknown
                ? Encoding.UTF8.GetBytes(piece[token.Start..token.End].ToString()).Select(b => _table.Find($"<0x{b:X2}>")).ToList()
                : [];
            if (ids.Count > 0 && ids.All(id => id is not null))
                output.AddRange(ids.Select(id => token with { Id = id!.Value }));
            else
                output.Add(token);
        }
        return [.. output];
    }

    private static long Key(int node, char c) => (long)node << 16 | c;
}
