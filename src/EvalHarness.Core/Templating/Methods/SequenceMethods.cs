using System.Collections.Frozen;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>The methods of Python's <c>list</c>, <c>tuple</c> and <c>range</c>.</summary>
internal static class SequenceMethods
{
    private static readonly TemplateFunction CountMethod = new("count", Count, TemplateParameter.Required(""));
    private static readonly TemplateFunction IndexMethod = new("index", Index, TemplateParameter.Required(""), new("", 0L), new("", long.MaxValue));

    private static readonly FrozenDictionary<string, TemplateFunction> OfLists = ((TemplateFunction[])[
        CountMethod, IndexMethod,
        new("copy", (in call) => new TemplateList([.. Self(call)])),
        Mutating("append", Append, TemplateParameter.Required("")),
        Mutating("extend", Extend, TemplateParameter.Required("")),
        Mutating("insert", Insert, TemplateParameter.Required(""), TemplateParameter.Required("")),
        Mutating("pop", Pop, new TemplateParameter("", -1L)),
        Mutating("remove", Remove, TemplateParameter.Required("")),
        Mutating("clear", Clear),
        Mutating("reverse", Reverse),
        Mutating("sort", Sort, new("key", null), new("reverse", false)),
    ]).ToFrozenDictionary(method => method.Name);

    public static TemplateFunction? Find(object subject, string name) => subject is TemplateList
        ? OfLists.GetValueOrDefault(name)
        : name switch { "count" => CountMethod, "index" => IndexMethod, _ => null };

    private static TemplateFunction Mutating(string name, TemplateFunctionBody body, params ReadOnlySpan<TemplateParameter> parameters) =>
        new(name, body, parameters) { Mutates = true };

    private static List<object?> Self(in TemplateCall call) => ((TemplateList)call.Subject!).Items;

    private static object? Count(in TemplateCall call)
    {
        var wanted = call[0];
        return Boxes.Long(call.Items(call.Subject).Count(item => ValueEquality.AreSameOrEqual(item, wanted)));
    }

    private static object? Index(in TemplateCall call)
    {
        var length = Truth.Length(call.Subject, call.State);
        var (start, _, _) = Indexing.Resolve(call[1], null, null, length);
        var (end, _, _) = Indexing.Resolve(call[2], null, null, length);
        long position = 0;
        foreach (var item in call.Items(call.Subject))
        {
            if (position >= start && position < end && ValueEquality.AreSameOrEqual(item, call[0]))
                return Boxes.Long(position);
            position++;
        }
        throw Fault.Value($"{Printing.Repr(call[0], call.State)} is not in list");
    }

    private static object? Append(in TemplateCall call)
    {
        Self(call).Add(call[0]);
        return null;
    }

    private static object? Extend(in TemplateCall call)
    {
        Self(call).AddRange(Iteration.Collect(call[0], call.State));
        return null;
    }

    private static object? Insert(in TemplateCall call)
    {
        var items = Self(call);
        var index = call.Integer(0);
        items.Insert((int)Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count), call[1]);
        return null;
    }

    private static object? Pop(in TemplateCall call)
    {
        var items = Self(call);
        if (items.Count == 0)
            throw Fault.Lookup("pop from empty list");
        var index = call.Integer(0);
        if (index < 0)
            index += items.Count;
        if (index < 0 || index >= items.Count)
            throw Fault.Lookup("pop index out of range");
        var item = items[(int)index];
        items.RemoveAt((int)index);
        return item;
    }

    private static object? Remove(in TemplateCall call)
    {
        var wanted = call[0];
        var index = Self(call).FindIndex(item => ValueEquality.AreSameOrEqual(item, wanted));
        if (index < 0)
            throw Fault.Value("list.remove(x): x not in list");
        Self(call).RemoveAt(index);
        return null;
    }

    private static object? Clear(in TemplateCall call)
    {
        Self(call).Clear();
        return null;
    }

    private static object? Reverse(in TemplateCall call)
    {
        Self(call).Reverse();
        return null;
    }

    private static object? Sort(in TemplateCall call)
    {
        var (key, state) = (call[0], call.State);
        var items = Self(call);
        var sorted = StableSort.By([.. items], item => key is null ? item : Invocation.Call(key, [item], null, state), call.Flag(1), state);
        items.Clear();
        items.AddRange(sorted);
        return null;
    }
}
