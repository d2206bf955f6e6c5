namespace EvalHarness.Models.NGram;

/// <summary>Units by number, in the order they were first seen. Number 0 is the end of a text.</summary>
internal sealed class Vocabulary
{
    /// <summary>The number of the end of a text.</summary>
    public const int End = 0;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _units = [""];

    public Vocabulary() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many units there are, the end included.</summary>
    public int Count => _units.Count;

    /// <summary>A unit's text; empty for the end.</summary>
    public string this[int number] => _units[number];

    /// <summary>The number of a unit, or -1.</summary>
    public int Find(ReadOnlySpan<char> unit) => _lookup.TryGetValue(unit, out var number) ? number : -1;

    /// <summary>The number of a unit, given to it now if it has none.</summary>
    public int Add(ReadOnlySpan<char> unit)
    {
        if (_lookup.TryGetValue(unit, out var number))
            return number;
        var text = unit.ToString();
        _numbers.Add(text, _units.Count);
        _units.Add(text);
        return _units.Count - 1;
    }

    /// <summary>Forgets all units but the end.</summary>
    public void Clear()
    {
        _numbers.Clear();
        _units.RemoveRange(1, _units.Count - 1);
    }
}
