namespace EvalHarness.Core.Retrieval;

/// <summary>
/// Gallery items as keys whose ascending order is the ranking: falling similarity, then ascending index. One comparison of whole numbers
/// decides, and ties need no second look.
/// </summary>
internal static class NearestKeys
{
    private const int SortedAtOnce = 16;

    /// <summary>The key of an item with a finite similarity.</summary>
    public static ulong Of(int index, float similarity)
    {
        // Adding zero makes -0 and 0 tie, as the comparison of floats has it.
        var bits = BitConverter.SingleToUInt32Bits(similarity + 0f);
        var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return (ulong)~ascending << 32 | (uint)index;
    }

    /// <summary>The item of a key.</summary>
    public static GalleryHit HitOf(ulong key)
    {
        var ascending = ~(uint)(key >> 32);
        return new((int)(uint)key, BitConverter.UInt32BitsToSingle((ascending & 0x8000_0000) != 0 ? ascending & 0x7FFF_FFFF : ~ascending));
    }

    /// <summary>Brings the smallest keys to the front, in any order; keys are all different.</summary>
    /// <returns>The largest of them.</returns>
    public static ulong Select(Span<ulong> keys, int count)
    {
        // Hoare's selection. A pivot between two others leaves both sides smaller.
        var (low, high) = (0, keys.Length);
        while (high - low > SortedAtOnce)
        {
            var split = low + Partition(keys[low..high], MedianOfThree(keys[low], keys[(low + high) >>> 1], keys[high - 1]));
            if (count < split)
                high = split;
            else
                low = split;
        }
        keys[low..high].Sort();
        ulong largest = 0;
        foreach (var key in keys[..count])
            largest = Math.Max(largest, key);
        return largest;
    }

    // Brings the keys below the pivot to the front and counts them. No branch depends on a key: half of them would be guessed wrong.
    private static int Partition(Span<ulong> keys, ulong pivot)
    {
        var below = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            keys[i] = keys[below];
            keys[below] = key;
            below += key < pivot ? 1 : 0;
        }
        return below;
    }

    private static ulong MedianOfThree(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
