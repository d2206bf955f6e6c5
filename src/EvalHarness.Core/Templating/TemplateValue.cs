using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating;

/// <summary>What functions outside the engine need to know about its values.</summary>
public static class TemplateValue
{
    /// <summary>Python's equality and hash: 1, 1.0 and true are equal, lists and maps are compared by content.</summary>
    public static IEqualityComparer<object?> Equality { get; } = ValueEquality.Instance;

    /// <summary>A new list with the given items.</summary>
    public static object List(IEnumerable<object?> items) => new TemplateList(items);

    /// <summary>A new tuple.</summary>
    public static object Tuple(params object?[] items) => new TemplateTuple(items);

    /// <summary>An iterator like those of <c>map</c> and <c>zip</c>: its items are made when they are asked for, and only once.</summary>
    public static object Lazy(IEnumerable<object?> items) => new LazySequence(items);

    /// <summary>Whether the value is missing: an unknown name, key or position.</summary>
    public static bool IsUndefined(object? value) => value is Undefined;

    /// <summary>The text of a string value, marked as safe or not; null for all others.</summary>
    public static string? AsText(object? value) => value switch { string text => text, Markup markup => markup.Text, _ => null };

    /// <summary>The items of a value that can be indexed (list, tuple, range or text), or null for all others.</summary>
    public static IReadOnlyList<object?>? AsSequence(object? value) => value switch
    {
        TemplateList list => list.Items,
        TemplateTuple tuple => tuple.Items,
        TemplateRange range => [.. range.Items],
        string text => [.. CodePoints.Split(text)],
        Markup markup => [.. CodePoints.Split(markup.Text)],
        _ => null,
    };
}
