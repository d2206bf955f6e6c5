using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that apply other filters and tests to every item: <c>map</c>, <c>select</c>, <c>reject</c> and their <c>attr</c> forms. They work as items are asked for.</summary>
internal static class SelectionFilters
{
    public static TemplateFunction[] All { get; } =
    [
        TemplateFunction.Variadic("map", Map),
        Selecting("select", byAttribute: false, keep: true),
        Selecting("reject", byAttribute: false, keep: false),
        Selecting("selectattr", byAttribute: true, keep: true),
        Selecting("rejectattr", byAttribute: true, keep: false),
    ];

    private static TemplateFunction Selecting(string name, bool byAttribute, bool keep) => TemplateFunction.Variadic(name, (in call) =>
    {
        var (subject, arguments, keywords, state) = (call.Subject, call.RawArguments, call.KeywordArguments, call.State);
        return new LazySequence(Selected(subject, arguments, keywords, byAttribute, keep, state));
    });

    private static LazySequence Map(in TemplateCall call)
    {
        var (subject, arguments, keywords, state) = (call.Subject, call.RawArguments, call.KeywordArguments, call.State);
        return new LazySequence(Mapped(subject, arguments, keywords, state));
    }

    private static IEnumerable<object?> Mapped(object? subject, object?[] arguments, KeywordArguments? keywords, RenderState state)
    {
        if (!Truth.Of(subject, state))
            yield break;
        var map = Mapping(arguments, keywords, state);
        foreach (var item in Iteration.Items(subject, state))
            yield return map(item);
    }

    private static Func<object?, object?> Mapping(object?[] arguments, KeywordArguments? keywords, RenderState state)
    {
        if (arguments.Length == 0 && keywords is not null && keywords.Take("attribute", out var attribute))
        {
            keywords.Take("default", out var defaultValue);
            if (keywords.Count > 0)
                throw Fault.Argument($"Unexpected keyword argument '{keywords[0].Key}'");
            var path = AttributePath.Of(attribute, ignoresCase: false, defaultValue);
            return item => path.Get(item, state);
        }
        if (arguments.Length == 0)
            throw Fault.Argument("map requires a filter argument");
        var name = TemplateValue.AsText(arguments[0]);
        var rest = arguments[1..];
        var filter = name is null ? null : state.Environment.FindFilter(name);
        return item => (filter ?? throw Unknown("filter", name, arguments[0], state)).Invoke(state, item, rest, Copy(keywords));
    }

    private static IEnumerable<object?> Selected(
        object? subject, object?[] arguments, KeywordArguments? keywords, bool byAttribute, bool keep, RenderState state)
    {
        if (!Truth.Of(subject, state))
            yield break;
        if (byAttribute && arguments.Length == 0)
            throw Fault.Argument("Missing parameter for attribute name");
        var path = byAttribute ? AttributePath.Of(arguments[0]) : null;
        var decide = Deciding(arguments[(byAttribute ? 1 : 0)..], keywords, state);
        foreach (var item in Iteration.Items(subject, state))
            if (decide(path is null ? item : path.Get(item, state)) == keep)
                yield return item;
    }

    private static Func<object?, bool> Deciding(object?[] arguments, KeywordArguments? keywords, RenderState state)
    {
        if (arguments.Length == 0)
            return value => Truth.Of(value, state);
        var name = TemplateValue.AsText(arguments[0]);
        var rest = arguments[1..];
        var test = name is null ? null : Tests.BuiltInTests.Find(name);
        return value => Truth.Of((test ?? throw Unknown("test", name, arguments[0], state)).Invoke(state, value, rest, Copy(keywords)), state);
    }

    private static TemplateException Unknown(string kind, string? name, object? given, RenderState state) =>
        new(TemplateErrorKind.UnknownName, $"No {kind} named {(name is null ? Printing.Repr(given, state) : $"'{name}'")}.");

    // A call may take keyword arguments out; the next item needs them again.
    private static KeywordArguments? Copy(KeywordArguments? keywords) => keywords is null ? null : [.. keywords];
}
