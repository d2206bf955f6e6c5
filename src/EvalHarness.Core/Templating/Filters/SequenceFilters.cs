using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that take sequences apart and put them together.</summary>
internal static class SequenceFilters
{
    public static TemplateFunction[] All { get; } =
    [
        new("length", (in call) => Boxes.Long(Truth.Length(call.Subject, call.State))),
        new("list", (in call) => new TemplateList(Iteration.Collect(call.Subject, call.State))),
        new("first", First),
        new("last", Last),
        new("random", Random),
        new("join", Join, new("d", ""), new("attribute", null)),
        new("batch", Batch, TemplateParameter.Required("linecount"), new("fill_with", null)),
        new("slice", Slice, TemplateParameter.Required("slices"), new("fill_with", null)),
        new("items", Items),
        new("default", Default, new("default_value", ""), new("boolean", false)),
        new("attr", Attribute, TemplateParameter.Required("name")),
    ];

    private static object? First(in TemplateCall call)
    {
        foreach (var item in call.Items(call.Subject))
            return item;
        return Undefined.Because("No first item, sequence was empty.");
    }

    private static object? Last(in TemplateCall call)
    {
        var backwards = Iteration.Backwards(call.Subject) ?? throw Fault.Type($"'{TypeNames.Of(call.Subject)}' object is not reversible");
        foreach (var item in backwards)
            return item;
        return Undefined.Because("No last item, sequence was empty.");
    }

    private static object? Random(in TemplateCall call)
    {
        var length = Truth.Length(call.Subject, call.State);
        if (length == 0)
            return Undefined.Because("No random item, sequence was empty.");
        return Indexing.TryGet(call.Subject, Boxes.Long(call.Draw((int)Math.Min(length, int.MaxValue))), call.State, out var item)
            ? item
            : throw Fault.Lookup($"'{TypeNames.Of(call.Subject)}' object has no positions to draw from");
    }

    private static object? Join(in TemplateCall call)
    {
        var state = call.State;
        var attribute = call[1] is null ? null : AttributePath.Of(call[1]);
        var items = call.Items(call.Subject);
        var values = attribute is null ? items : items.Select(item => attribute.Get(item, state));
        if (!state.AutoEscape)
            return Concatenate(call.Text(call[0]), values.Select(value => Printing.Text(value, state)), state);

        // With escaping on, one marked item (or a marked separator) makes the whole marked, and all others are escaped.
        var all = values.ToList();
        if (call[0] is not Markup && !all.Exists(value => value is Markup))
            return Concatenate(call.Text(call[0]), all.Select(value => Printing.Text(value, state)), state);
        return new Markup(Concatenate(Escaped(call[0], state), all.Select(value => Escaped(value, state)), state));
    }

    private static string Escaped(object? value, RenderState state) =>
        value is Markup markup ? markup.Text : Markup.Escape(Printing.Text(value, state));

    private static string Concatenate(string separator, IEnumerable<string> texts, RenderState state)
    {
        var joined = new System.Text.StringBuilder();
        var isFirst = true;
        foreach (var text in texts)
        {
            if (!isFirst)
                joined.Append(separator);
            isFirst = false;
            joined.Append(text);
            state.CheckLength(joined.Length);
        }
        state.ChargeText(joined.Length);
        return joined.ToString();
    }

    private static LazySequence Batch(in TemplateCall call)
    {
        var (subject, size, filler, state) = (call.Subject, call[0], call[1], call.State);
        return new LazySequence(Batches(subject, size, filler, state));
    }

    private static IEnumerable<object?> Batches(object? subject, object? linecount, object? filler, RenderState state)
    {
        var batch = new TemplateList();
        var size = Numbers.Index(linecount);
        foreach (var item in Iteration.Items(subject, state))
        {
            if (batch.Items.Count == size)
            {
                yield return batch;
                batch = new TemplateList();
            }
            batch.Items.Add(item);
        }
        if (batch.Items.Count == 0)
            yield break;
        if (filler is not null && batch.Items.Count < size)
        {
            state.ChargeItems(size);
            batch.Items.AddRange(Enumerable.Repeat(filler, (int)size - batch.Items.Count));
        }
        yield return batch;
    }

    private static LazySequence Slice(in TemplateCall call)
    {
        var (subject, count, filler, state) = (call.Subject, call[0], call[1], call.State);
        return new LazySequence(Slices(subject, count, filler, state));
    }

    private static IEnumerable<object?> Slices(object? subject, object? slices, object? filler, RenderState state)
    {
        var items = Iteration.Collect(subject, state);
        var count = Numbers.Index(slices);
        if (count == 0)
            throw Fault.ZeroDivision("integer division or modulo by zero");
        var (each, larger) = (items.Count / Math.Max(count, 1), items.Count % Math.Max(count, 1));
        var start = 0;
        for (long i = 0; i < count; i++)
        {
            state.Step();
            var size = (int)each + (i < larger ? 1 : 0);
            var slice = new TemplateList(items.Skip(start).Take(size));
            start += size;
            if (filler is not null && i >= larger)
                slice.Items.Add(filler);
            yield return slice;
        }
    }

    // Fails when it is iterated, like the generator it stands for.
    private static LazySequence Items(in TemplateCall call)
    {
        var subject = call.Subject;
        return new LazySequence(Entries(subject));
    }

    private static IEnumerable<object?> Entries(object? subject)
    {
        if (subject is Undefined)
            yield break;
        if (subject is not TemplateMap map)
            throw Fault.Type("Can only get item pairs from a mapping.");
        foreach (var (key, value) in map.Entries)
            yield return new TemplateTuple([key, value]);
    }

    private static object? Default(in TemplateCall call) =>
        call.Subject is Undefined || (call.Flag(1) && !Truth.Of(call.Subject, call.State)) ? call[0] : call.Subject;

    private static object? Attribute(in TemplateCall call)
    {
        var name = call.Plain(0);
        return Members.TryAttribute(call.Subject, name, call.State, out _)
            ? Members.Get(call.Subject, name, call.State)
            : Undefined.Member(call.Subject, name);
    }
}
