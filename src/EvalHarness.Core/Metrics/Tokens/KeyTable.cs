using System.Numerics;
using System.Runtime.CompilerServices;

namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>A small value that a <see cref="KeyTable{TKey}"/> can look up.</summary>
/// <typeparam name="TKey">The value's own type.</typeparam>
internal interface ITableKey<TKey> : IEquatable<TKey> where TKey : struct
{
    /// <summary>A hash whose upper bits depend on all bits of the value.</summary>
    ulong Hash { get; }
}

/// <summary>
/// Gives equal keys equal small ids, counted from 0 in order of first appearance. Open addressing; a reset costs nothing. Not thread safe.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
internal sealed class KeyTable<TKey> where TKey : struct, ITableKey<TKey>
{
    private const int SmallestCapacity = 256;

    private Slot[] _slots = new Slot[SmallestCapacity];
    private int _shift = 64 - BitOperations.Log2(SmallestCapacity);

    // Slots of another generation are free, so nothing has to be cleared.
    private int _generation = 1;

    /// <summary>Number of different keys since the last reset; ids are below it.</summary>
    public int Count { get; private set; }

    /// <summary>The id of the key, a new one if it was not seen since the last reset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Intern(TKey key)
    {
        var slots = _slots;
        for (var i = (int)(key.Hash >> _shift); ; i++)
        {
            ref var slot = ref slots[i & (slots.Length - 1)];
            if (slot.Generation != _generation)
                return Add(key, ref slot);
            if (slot.Key.Equals(key))
                return slot.Id;
        }
    }

    /// <summary>The id of the key, or -1 if it was not seen since the last reset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(TKey key)
    {
        var slots = _slots;
        for (var i = (int)(key.Hash >> _shift); ; i++)
        {
            ref var slot = ref slots[i & (slots.Length - 1)];
            if (slot.Generation != _generation)
                return -1;
            if (slot.Key.Equals(key))
                return slot.Id;
        }
    }

    /// <summary>Forgets all keys.</summary>
    public void Reset()
    {
        Count = 0;
        if (++_generation > 0)
            return;
        Array.Clear(_slots);
        _generation = 1;
    }

    private int Add(TKey key, ref Slot free)
    {
        if (Count * 2 == _slots.Length)
        {
            Grow();
            return Intern(key);
        }
        free = new Slot { Key = key, Id = Count, Generation = _generation };
        return Count++;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift--;
        foreach (var entry in old)
        {
            if (entry.Generation != _generation)
                continue;
            var i = (int)(entry.Key.Hash >> _shift);
            while (_slots[i & (_slots.Length - 1)].Generation == _generation)
                i++;
            _slots[i & (_slots.Length - 1)] = entry;
        }
    }

    private struct Slot
    {
        public TKey Key;
        public int Id;
        public int Generation;
    }
}
