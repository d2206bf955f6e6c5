using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>dict</c>: keys by Python's equality, in order of insertion.</summary>
internal sealed class TemplateMap
{
    // A key may be None, which the dictionary does not take: it stands in as Missing.
    private readonly OrderedDictionary<object, object?> _entries;

    public TemplateMap(int capacity = 0) => _entries = new OrderedDictionary<object, object?>(capacity, ValueEquality.Instance!);

    public TemplateMap(TemplateMap other) => _entries = new OrderedDictionary<object, object?>(other._entries, ValueEquality.Instance!);

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys => Enumerate(entry => FromKey(entry.Key));

    public IEnumerable<object?> Values => Enumerate(entry => entry.Value);

    public IEnumerable<KeyValuePair<object?, object?>> Entries => Enumerate(entry => new KeyValuePair<object?, object?>(FromKey(entry.Key), entry.Value));

    /// <summary>Sets a value; a key that is there keeps its place and its first spelling.</summary>
    /// <exception cref="TemplateException">The key is not hashable.</exception>
    public void Set(object? key, object? value) => _entries[ToKey(key)] = value;

    public bool TryGet(object? key, out object? value) => _entries.TryGetValue(ToKey(key), out value);

    /// <summary>For names known to be text: no check of the key.</summary>
    public bool TryGetText(string key, out object? value) => _entries.TryGetValue(key, out value);

    public bool Contains(object? key) => _entries.ContainsKey(ToKey(key));

    public bool Remove(object? key, out object? value) => _entries.Remove(ToKey(key), out value);

    public KeyValuePair<object?, object?> RemoveLast()
    {
        var (key, value) = _entries.GetAt(_entries.Count - 1);
        _entries.RemoveAt(_entries.Count - 1);
        return new(FromKey(key), value);
    }

    public void Clear() => _entries.Clear();

    // Python forbids changing the size of a dict that is being iterated.
    private IEnumerable<T> Enumerate<T>(Func<KeyValuePair<object, object?>, T> select)
    {
        var count = _entries.Count;
        for (var i = 0; i < _entries.Count; i++)
        {
            yield return select(_entries.GetAt(i));
            if (_entries.Count != count)
                throw Fault.Runtime("dictionary changed size during iteration");
        }
    }

    private static object ToKey(object? key)
    {
        if (key is not string && !ValueEquality.IsHashable(key))
            throw Fault.Type($"unhashable type: '{TypeNames.Of(key)}'");
        return key ?? Missing.Value;
    }

    private static object? FromKey(object key) => ReferenceEquals(key, Missing.Value) ? null : key;
}

/// <summary>What a <see cref="MapView"/> shows of its map.</summary>
internal enum MapViewKind
{
    Keys,
    Values,
    Items,
}

/// <summary>The live views that <c>keys()</c>, <c>values()</c> and <c>items()</c> give.</summary>
internal sealed class MapView(TemplateMap map, MapViewKind kind)
{
    public TemplateMap Map { get; } = map;

    public MapViewKind Kind { get; } = kind;

    public IEnumerable<object?> Items => Kind switch
    {
        MapViewKind.Keys => Map.Keys,
        MapViewKind.Values => Map.Values,
        _ => Map.Entries.Select(object? (entry) => new TemplateTuple([entry.Key, entry.Value])),
    };
}
