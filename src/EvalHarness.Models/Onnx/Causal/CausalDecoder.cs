using EvalHarness.Models.Onnx.Generation;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>A decoder-only model after its prompts, generating.</summary>
internal sealed class CausalDecoder : TokenDecoder
{
    private readonly CausalRunner _runner;
    private readonly int? _maxPositions;
    private readonly CancellationToken _cancellationToken;
    private float[] _scores;
    private KeyValueCache _cache;
    private long[][] _masks;
    private int[] _fed;

    private CausalDecoder(CausalRunner runner, int rows, int? maxPositions, CancellationToken cancellationToken)
    {
        _runner = runner;
        _maxPositions = maxPositions;
        _cancellationToken = cancellationToken;
        _scores = new float[(long)rows * runner.Graph.VocabularySize];
        _cache = null!;
        _masks = [];
        _fed = [];
    }

    public override int Rows => _fed.Length;

    public override int VocabularySize => _runner.Graph.VocabularySize;

    /// <summary>
    /// Feeds prompts, padded on the left to the longest. With positions that are fed, padding may stand behind a shared beginning; without,
    /// it is harmless only in front, and only for relative positions (the caller sees to that).
    /// </summary>
    public static CausalDecoder Start(CausalRunner runner, IReadOnlyList<int[]> prompts, PrefixCache prefix, int? maxPositions, CancellationToken cancellationToken)
    {
        var columns = prompts.Max(p => p.Length) - prefix.Length;
        var batch = new TokenBatch(prompts.Count, columns);
        for (var r = 0; r < prompts.Count; r++)
        {
            var rest = prompts[r].AsSpan(prefix.Length);
            batch.Set(r, columns - rest.Length, rest, prefix.Length);
            batch.Wanted.Add((r, columns - 1));
        }
        var decoder = new CausalDecoder(runner, prompts.Count, maxPositions, cancellationToken) { _fed = [.. prompts.Select(p => p.Length)] };
        decoder._cache = runner.Feed(batch, prefix.For(prompts.Count), null, decoder.Keep, cancellationToken);
        decoder._masks = [.. Enumerable.Range(0, prompts.Count).Select(r => Enumerable.Repeat(1L, prefix.Length).Concat(batch.Mask[(r * columns)..((r + 1) * columns)]).ToArray())];
        return decoder;
    }

    public override ReadOnlySpan<float> Scores(int row) => _scores.AsSpan(row * VocabularySize, VocabularySize);

    public override int Room(int row) => _maxPositions is { } most ? most - _fed[row] : int.MaxValue;

    public override void Select(ReadOnlySpan<int> sourceRows)
    {
        var scores = new float[(long)sourceRows.Length * VocabularySize];
        for (var i = 0; i < sourceRows.Length; i++)
            Scores(sourceRows[i]).CopyTo(scores.AsSpan(i * VocabularySize));
        Rearrange(sourceRows);
        _scores = scores;
    }

    public override void Advance(ReadOnlySpan<int> sourceRows, ReadOnlySpan<int> tokens)
    {
        Rearrange(sourceRows);
        var batch = new TokenBatch(tokens.Length, 1);
        var length = _cache.Length;
        var mask = new long[tokens.Length * length];
        for (var r = 0; r < tokens.Length; r++)
        {
            batch.Set(r, 0, tokens.Slice(r, 1), _fed[r]);
            batch.Wanted.Add((r, 0));
            var row = mask.AsSpan(r * length, length);
            _masks[r].CopyTo(row);
            row[_masks[r].Length..].Fill(1);
            _fed[r]++;
        }
        if (_scores.Length < (long)tokens.Length * VocabularySize)
            _scores = new float[(long)tokens.Length * VocabularySize];
        var before = _cache;
        _cache = _runner.Feed(batch, before, mask, Keep, _cancellationToken);
        before.Dispose();
    }

    protected override void Dispose(bool disposing) => _cache?.Dispose();

    private void Keep(int index, ReadOnlySpan<float> scores) => scores.CopyTo(_scores.AsSpan(index * VocabularySize));

    private void Rearrange(ReadOnlySpan<int> sourceRows)
    {
        var same = sourceRows.Length == Rows;
        for (var i = 0; i < sourceRows.Length && same; i++)
            same = sourceRows[i] == i;
        if (same)
            return;
        var before = _cache;
        _cache = before.Select(sourceRows);
        before.Dispose();
        var (masks, fed) = (new long[sourceRows.Length][], new int[sourceRows.Length]);
        for (var i = 0; i < sourceRows.Length; i++)
            (masks[i], fed[i]) = (_masks[sourceRows[i]], _fed[sourceRows[i]]);
        (_masks, _fed) = (masks, fed);
    }
}
