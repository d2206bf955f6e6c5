using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Jinja's <c>x.name</c>, which prefers attributes, and <c>x[key]</c>, which prefers items.</summary>
internal static class Members
{
    private static readonly TemplateFunction NextMethod = new("next", (in call) => ((CyclerValue)call.Subject!).Next());

    private static readonly TemplateFunction ResetMethod = new("reset", (in call) =>
    {
        ((CyclerValue)call.Subject!).Reset();
        return null;
    });

    private static readonly TemplateFunction DecodeMethod = new(
        "decode", (in call) => System.Text.Encoding.UTF8.GetString(((TemplateBytes)call.Subject!).Content), new("encoding", "utf-8"), new("errors", "strict"));

    /// <summary><c>value.name</c>: the attribute, else the item of that name, else undefined.</summary>
    public static object? Get(object? value, string name, RenderState state)
    {
        if (TryAttribute(value, name, state, out var attribute))
            return Guard(value, name, attribute, state);
        return Indexing.TryGet(value, name, state, out var item) ? item : Undefined.Member(value, name);
    }

    /// <summary><c>value[key]</c>: the item, else the attribute if the key is a text, else undefined.</summary>
    public static object? GetItem(object? value, object? key, RenderState state)
    {
        if (Indexing.TryGet(value, key, state, out var item))
            return item;
        if (TemplateValue.AsText(key) is { } name && TryAttribute(value, name, state, out var attribute))
            return Guard(value, name, attribute, state);
        return Undefined.Member(value, key);
    }

    /// <summary>Python's <c>getattr</c>; false where it raises.</summary>
    /// <exception cref="TemplateException">The value is undefined.</exception>
    public static bool TryAttribute(object? value, string name, RenderState state, out object? attribute)
    {
        attribute = Missing.Value;
        switch (value)
        {
            case TemplateMap: attribute = Bind(value, MapMethods.Find(name)); break;
            case string or Markup: attribute = Bind(value, TextMethods.Find(value, name)); break;
            case LoopValue loop when loop.TryAttribute(name, state, out var found): attribute = found; break;
            case NamespaceValue space: attribute = space.Attributes.TryGetText(name, out var set) ? set : attribute; break;
            case TemplateTuple { Names: { } names } tuple when Array.IndexOf(names, name) is >= 0 and var at: attribute = tuple.Items[at]; break;
            case TemplateList or TemplateTuple: attribute = Bind(value, SequenceMethods.Find(value, name)); break;
            case TemplateRange range: attribute = OfRange(range, name); break;
            case bool or long or double or System.Numerics.BigInteger: _ = NumberAttributes.TryGet(value, name, out attribute); break;
            case MacroValue macro: attribute = macro.Attribute(name); break;
            case CyclerValue cycler: attribute = OfCycler(cycler, name); break;
            case JoinerValue joiner: attribute = name switch { "sep" => joiner.Separator, "used" => Boxes.Bool(joiner.Used), _ => attribute }; break;
            case BlockReference block: attribute = OfBlock(block, name); break;
            case TypeValue type: attribute = name switch { "__name__" or "__qualname__" => type.Name, "fromkeys" when type.Name == "dict" => Bind(new TemplateMap(), MapMethods.Find(name)), _ => attribute }; break;
            case TemplateBytes when name == "decode": attribute = new BoundMethod(value, DecodeMethod); break;
            case Undefined undefined when !(name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal)):
                throw undefined.Failure();
        }
        if (ReferenceEquals(attribute, Missing.Value) && name == "__class__")
            attribute = TypeNames.TypeOf(value);
        return !ReferenceEquals(attribute, Missing.Value);
    }

    // The sandbox hides private names and the methods that change their value.
    private static object? Guard(object? value, string name, object? attribute, RenderState state) =>
        state.Sandboxed && (name.StartsWith('_') || attribute is BoundMethod { Function.Mutates: true })
            ? Undefined.Unsafe(value, name)
            : attribute;

    private static object Bind(object self, TemplateFunction? method) => method is null ? Missing.Value : new BoundMethod(self, method);

    private static object OfRange(TemplateRange range, string name) => name switch
    {
        "start" => Boxes.Long(range.Start),
        "stop" => Boxes.Long(range.Stop),
        "step" => Boxes.Long(range.Step),
        _ => Bind(range, SequenceMethods.Find(range, name)),
    };

    private static object? OfCycler(CyclerValue cycler, string name) => name switch
    {
        "next" => new BoundMethod(cycler, NextMethod),
        "reset" => new BoundMethod(cycler, ResetMethod),
        "current" => cycler.Current,
        "items" => cycler.Items,
        "pos" => Boxes.Long(cycler.Position),
        _ => Missing.Value,
    };

    private static object OfBlock(BlockReference block, string name) => name switch
    {
        "name" => block.Name,
        "super" => Undefined.Because($"there is no parent block called '{block.Name}'."),
        _ => Missing.Value,
    };
}
