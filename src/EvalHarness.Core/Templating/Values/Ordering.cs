using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> and <c>in</c>.</summary>
internal static class Ordering
{
    public static bool Less(object? x, object? y, RenderState state) => Order(x, y, "<", state) < 0;

    public static bool LessOrEqual(object? x, object? y, RenderState state) => Order(x, y, "<=", state) <= 0;

    public static bool Greater(object? x, object? y, RenderState state) => Order(x, y, ">", state) > 0;

    public static bool GreaterOrEqual(object? x, object? y, RenderState state) => Order(x, y, ">=", state) >= 0;

    /// <summary>Order of two texts by code point, which UTF-16 units do not give.</summary>
    public static int CompareText(string x, string y)
    {
        var length = Math.Min(x.Length, y.Length);
        var i = x.AsSpan().CommonPrefixLength(y);
        if (i == length)
            return x.Length.CompareTo(y.Length);
        var (a, b) = (x[i], y[i]);
        // Surrogates stand for code points above all of the basic plane.
        if (char.IsSurrogate(a) != char.IsSurrogate(b))
            return char.IsSurrogate(a) ? 1 : -1;
        return a.CompareTo(b);
    }

    /// <summary><c>item in container</c>.</summary>
    public static bool Contains(object? container, object? item, RenderState state)
    {
        switch (container)
        {
            case string or Markup:
                if (item is not (string or Markup))
                    throw Fault.Type($"'in <string>' requires string as left operand, not {TypeNames.Of(item)}");
                var (whole, part) = (TemplateCall.PlainText(container, "container"), TemplateCall.PlainText(item, "item"));
                state.ChargeText(whole.Length);
                return whole.Contains(part, StringComparison.Ordinal);
            case TemplateMap map:
                return map.Contains(item);
            case MapView { Kind: MapViewKind.Keys } keys:
                return keys.Map.Contains(item);
            case TemplateRange range when Numbers.IsWhole(item):
                return Numbers.TryLong(item, out var number) && range.Contains(number);
            case null or bool or long or double or System.Numerics.BigInteger:
                throw Fault.Type($"argument of type '{TypeNames.Of(container)}' is not iterable");
            default:
                foreach (var candidate in Iteration.Items(container, state))
                    if (ValueEquality.AreSameOrEqual(candidate, item))
                        return true;
                return false;
        }
    }

    // Null where a NaN is involved: every comparison with it is false.
    private static int? Order(object? x, object? y, string symbol, RenderState state)
    {
        if (x is long a && y is long b)
            return a.CompareTo(b);
        state.ChargeReading(x);
        switch (x, y)
        {
            case (string s, string t):
                return CompareText(s, t);
            case (string or Markup, string or Markup):
                return CompareText(TemplateCall.PlainText(x, "left side"), TemplateCall.PlainText(y, "right side"));
            case (TemplateList s, TemplateList t):
                return OrderSequences(s.Items, t.Items, symbol, state);
            case (TemplateTuple s, TemplateTuple t):
                return OrderSequences(s.Items, t.Items, symbol, state);
        }
        if (Numbers.IsNumber(x) && Numbers.IsNumber(y))
            return Numbers.Compare(x!, y!);
        if ((x as Undefined ?? y as Undefined) is { } undefined)
            throw undefined.Failure();
        throw Fault.Type($"'{symbol}' not supported between instances of '{TypeNames.Of(x)}' and '{TypeNames.Of(y)}'");
    }

    private static int? OrderSequences(IReadOnlyList<object?> x, IReadOnlyList<object?> y, string symbol, RenderState state)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var length = Math.Min(x.Count, y.Count);
        for (var i = 0; i < length; i++)
        {
            state.Step();
            if (!ValueEquality.AreSameOrEqual(x[i], y[i]))
                return Order(x[i], y[i], symbol, state);
        }
        return x.Count.CompareTo(y.Count);
    }
}
