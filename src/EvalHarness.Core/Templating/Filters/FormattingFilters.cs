using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that write values in a notation: <c>format</c>, <c>pprint</c>, <c>tojson</c>.</summary>
internal static class FormattingFilters
{
    public static TemplateFunction[] All { get; } =
    [
        TemplateFunction.Variadic("format", Format),
        new("pprint", (in call) => PrettyPrint.Format(call.Subject, call.State)),
        new("tojson", ToJson, new TemplateParameter("indent", null)),
    ];

    private static object? Format(in TemplateCall call)
    {
        var keywords = call.KeywordArguments;
        if (keywords is { Count: > 0 } && call.RawArguments.Length > 0)
            throw Fault.Argument("can't handle positional and keyword arguments at the same time");
        object values = new TemplateTuple([.. call.RawArguments]);
        if (keywords is { Count: > 0 })
        {
            var map = new TemplateMap();
            foreach (var (key, value) in keywords)
                map.Set(key, value);
            values = map;
        }
        return Arithmetic.Modulo(TextFilters.Soft(call.Subject, call.State), values, call.State);
    }

    // Safe inside HTML: what could end a script or an attribute is escaped, and the result is marked.
    private static Markup ToJson(in TemplateCall call)
    {
        var json = PythonJson.Write(call.Subject, new JsonStyle { SortKeys = true, Indent = PythonJson.IndentOf(call[0], call.State) }, call.State);
        return new Markup(json
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("'", "\\u0027", StringComparison.Ordinal));
    }
}
