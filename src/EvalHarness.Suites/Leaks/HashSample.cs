namespace EvalHarness.Suites.Leaks;

/// <summary>
/// A set of hashes of bounded size. Once it is full it keeps every second hash, then every fourth and so on, chosen by the hash itself: what is
/// kept depends on the hashes alone, so two samples still meet on the hashes both hold.
/// </summary>
internal sealed class HashSample(int capacity)
{
    private readonly HashSet<ulong> _hashes = [];
    private ulong _mask;

    /// <summary>Of how many hashes one is kept: 1 until the set is full.</summary>
    public ulong OneOf => _mask + 1;

    /// <summary>Hashes held.</summary>
    public int Count => _hashes.Count;

    /// <summary>Adds a hash; false where it was there already or is not sampled.</summary>
    public bool Add(ulong hash)
    {
        if ((hash & _mask) != 0 || !_hashes.Add(hash))
            return false;
        if (_hashes.Count > capacity)
        {
            _mask = (_mask << 1) | 1;
            _hashes.RemoveWhere(held => (held & _mask) != 0);
        }
        return true;
    }

    /// <summary>Whether a hash is held.</summary>
    public bool Contains(ulong hash) => _hashes.Contains(hash);
}
