using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Retrieval;

/// <summary>
/// What is known of the rankings of some queries while the gallery passes in order: how many items stand before each target, and the nearest
/// items. What every tile looks at lies side by side for all queries, so it stays in the caches.
/// </summary>
internal sealed class QueryRankings
{
    // Twice the wanted number: the bound is renewed each time the gallery seen has about doubled.
    private const int Room = 2;

    private readonly int _firstQuery;
    private readonly int _top;
    private readonly int[] _excluded;

    // Targets of query q are those from _firstTarget[q] to before _firstTarget[q + 1].
    private readonly int[] _firstTarget;
    private readonly int[] _targets;
    private readonly float[] _similarities;
    private readonly int[] _ahead;

    // Only items of a higher similarity can still be among the nearest: an equal one comes later in the gallery and loses the tie.
    private readonly float[] _bounds;

    // Keys of query q are the first _keyCounts[q] from q * _room.
    private readonly int _room;
    private readonly ulong[] _keys;
    private readonly int[] _keyCounts;

    public QueryRankings(FeatureMatrix gallery, FeatureMatrix queries, int firstQuery, ReadOnlySpan<RetrievalQuery> sought, int top)
    {
        (_firstQuery, _top) = (firstQuery, top);
        _excluded = new int[sought.Length];
        _firstTarget = new int[sought.Length + 1];
        _bounds = new float[sought.Length];
        _room = Room * top;
        _keys = new ulong[sought.Length * _room];
        _keyCounts = new int[sought.Length];
        Array.Fill(_bounds, top > 0 ? float.NegativeInfinity : float.PositiveInfinity);
        for (var q = 0; q < sought.Length; q++)
        {
            _excluded[q] = sought[q].Excluded;
            _firstTarget[q + 1] = _firstTarget[q] + sought[q].Targets.Count;
        }
        _targets = new int[_firstTarget[^1]];
        _similarities = new float[_targets.Length];
        _ahead = new int[_targets.Length];
        for (var q = 0; q < sought.Length; q++)
        {
            for (var t = _firstTarget[q]; t < _firstTarget[q + 1]; t++)
            {
                _targets[t] = sought[q].Targets[t - _firstTarget[q]];
                _similarities[t] = DotProductTile.Single(queries[firstQuery + q], gallery[_targets[t]]);
            }
        }
    }

    /// <summary>Takes the similarities of consecutive gallery items to a query.</summary>
    /// <param name="query">The query, from 0 within these.</param>
    /// <param name="first">The gallery index of the first item.</param>
    /// <param name="similarities">At most a tile of them.</param>
    /// <exception cref="ArgumentException">A similarity is not finite.</exception>
    public void Offer(int query, int first, ReadOnlySpan<float> similarities)
    {
        // The rare places go item by item: a short last tile, the excluded item's, the targets' own.
        var end = first + similarities.Length;
        if (_excluded[query] >= first && _excluded[query] < end || HoldsTarget(query, first, end))
            OfferOneByOne(query, first, similarities);
        else if (similarities.Length == 2 * Vector512<float>.Count && Vector512.IsHardwareAccelerated)
            OfferWide(query, first, similarities);
        else if (similarities.Length == 2 * Vector256<float>.Count)
            OfferNarrow(query, first, similarities);
        else
            OfferOneByOne(query, first, similarities);
    }

    /// <summary>A query's result.</summary>
    public RetrievalResult ResultOf(int query, int gallery)
    {
        var (start, end) = (_firstTarget[query], _firstTarget[query + 1]);
        var targets = new GalleryHit[end - start];
        var ranks = new int[end - start];
        for (var t = start; t < end; t++)
        {
            targets[t - start] = new(_targets[t], _similarities[t]);
            ranks[t - start] = _ahead[t] + 1;
        }
        var keys = _keys.AsSpan(query * _room, _keyCounts[query]);
        if (keys.Length > _top)
        {
            NearestKeys.Select(keys, _top);
            keys = keys[.._top];
        }
        keys.Sort();
        var top = new GalleryHit[keys.Length];
        for (var i = 0; i < top.Length; i++)
            top[i] = NearestKeys.HitOf(keys[i]);
        return new(targets, ranks, top, gallery - (_excluded[query] >= 0 ? 1 : 0));
    }

    private bool HoldsTarget(int query, int first, int end)
    {
        for (var t = _firstTarget[query]; t < _firstTarget[query + 1]; t++)
            if (_targets[t] >= first && _targets[t] < end)
                return true;
        return false;
    }

    private void OfferWide(int query, int first, ReadOnlySpan<float> similarities)
    {
        ref var start = ref MemoryMarshal.GetReference(similarities);
        var low = Vector512.LoadUnsafe(ref start);
        var high = Vector512.LoadUnsafe(ref start, (nuint)Vector512<float>.Count);
        var infinity = Vector512.Create(float.PositiveInfinity);
        if (!Vector512.LessThanAll(Vector512.Abs(low), infinity) || !Vector512.LessThanAll(Vector512.Abs(high), infinity))
            throw NotFinite(query, first, similarities);
        var bound = Vector512.Create(_bounds[query]);
        AddNear(query, first, similarities,
            Vector512.GreaterThan(low, bound).ExtractMostSignificantBits() | Vector512.GreaterThan(high, bound).ExtractMostSignificantBits() << Vector512<float>.Count);
        for (var t = _firstTarget[query]; t < _firstTarget[query + 1]; t++)
        {
            // Before the target an equal similarity wins the tie, behind it loses.
            var own = Vector512.Create(_similarities[t]);
            _ahead[t] += first < _targets[t]
                ? Count(Vector512.GreaterThanOrEqual(low, own)) + Count(Vector512.GreaterThanOrEqual(high, own))
                : Count(Vector512.GreaterThan(low, own)) + Count(Vector512.GreaterThan(high, own));
        }
    }

    private void OfferNarrow(int query, int first, ReadOnlySpan<float> similarities)
    {
        ref var start = ref MemoryMarshal.GetReference(similarities);
        var low = Vector256.LoadUnsafe(ref start);
        var high = Vector256.LoadUnsafe(ref start, (nuint)Vector256<float>.Count);
        var infinity = Vector256.Create(float.PositiveInfinity);
        if (!Vector256.LessThanAll(Vector256.Abs(low), infinity) || !Vector256.LessThanAll(Vector256.Abs(high), infinity))
            throw NotFinite(query, first, similarities);
        var bound = Vector256.Create(_bounds[query]);
        AddNear(query, first, similarities,
            Vector256.GreaterThan(low, bound).ExtractMostSignificantBits() | Vector256.GreaterThan(high, bound).ExtractMostSignificantBits() << Vector256<float>.Count);
        for (var t = _firstTarget[query]; t < _firstTarget[query + 1]; t++)
        {
            var own = Vector256.Create(_similarities[t]);
            _ahead[t] += first < _targets[t]
                ? Count(Vector256.GreaterThanOrEqual(low, own)) + Count(Vector256.GreaterThanOrEqual(high, own))
                : Count(Vector256.GreaterThan(low, own)) + Count(Vector256.GreaterThan(high, own));
        }
    }

    private void OfferOneByOne(int query, int first, ReadOnlySpan<float> similarities)
    {
        for (var i = 0; i < similarities.Length; i++)
        {
            var similarity = similarities[i];
            if (!float.IsFinite(similarity))
                throw NotFinite(query, first, similarities);
            if (first + i == _excluded[query])
                continue;
            if (similarity > _bounds[query])
                Add(query, first + i, similarity);
            for (var t = _firstTarget[query]; t < _firstTarget[query + 1]; t++)
                _ahead[t] += RetrievalRank.IsAhead(similarity, first + i, _similarities[t], _targets[t]) ? 1 : 0;
        }
    }

    private void AddNear(int query, int first, ReadOnlySpan<float> similarities, ulong near)
    {
        for (; near != 0; near &= near - 1)
        {
            var i = BitOperations.TrailingZeroCount(near);
            // The bound may have risen since the tile was compared.
            if (similarities[i] > _bounds[query])
                Add(query, first + i, similarities[i]);
        }
    }

    private void Add(int query, int index, float similarity)
    {
        var count = _keyCounts[query]++;
        _keys[query * _room + count] = NearestKeys.Of(index, similarity);
        if (count + 1 < _room)
            return;
        _bounds[query] = NearestKeys.HitOf(NearestKeys.Select(_keys.AsSpan(query * _room, _room), _top)).Similarity;
        _keyCounts[query] = _top;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Count(Vector512<float> mask) => BitOperations.PopCount(mask.ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Count(Vector256<float> mask) => BitOperations.PopCount(mask.ExtractMostSignificantBits());

    private ArgumentException NotFinite(int query, int first, ReadOnlySpan<float> similarities)
    {
        var i = 0;
        while (float.IsFinite(similarities[i]))
            i++;
        return new($"The similarity of query {_firstQuery + query} to gallery item {first + i} is not a finite number: a vector holds NaN, infinity or huge values.");
    }
}
