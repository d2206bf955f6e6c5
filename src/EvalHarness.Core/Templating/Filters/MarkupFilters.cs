using System.Buffers;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters for HTML and addresses.</summary>
internal static class MarkupFilters
{
    // What would end an attribute's name.
    private static readonly SearchValues<char> KeyEnds = SearchValues.Create(" \t\n\r\f\v/>=");

    public static TemplateFunction[] All { get; } =
    [
        new("escape", (in call) => call.Subject is Markup ? call.Subject : new Markup(Markup.Escape(call.Text(call.Subject)))),
        new("forceescape", (in call) => new Markup(Markup.Escape(call.Text(call.Subject)))),
        new("safe", (in call) => call.Subject is Markup ? call.Subject : new Markup(call.Text(call.Subject))),
        new("striptags", (in call) => MarkupText.StripTags(call.Text(call.Subject))),
        new("urlencode", UrlEncode),
        new("urlize", Urlize, new("trim_url_limit", null), new("nofollow", false), new("target", null), new("rel", null), new("extra_schemes", null)),
        new("xmlattr", XmlAttributes, new TemplateParameter("autospace", true)),
    ];

    private static string UrlEncode(in TemplateCall call)
    {
        if (call.Subject is string or Markup || !Iteration.IsIterable(call.Subject))
            return Quote(call.Text(call.Subject), keep: "/");
        var state = call.State;
        var pairs = call.Subject is TemplateMap map ? map.Entries.Select(object? (entry) => new TemplateTuple([entry.Key, entry.Value])) : call.Items(call.Subject);
        return string.Join('&', pairs.Select(pair =>
        {
            var items = Iteration.Collect(pair, state);
            if (items.Count != 2)
                throw Fault.Value($"expected pairs of two items, got {items.Count}");
            return $"{QuoteForQuery(items[0], state)}={QuoteForQuery(items[1], state)}";
        }));
    }

    private static string QuoteForQuery(object? value, RenderState state) =>
        Quote(Printing.Text(value, state), keep: "").Replace("%20", "+", StringComparison.Ordinal);

    private static string Quote(string text, string keep)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)part;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' || keep.Contains(c, StringComparison.Ordinal))
                quoted.Append(c);
            else
                quoted.Append('%').Append(part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return quoted.ToString();
    }

    private static object? Urlize(in TemplateCall call)
    {
        var rel = new SortedSet<string>(Core.Text.PythonText.Split(call[3] is null ? "" : call.Text(call[3])), StringComparer.Ordinal) { "noopener" };
        if (call.Flag(1))
            rel.Add("nofollow");
        var schemes = call[4] is null ? [] : call.Items(call[4]).Select(scheme => TemplateCall.PlainText(scheme, "a scheme")).ToList();
        if (schemes.Find(scheme => !Linking.IsScheme(scheme)) is { } wrong)
            throw Fault.Argument($"'{wrong}' is not a valid URI scheme prefix.");
        long? limit = call[0] is null ? null : call.Integer(0);
        call.State.ChargeText(call.Text(call.Subject).Length * 16L);
        var linked = new Linking(limit, string.Join(' ', rel), call[2] is null ? "" : call.Text(call[2]), schemes)
            .Link(call.Subject is Markup markup ? markup.Text : Markup.Escape(call.Text(call.Subject)));
        return call.State.AutoEscape ? new Markup(linked) : linked;
    }

    private static object? XmlAttributes(in TemplateCall call)
    {
        if (call.Subject is Undefined undefined)
            throw undefined.Failure();
        var map = call.Subject as TemplateMap ?? throw Fault.Type($"'{TypeNames.Of(call.Subject)}' object has no attribute 'items'");
        var attributes = new List<string>();
        foreach (var (key, value) in map.Entries)
        {
            if (value is null or Undefined)
                continue;
            var name = TemplateCall.PlainText(key, "an attribute name");
            if (name.AsSpan().IndexOfAny(KeyEnds) >= 0)
                throw Fault.Value($"Invalid character in attribute name: '{name}'");
            attributes.Add($"{Escaped(key, call.State)}=\"{Escaped(value, call.State)}\"");
        }
        var text = string.Join(' ', attributes);
        if (call.Flag(0) && text.Length > 0)
            text = " " + text;
        return call.State.AutoEscape ? new Markup(text) : text;
    }

    private static string Escaped(object? value, RenderState state) =>
        value is Markup markup ? markup.Text : Markup.Escape(Printing.Text(value, state));
}
