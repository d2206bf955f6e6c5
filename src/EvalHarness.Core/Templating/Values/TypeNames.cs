using System.Numerics;

namespace EvalHarness.Core.Templating.Values;

/// <summary>Python's names of the types of values.</summary>
internal static class TypeNames
{
    public static string Of(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        long or BigInteger => "int",
        double => "float",
        string => "str",
        Markup => "Markup",
        TemplateList => "list",
        TemplateTuple => "tuple",
        TemplateMap => "dict",
        TemplateRange => "range",
        TemplateBytes => "bytes",
        LazySequence => "generator",
        MapView view => "dict_" + view.Kind.ToString().ToLowerInvariant(),
        Undefined => "Undefined",
        TypeValue => "type",
        NamespaceValue => "Namespace",
        CyclerValue => "Cycler",
        JoinerValue => "Joiner",
        MacroValue => "Macro",
        LoopValue => "LoopContext",
        BoundMethod => "builtin_function_or_method",
        TemplateFunction => "function",
        _ => value.GetType().Name,
    };

    /// <summary>The type as a value, as <c>__class__</c> gives it.</summary>
    public static TypeValue TypeOf(object? value)
    {
        var name = Of(value);
        var qualified = value switch
        {
            Markup => "markupsafe.Markup",
            Undefined or MacroValue or LoopValue => "jinja2.runtime." + name,
            NamespaceValue or CyclerValue or JoinerValue => "jinja2.utils." + name,
            _ => name,
        };
        return new TypeValue(name, qualified, null);
    }
}
