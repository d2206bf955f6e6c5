using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>The global functions of every template.</summary>
internal static class BuiltInGlobals
{
    private const long SandboxRange = 100_000;

    private static readonly TypeValue Map = Type("dict", "dict", (in call) => MapMethods.Create(call));
    private static readonly TypeValue Space = Type("Namespace", "jinja2.utils.Namespace", (in call) => new NamespaceValue(MapMethods.Create(call)));
    private static readonly TypeValue Cycle = Type("Cycler", "jinja2.utils.Cycler", NewCycler);
    private static readonly TypeValue Join = new("Joiner", "jinja2.utils.Joiner",
        new TemplateFunction("joiner", (in call) => new JoinerValue(call[0]), new TemplateParameter("sep", ", ")));
    private static readonly TypeValue Range = Type("range", "range", (in call) => NewRange(call));
    private static readonly TemplateFunction LimitedRange = TemplateFunction.Variadic("range", NewLimitedRange);

    /// <summary>A global, or null.</summary>
    public static object? Find(string name, bool sandboxed) => name switch
    {
        "range" => sandboxed ? LimitedRange : Range,
        "dict" => Map,
        "namespace" => Space,
        "cycler" => Cycle,
        "joiner" => Join,
        "lipsum" => LoremIpsum.Function,
        _ => null,
    };

    private static TypeValue Type(string name, string qualifiedName, TemplateFunctionBody constructor) =>
        new(name, qualifiedName, TemplateFunction.Variadic(name, constructor));

    private static CyclerValue NewCycler(in TemplateCall call) => call.RawArguments.Length > 0 && call.KeywordArguments is null
        ? new CyclerValue([.. call.RawArguments])
        : throw Fault.Runtime("at least one item has to be provided");

    private static TemplateRange NewRange(in TemplateCall call)
    {
        if (call.KeywordArguments is { Count: > 0 })
            throw Fault.Type("range() takes no keyword arguments");
        var (start, stop, step) = call.RawArguments.Length switch
        {
            1 => (0, call.Integer(0), 1),
            2 => (call.Integer(0), call.Integer(1), 1),
            3 => (call.Integer(0), call.Integer(1), call.Integer(2)),
            var count => throw Fault.Type($"range expected 1 to 3 arguments, got {count}"),
        };
        return step == 0 ? throw Fault.Value("range() arg 3 must not be zero") : new TemplateRange(start, stop, step);
    }

    private static TemplateRange NewLimitedRange(in TemplateCall call)
    {
        var range = NewRange(call);
        return range.Length > SandboxRange
            ? throw Fault.Overflow($"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({SandboxRange}).")
            : range;
    }
}
