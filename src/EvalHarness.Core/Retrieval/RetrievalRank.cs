using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EvalHarness.Core.Retrieval;

/// <summary>
/// The place of a gallery item in a ranking by similarity, found by counting what stands before it: no row is sorted. Ties are broken by a
/// stated rule, the lower gallery index first, which is what a stable sort by falling similarity gives.
/// </summary>
public static class RetrievalRank
{
    /// <summary>The rank of one item, from 1.</summary>
    /// <param name="similarities">One similarity a gallery item, higher is nearer; no NaN.</param>
    /// <param name="target">The item's gallery index.</param>
    /// <param name="excluded">The gallery index of an item that takes no part (the query's own image), or -1.</param>
    /// <exception cref="ArgumentException">The target is excluded, or a similarity that counts is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the gallery.</exception>
    public static int Of<T>(ReadOnlySpan<T> similarities, int target, int excluded = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, similarities.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(excluded, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(excluded, similarities.Length);
        if (target == excluded)
            throw new ArgumentException($"Gallery item {target} is both target and excluded.", nameof(excluded));
        if (IndexOfNaN(similarities) is >= 0 and var index)
            throw new ArgumentException($"The similarity at gallery index {index} is not a number.", nameof(similarities));
        var own = similarities[target];
        var ahead = CountAtLeast(similarities[..target], own) + CountAbove(similarities[(target + 1)..], own);
        if (excluded >= 0 && IsAhead(similarities[excluded], excluded, own, target))
            ahead--;
        return ahead + 1;
    }

    /// <summary>Whether an item stands before another: nearer, or as near with the lower index.</summary>
    public static bool IsAhead<T>(T similarity, int index, T otherSimilarity, int otherIndex)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        similarity > otherSimilarity || similarity == otherSimilarity && index < otherIndex;

    /// <summary>The number of values above a bound.</summary>
    public static int CountAbove<T>(ReadOnlySpan<T> values, T bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = 0;
        var wide = Vector256.Create(bound);
        var vectors = MemoryMarshal.Cast<T, Vector256<T>>(values);
        foreach (var vector in vectors)
            count += BitOperations.PopCount(Vector256.GreaterThan(vector, wide).ExtractMostSignificantBits());
        foreach (var value in values[(vectors.Length * Vector256<T>.Count)..])
            count += value > bound ? 1 : 0;
        return count;
    }

    /// <summary>The number of values at or above a bound.</summary>
    public static int CountAtLeast<T>(ReadOnlySpan<T> values, T bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = 0;
        var wide = Vector256.Create(bound);
        var vectors = MemoryMarshal.Cast<T, Vector256<T>>(values);
        foreach (var vector in vectors)
            count += BitOperations.PopCount(Vector256.GreaterThanOrEqual(vector, wide).ExtractMostSignificantBits());
        foreach (var value in values[(vectors.Length * Vector256<T>.Count)..])
            count += value >= bound ? 1 : 0;
        return count;
    }

    /// <summary>The first index of a value that is not a number, or -1.</summary>
    public static int IndexOfNaN<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector256<T>>(values);
        var start = 0;
        while (start < vectors.Length && Vector256.EqualsAll(vectors[start], vectors[start]))
            start++;
        for (var i = start * Vector256<T>.Count; i < values.Length; i++)
            if (T.IsNaN(values[i]))
                return i;
        return -1;
    }
}
