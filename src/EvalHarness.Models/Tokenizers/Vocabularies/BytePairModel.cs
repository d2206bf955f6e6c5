using System.Text;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers.Vocabularies;

/// <summary>What a byte-pair vocabulary does besides merging.</summary>
internal sealed record BytePairOptions
{
    public string? UnknownToken { get; init; }

    public string? Prefix { get; init; }

    public string? Suffix { get; init; }

    public bool FuseUnknown { get; init; }

    public bool ByteFallback { get; init; }

    public bool IgnoreMerges { get; init; }

    /// <summary>Pieces are plain text, but the vocabulary is written in the byte alphabet.</summary>
    public bool ByteLevel { get; init; }
}

/// <summary>
/// Byte-pair encoding (Sennrich et al., 2016): starts from characters, or from bytes, and joins the neighbouring pair of lowest rank until
/// none is left. A character that the vocabulary lacks becomes its bytes, the unknown token, or, without one, nothing.
/// </summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly TokenTable _table;
    private readonly Dictionary<long, (int Rank, int Id)> _merges;
    private readonly BytePairOptions _options;
    private readonly int? _unknown;
    private readonly int[] _bytes = new int[256];
    private readonly int[] _lastBytes = new int[256];

    public BytePairModel(TokenTable table, IEnumerable<(string Left, string Right)> merges, BytePairOptions options, string file)
    {
        _table = table;
        _options = options;
        _unknown = options.UnknownToken is { } unknown
            ? table.Find(unknown) ?? throw new ModelException($"{file}: the unknown token \"{unknown}\" is not in the vocabulary.")
            : null;
        _merges = [];
        var rank = 0;
        foreach (var (left, right) in merges)
        {
            var joined = left + (options.Prefix is { Length: > 0 } prefix && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);
            if (table.Find(left) is not { } a || table.Find(right) is not { } b || table.Find(joined) is not { } id)
                throw new ModelException($"{file}: merge {rank + 1} (\"{left}\" \"{right}\") uses or makes a token that is not in the vocabulary.");
            _merges[Pair(a, b)] = (rank++, id);
        }
        for (var b = 0; b < 256; b++)
        {
            var character = ByteAlphabet.Character((byte)b).ToString();
            _bytes[b] = table.Find(character) ?? -1;
            _lastBytes[b] = table.Find(character + options.Suffix) ?? -1;
        }
    }

    public override int Size => _table.Size;

    public override int? TokenToId(string token) => _table.Find(token);

    public override string? IdToToken(int id) => _table.Token(id);

    protected override PieceToken[] TokenizeCore(ReadOnlySpan<char> piece)
    {
        if (_options.IgnoreMerges && WholeWord(piece) is { } whole)
            return [new PieceToken(whole, 0, piece.Length)];
        var symbols = new List<PieceToken>(piece.Length + 8);
        if (_options.ByteLevel)
            ReadBytes(piece, symbols);
        else
            ReadCharacters(piece, symbols);
        return PairMerger.Merge(symbols, _merges);
    }

    private int? WholeWord(ReadOnlySpan<char> piece)
    {
        if (!_options.ByteLevel)
            return _table.Lookup.TryGetValue(piece, out var direct) ? direct : null;
        var bytes = Encoding.UTF8.GetByteCount(piece);
        if (bytes > 512)
            return null;
        Span<byte> buffer = stackalloc byte[bytes];
        Span<char> mapped = stackalloc char[bytes];
        Encoding.UTF8.GetBytes(piece, buffer);
        for (var i = 0; i < bytes; i++)
            mapped[i] = ByteAlphabet.Character(buffer[i]);
        return _table.Lookup.TryGetValue(mapped, out var id) ? id : null;
    }

    private void ReadBytes(ReadOnlySpan<char> piece, List<PieceToken> symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var pending = default(PieceToken?);
        for (int i = 0, length; i < piece.Length; i += length)
        {
            if (Rune.DecodeFromUtf16(piece[i..], out var rune, out length) != System.Buffers.OperationStatus.Done)
                rune = Rune.ReplacementChar;
            var count = rune.EncodeToUtf8(utf8);
            for (var b = 0; b < count; b++)
            {
                var last = b == count - 1 && i + length == piece.Length;
                Add((last ? _lastBytes : _bytes)[utf8[b]], i, i + length, symbols, ref pending);
            }
        }
        if (pending is { } rest)
            symbols.Add(rest);
    }

    private void ReadCharacters(ReadOnlySpan<char> piece, List<PieceToken> symbols)
    {
        var pending = default(PieceToken?);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0, length; i < piece.Length; i += length)
        {
            if (Rune.DecodeFromUtf16(piece[i..], out var rune, out length) != System.Buffers.OperationStatus.Done)
                rune = Rune.ReplacementChar;
            var text = rune.ToString();
            if (i > 0 && _options.Prefix is { Length: > 0 } prefix)
                text = prefix + text;
            if (i + length == piece.Length && _options.Suffix is { Length: > 0 } suffix)
                text += suffix;
            if (_table.Find(text) is null && _options.ByteFallback && FallbackBytes(utf8[..rune.EncodeToUtf8(utf8)]) is { } bytes)
                foreach (var id in bytes)
                    symbols.Add(new PieceToken(id, i, i + length));
            else
                Add(_table.Find(text) ?? -1, i, i + length, symbols, ref pending);
        }
        if (pending is { } rest)
            symbols.Add(rest);
    }

    private void Add(int id, int start, int end, List<PieceToken> symbols, ref PieceToken? pending)
    {
        if (id < 0)
        {
            if (_unknown is not { } unknown)
                return;
            if (pending is { } before && _options.FuseUnknown)
                pending = before with { End = end };
            else
            {
                if (pending is { } other)
                    symbols.Add(other);
                pending = new PieceToken(unknown, start, end);
            }
            return;
        }
        if (pending is { } waiting)
            symbols.Add(waiting);
        pending = null;
        symbols.Add(new PieceToken(id, start, end));
    }

    private int[]? FallbackBytes(ReadOnlySpan<byte> utf8)
    {
        var ids = new int[utf8.Length];
        for (var i = 0; i < utf8.Length; i++)
        {
            if (_table.Find($"<0x{utf8[i]:X2}>") is not { } id)
                return null;
            ids[i] = id;
        }
        return ids;
    }

    private static long Pair(int left, int right) => (long)left << 32 | (uint)right;
}

/// <summary>Joins neighbouring symbols, lowest rank first, leftmost among equals.</summary>
internal static class PairMerger
{
    private const int ScanLimit = 24;

    public static PieceToken[] Merge(List<PieceToken> symbols, Dictionary<long, (int Rank, int Id)> merges)
    {
        if (symbols.Count > ScanLimit)
            return MergeLong(symbols, merges);
        while (symbols.Count > 1)
        {
            var best = (Rank: int.MaxValue, Id: 0);
            var at = -1;
            for (var i = 0; i + 1 < symbols.Count; i++)
                if (merges.TryGetValue(Pair(symbols[i].Id, symbols[i + 1].Id), out var merge) && merge.Rank < best.Rank)
                    (best, at) = (merge, i);
            if (at < 0)
                break;
            symbols[at] = new PieceToken(best.Id, symbols[at].Start, symbols[at + 1].End);
            symbols.RemoveAt(at + 1);
        }
        return [.. symbols];
    }

    private static PieceToken[] MergeLong(List<PieceToken> list, Dictionary<long, (int Rank, int Id)> merges)
    {
        var symbols = list.ToArray();
        var previous = new int[symbols.Length];
        var next = new int[symbols.Length];
        var queue = new PriorityQueue<(int At, int Left, int Right, int Id), long>(symbols.Length);
        for (var i = 0; i < symbols.Length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < symbols.Length ? i + 1 : -1;
        }
        for (var i = 0; i + 1 < symbols.Length; i++)
            Push(i);
        while (queue.TryDequeue(out var candidate, out _))
        {
            var (at, left, right, id) = candidate;
            var other = next[at];
            // A candidate is stale when one of its symbols has been joined since.
            if (symbols[at].Id != left || other < 0 || symbols[other].Id != right)
                continue;
            symbols[at] = new PieceToken(id, symbols[at].Start, symbols[other].End);
            symbols[other] = new PieceToken(-1, 0, 0);
            next[at] = next[other];
            if (next[other] >= 0)
                previous[next[other]] = at;
            if (previous[at] >= 0)
                Push(previous[at]);
            Push(at);
        }
        var merged = new List<PieceToken>();
        for (var i = 0; i >= 0; i = next[i])
            merged.Add(symbols[i]);
        return [.. merged];

        void Push(int at)
        {
            if (next[at] >= 0 && merges.TryGetValue(Pair(symbols[at].Id, symbols[next[at]].Id), out var merge))
                queue.Enqueue((at, symbols[at].Id, symbols[next[at]].Id, merge.Id), (long)merge.Rank << 32 | (uint)at);
        }
    }

    private static long Pair(int left, int right) => (long)left << 32 | (uint)right;
}
