using System.Collections.Frozen;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>The methods of Python's <c>dict</c>, and its constructor.</summary>
internal static class MapMethods
{
    private static readonly FrozenDictionary<string, TemplateFunction> All = ((TemplateFunction[])[
        new("get", (in call) => Self(call).TryGet(call[0], out var value) ? value : call[1], TemplateParameter.Required(""), new("", null)),
        new("keys", (in call) => new MapView(Self(call), MapViewKind.Keys)),
        new("values", (in call) => new MapView(Self(call), MapViewKind.Values)),
        new("items", (in call) => new MapView(Self(call), MapViewKind.Items)),
        new("copy", (in call) => new TemplateMap(Self(call))),
        new("fromkeys", FromKeys, TemplateParameter.Required(""), new("", null)),
        new("pop", Pop, TemplateParameter.Required(""), new("", Missing.Value)) { Mutates = true },
        new("popitem", PopItem) { Mutates = true },
        new("setdefault", SetDefault, TemplateParameter.Required(""), new("", null)) { Mutates = true },
        TemplateFunction.Variadic("update", Update, mutates: true),
        new("clear", Clear) { Mutates = true },
    ]).ToFrozenDictionary(method => method.Name);

    public static TemplateFunction? Find(string name) => All.GetValueOrDefault(name);

    /// <summary><c>dict(source, **keywords)</c>: from a map, or from pairs.</summary>
    public static TemplateMap Create(in TemplateCall call)
    {
        if (call.RawArguments.Length > 1)
            throw Fault.Type($"dict expected at most 1 argument, got {call.RawArguments.Length}");
        var map = new TemplateMap();
        if (call.RawArguments.Length == 1)
            AddAll(map, call[0], call.State);
        foreach (var (key, value) in call.KeywordArguments ?? [])
            map.Set(key, value);
        return map;
    }

    private static TemplateMap Self(in TemplateCall call) => (TemplateMap)call.Subject!;

    private static void AddAll(TemplateMap map, object? source, RenderState state)
    {
        if (source is TemplateMap other)
        {
            state.ChargeItems(other.Count);
            foreach (var (key, value) in other.Entries)
                map.Set(key, value);
            return;
        }
        var position = 0;
        foreach (var item in Iteration.Items(source, state))
        {
            if (!Iteration.IsIterable(item))
                throw Fault.Type($"cannot convert dictionary update sequence element #{position} to a sequence");
            var pair = Iteration.Collect(item, state);
            if (pair.Count != 2)
                throw Fault.Value($"dictionary update sequence element #{position} has length {pair.Count}; 2 is required");
            map.Set(pair[0], pair[1]);
            position++;
        }
    }

    private static TemplateMap FromKeys(in TemplateCall call)
    {
        var map = new TemplateMap();
        foreach (var key in call.Items(call[0]))
            map.Set(key, call[1]);
        return map;
    }

    private static object? Pop(in TemplateCall call)
    {
        if (Self(call).Remove(call[0], out var value))
            return value;
        return ReferenceEquals(call[1], Missing.Value) ? throw Fault.Lookup(Printing.Repr(call[0], call.State)) : call[1];
    }

    private static TemplateTuple PopItem(in TemplateCall call)
    {
        if (Self(call).Count == 0)
            throw Fault.Lookup("popitem(): dictionary is empty");
        var (key, value) = Self(call).RemoveLast();
        return new TemplateTuple([key, value]);
    }

    private static object? SetDefault(in TemplateCall call)
    {
        if (Self(call).TryGet(call[0], out var value))
            return value;
        Self(call).Set(call[0], call[1]);
        return call[1];
    }

    private static object? Update(in TemplateCall call)
    {
        if (call.RawArguments.Length > 1)
            throw Fault.Type($"update expected at most 1 argument, got {call.RawArguments.Length}");
        if (call.RawArguments.Length == 1)
            AddAll(Self(call), call[0], call.State);
        foreach (var (key, value) in call.KeywordArguments ?? [])
            Self(call).Set(key, value);
        return null;
    }

    private static object? Clear(in TemplateCall call)
    {
        Self(call).Clear();
        return null;
    }
}
