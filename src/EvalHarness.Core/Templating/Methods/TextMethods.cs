using System.Collections.Frozen;
using EvalHarness.Core.Templating.Formatting;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>The methods of Python's <c>str</c>. On a marked text they give marked texts, and escape what they add.</summary>
internal static class TextMethods
{
    private static readonly FrozenDictionary<string, TemplateFunction> All = ((TemplateFunction[])[
        .. TextCaseMethods.All, .. TextSearchMethods.All, .. TextSplitMethods.All, .. TextTrimMethods.All, .. TextPredicates.All,
        Variadic("format", Format, isEscaping: true), Define("format_map", FormatMap, TemplateParameter.Required("")),
        new("join", Join, TemplateParameter.Required("")), Define("encode", Encode, new("encoding", "utf-8"), new("errors", "strict")),
        Define("translate", Translate, TemplateParameter.Required("")),
    ]).ToFrozenDictionary(method => method.Name);

    private static readonly FrozenDictionary<string, TemplateFunction> OfMarkup = ((TemplateFunction[])[
        new("striptags", (in call) => MarkupText.StripTags(((Markup)call.Subject!).Text)),
        new("unescape", (in call) => MarkupText.Unescape(((Markup)call.Subject!).Text)),
    ]).ToFrozenDictionary(method => method.Name);

    public static TemplateFunction? Find(object subject, string name) =>
        All.GetValueOrDefault(name) ?? (subject is Markup ? OfMarkup.GetValueOrDefault(name) : null);

    /// <summary>A method with bound parameters.</summary>
    public static TemplateFunction Define(string name, TemplateFunctionBody body, params ReadOnlySpan<TemplateParameter> parameters) =>
        new(name, Marking(body, -1), parameters);

    /// <summary>A method one of whose arguments is escaped when the text is marked.</summary>
    public static TemplateFunction DefineEscaping(string name, int escaped, TemplateFunctionBody body, params ReadOnlySpan<TemplateParameter> parameters) =>
        new(name, Marking(body, escaped), parameters);

    /// <summary>The text a method is called on.</summary>
    public static string Self(in TemplateCall call) => (string)call.Subject!;

    private static TemplateFunction Variadic(string name, TemplateFunctionBody body, bool isEscaping) =>
        TemplateFunction.Variadic(name, isEscaping ? body : Marking(body, -1));

    private static TemplateFunctionBody Marking(TemplateFunctionBody body, int escaped) => (in call) =>
    {
        if (call.Subject is not Markup markup)
            return body(call);
        var arguments = call.RawArguments;
        if (escaped >= 0 && arguments[escaped] is string plain)
        {
            arguments = [.. arguments];
            arguments[escaped] = Markup.Escape(plain);
        }
        return Mark(body(new TemplateCall(call.State, markup.Text, arguments, call.KeywordArguments)));
    };

    private static object? Mark(object? result) => result switch
    {
        string text => new Markup(text),
        TemplateList list => new TemplateList(list.Items.Select(Mark)),
        TemplateTuple tuple => new TemplateTuple(Array.ConvertAll(tuple.Items, Mark)),
        _ => result,
    };

    private static object? Format(in TemplateCall call)
    {
        var keywords = call.KeywordArguments;
        return Format(call, call.RawArguments, name =>
        {
            foreach (var (key, value) in keywords ?? [])
                if (key == name)
                    return value;
            throw Fault.Lookup($"'{name}'");
        });
    }

    private static object? FormatMap(in TemplateCall call)
    {
        var map = call[0] as TemplateMap ?? throw Fault.Type("format_map() argument must be a mapping");
        return Format(call, [], name => map.TryGet(name, out var value) ? value : throw Fault.Lookup($"'{name}'"));
    }

    private static object? Format(in TemplateCall call, object?[] positional, Func<string, object?> named) => call.Subject is Markup markup
        ? new Markup(BraceFormat.Format(markup.Text, positional, named, call.State, escape: true))
        : BraceFormat.Format(Self(call), positional, named, call.State, escape: false);

    private static object? Join(in TemplateCall call)
    {
        var marked = call.Subject as Markup;
        var separator = marked?.Text ?? Self(call);
        var texts = new List<string>();
        long length = 0;
        foreach (var item in call.Items(call[0]))
        {
            var text = TemplateValue.AsText(item) ?? (marked is null ? null : call.Text(item))
                ?? throw Fault.Type($"sequence item {texts.Count}: expected str instance, {TypeNames.Of(item)} found");
            if (marked is not null && item is not Markup)
                text = Markup.Escape(text);
            texts.Add(text);
            length += text.Length + separator.Length;
            call.State.CheckLength(length);
        }
        call.State.ChargeText(length);
        var joined = string.Join(separator, texts);
        return marked is null ? joined : new Markup(joined);
    }

    private static object? Encode(in TemplateCall call)
    {
        var encoding = call.Plain(0).ToLowerInvariant().Replace('_', '-');
        return encoding switch
        {
            "utf-8" or "utf8" => new TemplateBytes(System.Text.Encoding.UTF8.GetBytes(Self(call))),
            "ascii" or "us-ascii" => Narrow(Self(call), 0x7F),
            "latin-1" or "latin1" or "iso-8859-1" => Narrow(Self(call), 0xFF),
            _ => throw Fault.Lookup($"unknown encoding: {encoding}"),
        };
    }

    private static TemplateBytes Narrow(string text, int highest) => text.All(c => c <= highest)
        ? new TemplateBytes([.. text.Select(c => (byte)c)])
        : throw Fault.Value($"a character is beyond U+{highest:X4} and cannot be encoded");

    private static object? Translate(in TemplateCall call)
    {
        var table = call[0] as TemplateMap ?? throw Fault.Type($"'{TypeNames.Of(call[0])}' object is not a translation table");
        var state = call.State;
        return string.Concat(Self(call).EnumerateRunes().Select(rune =>
        {
            state.Step();
            return !table.TryGet(Boxes.Long(rune.Value), out var replacement) ? rune.ToString()
                : replacement is null ? ""
                : Numbers.TryLong(replacement, out var code) && System.Text.Rune.IsValid((int)code) ? new System.Text.Rune((int)code).ToString()
                : TemplateCall.PlainText(replacement, "replacement");
        }));
    }
}
