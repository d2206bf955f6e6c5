using EvalHarness.Core.Templating.Nodes;
using EvalHarness.Core.Templating.Runtime;

namespace EvalHarness.Core.Templating.Values;

/// <summary>A macro, with the variables around the place where it was defined.</summary>
internal sealed class MacroValue(MacroBody body, Frame frame)
{
    public string? Name => body.Name;

    /// <summary>Calls it: positional arguments, then those by keyword, then the defaults.</summary>
    public object Call(object?[] arguments, KeywordArguments? keywords, RenderState state)
    {
        var count = body.Parameters.Length;
        var values = new object?[count];
        var given = Math.Min(arguments.Length, count);
        arguments.AsSpan(0, given).CopyTo(values);
        for (var i = given; i < count; i++)
            values[i] = keywords is not null && keywords.Take(body.Parameters[i], out var value) ? value : Missing.Value;

        // A parameter of that name takes the caller, but only where no positional argument was too many.
        var callerFound = body.HasCallerParameter;
        object? caller = null;
        if (body.ReadsCaller && !callerFound)
            caller = keywords is not null && keywords.Take("caller", out var block) && block is not null ? block : Undefined.Because("No caller defined");
        if (keywords is { Count: > 0 } && !body.CatchesKeywords)
            throw Fault.Type(keywords.Exists(pair => pair.Key == "caller")
                ? $"macro '{Name}' was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro '{Name}' takes no keyword argument '{keywords[0].Key}'");
        if (arguments.Length > count && !body.CatchesRest)
            throw Fault.Type($"macro '{Name}' takes not more than {count} argument(s)");
        var text = body.Render(frame, values, caller, KeywordMap(keywords), new TemplateTuple([.. arguments.AsSpan(given)]));
        return state.AutoEscape ? new Markup(text) : text;
    }

    public object? Attribute(string name) => name switch
    {
        "name" => Name,
        "arguments" => new TemplateTuple([.. body.Parameters]),
        "catch_kwargs" => Boxes.Bool(body.CatchesKeywords),
        "catch_varargs" => Boxes.Bool(body.CatchesRest),
        "caller" => Boxes.Bool(body.ReadsCaller),
        _ => Missing.Value,
    };

    private TemplateMap KeywordMap(KeywordArguments? keywords)
    {
        var map = new TemplateMap();
        if (keywords is not null && body.CatchesKeywords)
            foreach (var (name, value) in keywords)
                map.Set(name, value);
        return map;
    }
}
