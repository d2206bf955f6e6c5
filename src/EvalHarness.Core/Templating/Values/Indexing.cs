using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's <c>x[i]</c> and <c>x[a:b:c]</c>.</summary>
internal static class Indexing
{
    /// <summary>The item at a key or position; false where Python raises a type or lookup error.</summary>
    /// <exception cref="TemplateException">The value is undefined.</exception>
    public static bool TryGet(object? value, object? key, RenderState state, out object? item)
    {
        item = null;
        if (value is string)
            state.ChargeReading(value);
        switch (value)
        {
            case TemplateMap map:
                return key is string name ? map.TryGetText(name, out item) : ValueEquality.IsHashable(key) && map.TryGet(key, out item);
            case TemplateList list:
                return TryAt(list.Items, key, out item);
            case TemplateTuple tuple:
                return TryAt(tuple.Items, key, out item);
            case string text:
                return TryCharacter(text, key, out item);
            case Markup markup when TryCharacter(markup.Text, key, out item):
                item = new Markup((string)item!);
                return true;
            case TemplateRange range:
                if (!TryPosition(key, range.Length, out var position))
                    return false;
                item = Boxes.Long(range[position]);
                return true;
            case TemplateBytes bytes:
                if (!TryPosition(key, bytes.Content.Length, out var at))
                    return false;
                item = Boxes.Long(bytes.Content[at]);
                return true;
            case SelfReference self when key is string block:
                item = self.Find(block);
                return item is not null;
            case Undefined undefined:
                throw undefined.Failure();
            default:
                return false;
        }
    }

    /// <summary>A slice; null bounds are open.</summary>
    public static object? Slice(object? value, object? start, object? stop, object? step, RenderState state)
    {
        if (value is Undefined undefined)
            throw undefined.Failure();
        var length = value is TemplateMap or MapView ? null : Truth.TryLength(value);
        if (length is null)
            throw Fault.Type($"'{TypeNames.Of(value)}' object is not subscriptable by a slice");
        var (first, end, by) = Resolve(start, stop, step, length.Value);
        var count = CountOf(first, end, by);
        state.ChargeItems(value is TemplateRange ? 0 : count / 4);
        state.ChargeReading(value as string);
        return value switch
        {
            string text => Pick(text, first, count, by),
            Markup markup => new Markup(Pick(markup.Text, first, count, by)),
            TemplateList list => new TemplateList(Pick(list.Items, first, count, by)),
            TemplateTuple tuple => new TemplateTuple(Pick(tuple.Items, first, count, by)),
            TemplateRange range => new TemplateRange(range[first], range[end], range.Step * by),
            TemplateBytes bytes => new TemplateBytes([.. Enumerable.Range(0, (int)count).Select(i => bytes.Content[first + i * by])]),
            _ => throw Fault.Type($"'{TypeNames.Of(value)}' object is not subscriptable"),
        };
    }

    /// <summary>Python's <c>slice.indices</c>: the first position, the one behind the last, and the step.</summary>
    public static (long First, long End, long Step) Resolve(object? start, object? stop, object? step, long length)
    {
        var by = step is null ? 1 : Bound(step);
        if (by == 0)
            throw Fault.Value("slice step cannot be zero");
        var (lowest, highest) = by < 0 ? (-1L, length - 1) : (0L, length);
        var from = start is null ? (by < 0 ? highest : lowest) : Clamp(Bound(start), lowest, highest, length);
        var to = stop is null ? (by < 0 ? lowest : highest) : Clamp(Bound(stop), lowest, highest, length);
        return (from, to, by);
    }

    private static long CountOf(long first, long end, long step)
    {
        var distance = step < 0 ? first - end : end - first;
        return distance <= 0 ? 0 : (long)(((Int128)distance - 1) / Int128.Abs(step) + 1);
    }

    private static long Bound(object? value) => value switch
    {
        long or bool or System.Numerics.BigInteger => Numbers.Index(value),
        _ => throw Fault.Type("slice indices must be integers or None or have an __index__ method"),
    };

    private static long Clamp(long position, long lowest, long highest, long length)
    {
        if (position < 0)
            position = position < -length ? lowest : position + length;
        return Math.Clamp(position, lowest, Math.Max(lowest, highest));
    }

    private static string Pick(string text, long first, long count, long step)
    {
        if (step == 1)
            return CodePoints.Slice(text, first, first + count);
        if (!CodePoints.IsBasic(text))
        {
            string[] characters = [.. CodePoints.Split(text)];
            return string.Concat(Enumerable.Range(0, (int)count).Select(i => characters[first + i * step]));
        }
        return string.Create((int)count, (text, first, step), static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source.text[(int)(source.first + i * source.step)];
        });
    }

    private static object?[] Pick(IReadOnlyList<object?> items, long first, long count, long step)
    {
        var picked = new object?[count];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = items[(int)(first + i * step)];
        return picked;
    }

    private static bool TryAt(IReadOnlyList<object?> items, object? key, out object? item)
    {
        var found = TryPosition(key, items.Count, out var position);
        item = found ? items[(int)position] : null;
        return found;
    }

    private static bool TryCharacter(string text, object? key, out object? item)
    {
        item = null;
        if (!Numbers.IsWhole(key))
            return false;
        if (!TryPosition(key, CodePoints.Count(text), out var position))
            return false;
        item = CodePoints.Slice(text, position, position + 1);
        return true;
    }

    private static bool TryPosition(object? key, long length, out long position)
    {
        if (!Numbers.TryLong(key, out position))
            return false;
        if (position < 0)
            position += length;
        return position >= 0 && position < length;
    }
}
