using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>The variable <c>loop</c>. It runs ahead of the loop only when the template asks for what comes.</summary>
internal sealed class LoopValue
{
    private readonly object? _iterable;
    private readonly bool _isFiltered;
    private readonly Func<object?, int, object?>? _recurse;
    private readonly int _depth0;
    private IEnumerator<object?> _items;
    private object? _before = Missing.Value;
    private object? _current = Missing.Value;
    private object? _after = Missing.Value;
    private object? _lastChanged = Missing.Value;
    private long? _length;

    /// <summary>A loop over items.</summary>
    /// <param name="iterable">What is iterated; its length is the loop's unless a filter is applied.</param>
    /// <param name="items">The items that pass the filter.</param>
    /// <param name="isFiltered">Whether there is a filter.</param>
    /// <param name="recurse">Renders the loop on other items at a depth; null where the loop is not recursive.</param>
    /// <param name="depth0">How deep the loop is nested in itself, from 0.</param>
    public LoopValue(object? iterable, IEnumerator<object?> items, bool isFiltered, Func<object?, int, object?>? recurse, int depth0) =>
        (_iterable, _items, _isFiltered, _recurse, _depth0) = (iterable, items, isFiltered, recurse, depth0);

    public long Index0 { get; private set; } = -1;

    /// <summary>Goes to the next item.</summary>
    public bool MoveNext(out object? item)
    {
        item = TakeNext();
        if (ReferenceEquals(item, Missing.Value))
            return false;
        Index0++;
        (_before, _current) = (_current, item);
        return true;
    }

    public long Length(RenderState state)
    {
        if (_length is null && !_isFiltered)
            _length = Truth.TryLength(_iterable);
        if (_length is null)
        {
            var rest = new List<object?>();
            while (_items.MoveNext())
                rest.Add(_items.Current);
            _items = ((IEnumerable<object?>)rest).GetEnumerator();
            state.ChargeItems(rest.Count);
            _length = rest.Count + Index0 + 1 + (ReferenceEquals(_after, Missing.Value) ? 0 : 1);
        }
        return _length.Value;
    }

    /// <summary>What is left, each item with the loop itself, as iterating <c>loop</c> gives it.</summary>
    public IEnumerable<object?> Remaining()
    {
        while (MoveNext(out var item))
            yield return new TemplateTuple([item, this]);
    }

    public bool TryAttribute(string name, RenderState state, out object? value)
    {
        value = name switch
        {
            "index" => Boxes.Long(Index0 + 1),
            "index0" => Boxes.Long(Index0),
            "first" => Boxes.Bool(Index0 == 0),
            "last" => Boxes.Bool(ReferenceEquals(PeekNext(), Missing.Value)),
            "length" => Boxes.Long(Length(state)),
            "revindex" => Boxes.Long(Length(state) - Index0),
            "revindex0" => Boxes.Long(Length(state) - Index0 - 1),
            "depth" => Boxes.Long(_depth0 + 1),
            "depth0" => Boxes.Long(_depth0),
            "previtem" => Index0 == 0 ? Undefined.Because("there is no previous item") : _before,
            "nextitem" => ReferenceEquals(PeekNext(), Missing.Value) ? Undefined.Because("there is no next item") : PeekNext(),
            "cycle" => new BoundMethod(this, CycleMethod),
            "changed" => new BoundMethod(this, ChangedMethod),
            _ => Missing.Value,
        };
        return !ReferenceEquals(value, Missing.Value);
    }

    /// <summary>Calling the loop: renders it on inner items.</summary>
    public object? Call(object? inner) => _recurse is null
        ? throw Fault.Type("The loop must have the 'recursive' marker to be called recursively.")
        : _recurse(inner, _depth0 + 1);

    private static readonly TemplateFunction CycleMethod = TemplateFunction.Variadic("cycle", (in call) => call.RawArguments.Length == 0
        ? throw Fault.Type("no items for cycling given")
        : call.RawArguments[(int)(((LoopValue)call.Subject!).Index0 % call.RawArguments.Length)]);

    private static readonly TemplateFunction ChangedMethod = TemplateFunction.Variadic("changed", (in call) =>
        Boxes.Bool(((LoopValue)call.Subject!).Changed(new TemplateTuple([.. call.RawArguments]))));

    private bool Changed(TemplateTuple values)
    {
        if (!ReferenceEquals(_lastChanged, Missing.Value) && ValueEquality.AreEqual(_lastChanged, values))
            return false;
        _lastChanged = values;
        return true;
    }

    private object? TakeNext()
    {
        if (ReferenceEquals(_after, Missing.Value))
            return _items.MoveNext() ? _items.Current : Missing.Value;
        var next = _after;
        _after = Missing.Value;
        return next;
    }

    private object? PeekNext()
    {
        if (ReferenceEquals(_after, Missing.Value) && _items.MoveNext())
            _after = _items.Current;
        return _after;
    }
}
