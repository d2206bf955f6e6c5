using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>How many tokens, or pairs of neighbours, two texts share, each counted as often as both have it. Not thread safe.</summary>
internal sealed class NgramOverlap
{
    private readonly KeyTable<PairKey> _pairs = new();
    private int[] _left = [];

    public int Tokens(ReadOnlySpan<int> target, ReadOnlySpan<int> prediction, int idCount)
    {
        Clear(idCount);
        foreach (var id in target)
            _left[id]++;
        var hits = 0;
        foreach (var id in prediction)
            if (_left[id]-- > 0)
                hits++;
        return hits;
    }

    public int Pairs(ReadOnlySpan<int> target, ReadOnlySpan<int> prediction)
    {
        _pairs.Reset();
        Clear(target.Length);
        for (var i = 1; i < target.Length; i++)
            _left[_pairs.Intern(new PairKey(target[i - 1], target[i]))]++;
        var hits = 0;
        for (var i = 1; i < prediction.Length; i++)
            if (_pairs.Find(new PairKey(prediction[i - 1], prediction[i])) is var pair and >= 0 && _left[pair]-- > 0)
                hits++;
        return hits;
    }

    private void Clear(int count)
    {
        if (_left.Length < count)
            _left = new int[Math.Max(count, _left.Length * 2)];
        Array.Clear(_left, 0, count);
    }
}
