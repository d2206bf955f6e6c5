using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>iter</c>.</summary>
internal static class Iteration
{
    /// <summary>The items in order; every one counts as a step.</summary>
    public static IEnumerable<object?> Items(object? value, RenderState state)
    {
        var items = Raw(value) ?? throw NotIterable(value);
        return Counted(items, state);
    }

    /// <summary>The items as an array of their own.</summary>
    public static List<object?> Collect(object? value, RenderState state)
    {
        switch (value)
        {
            case TemplateList list:
                state.ChargeItems(list.Items.Count);
                return [.. list.Items];
            case TemplateTuple tuple:
                state.ChargeItems(tuple.Items.Length);
                return [.. tuple.Items];
            case TemplateRange range:
                state.ChargeItems(range.Length);
                break;
        }
        return [.. Items(value, state)];
    }

    public static bool IsIterable(object? value) => Raw(value) is not null;

    public static TemplateException NotIterable(object? value) => Fault.Type($"'{TypeNames.Of(value)}' object is not iterable");

    /// <summary>The items from the last to the first, for values that Python's <c>reversed</c> takes; else null.</summary>
    public static IEnumerable<object?>? Backwards(object? value) => value switch
    {
        TemplateList list => Descending(list.Items),
        TemplateTuple tuple => Descending(tuple.Items),
        TemplateRange range => range.Length == 0 ? [] : new TemplateRange(range[range.Length - 1], range.Start - range.Step, -range.Step).Items,
        string text => CodePoints.Split(CodePoints.Reverse(text)),
        Markup markup => CodePoints.Split(CodePoints.Reverse(markup.Text)),
        TemplateMap map => map.Keys.Reverse(),
        MapView view => view.Items.Reverse(),
        Undefined => [],
        _ => null,
    };

    // Null where the value cannot be iterated.
    private static IEnumerable<object?>? Raw(object? value) => value switch
    {
        TemplateList list => Growing(list.Items),
        TemplateTuple tuple => tuple.Items,
        string text => CodePoints.Split(text),
        Markup markup => CodePoints.Split(markup.Text),
        TemplateMap map => map.Keys,
        MapView view => view.Items,
        TemplateRange range => range.Items,
        LazySequence lazy => Rest(lazy),
        LoopValue loop => loop.Remaining(),
        TemplateBytes bytes => bytes.Content.Select(b => Boxes.Long(b)),
        Undefined => [],
        _ => null,
    };

    private static IEnumerable<object?> Counted(IEnumerable<object?> items, RenderState state)
    {
        foreach (var item in items)
        {
            state.Step();
            yield return item;
        }
    }

    // A list that grows while it is iterated is followed to its end, as in Python.
    private static IEnumerable<object?> Growing(List<object?> items)
    {
        for (var i = 0; i < items.Count; i++)
            yield return items[i];
    }

    private static IEnumerable<object?> Descending(IReadOnlyList<object?> items)
    {
        for (var i = items.Count - 1; i >= 0; i--)
            if (i < items.Count)
                yield return items[i];
    }

    private static IEnumerable<object?> Rest(LazySequence lazy)
    {
        while (lazy.Enumerator.MoveNext())
            yield return lazy.Enumerator.Current;
    }
}
