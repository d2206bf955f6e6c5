namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>list</c>.</summary>
internal sealed class TemplateList
{
    public TemplateList() => Items = [];

    public TemplateList(IEnumerable<object?> items) => Items = [.. items];

    public List<object?> Items { get; }
}

/// <summary>Python's <c>tuple</c>; the pairs of <c>groupby</c> name their two items.</summary>
internal sealed class TemplateTuple(object?[] items)
{
    public static readonly TemplateTuple Empty = new([]);

    public object?[] Items { get; } = items;

    /// <summary>Names of the items, or null.</summary>
    public string[]? Names { get; init; }
}

/// <summary>Python's <c>range</c>.</summary>
internal sealed class TemplateRange(long start, long stop, long step)
{
    public long Start { get; } = start;

    public long Stop { get; } = stop;

    public long Step { get; } = step;

    public long Length { get; } = step > 0
        ? (start < stop ? (long)Int128.Min(long.MaxValue, ((Int128)stop - start - 1) / step + 1) : 0)
        : (start > stop ? (long)Int128.Min(long.MaxValue, ((Int128)start - stop - 1) / -(Int128)step + 1) : 0);

    public long this[long index] => Start + index * Step;

    public IEnumerable<object?> Items
    {
        get
        {
            for (long i = 0; i < Length; i++)
                yield return Boxes.Long(this[i]);
        }
    }

    public bool Contains(long value) =>
        Step > 0 ? value >= Start && value < Stop && ((Int128)value - Start) % Step == 0 : value <= Start && value > Stop && ((Int128)Start - value) % -(Int128)Step == 0;
}

/// <summary>A generator: items are made when they are asked for, and only once.</summary>
internal sealed class LazySequence(IEnumerable<object?> items) : IDisposable
{
    private IEnumerator<object?>? _enumerator;

    /// <summary>The one enumeration, shared by all that take from it.</summary>
    public IEnumerator<object?> Enumerator => _enumerator ??= items.GetEnumerator();

    public void Dispose() => _enumerator?.Dispose();
}

/// <summary>Python's <c>bytes</c>, as <c>str.encode</c> gives them.</summary>
internal sealed class TemplateBytes(byte[] content)
{
    public byte[] Content { get; } = content;
}

/// <summary>A type as a value: <c>dict</c>, <c>range</c>, <c>x.__class__</c>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="QualifiedName">Its name as it prints.</param>
/// <param name="Constructor">What calling it does, or null.</param>
internal sealed record TypeValue(string Name, string QualifiedName, TemplateFunction? Constructor);
