using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using static EvalHarness.Core.Templating.Methods.TextMethods;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>Methods of <c>str</c> that look for texts. Positions are code points.</summary>
internal static class TextSearchMethods
{
    private static readonly TemplateParameter[] TextAndBounds = [TemplateParameter.Required(""), new("", null), new("", null)];

    public static TemplateFunction[] All { get; } =
    [
        Define("find", (in call) => Boxes.Long(Find(call, last: false)), TextAndBounds),
        Define("rfind", (in call) => Boxes.Long(Find(call, last: true)), TextAndBounds),
        Define("index", (in call) => Found(Find(call, last: false)), TextAndBounds),
        Define("rindex", (in call) => Found(Find(call, last: true)), TextAndBounds),
        Define("count", Count, TextAndBounds),
        Define("startswith", (in call) => Boxes.Bool(Matches(call, (text, affix) => text.StartsWith(affix, StringComparison.Ordinal))), TextAndBounds),
        Define("endswith", (in call) => Boxes.Bool(Matches(call, (text, affix) => text.EndsWith(affix, StringComparison.Ordinal))), TextAndBounds),
        DefineEscaping("replace", 1, Replace, TemplateParameter.Required(""), TemplateParameter.Required(""), new("", -1L)),
        Define("removeprefix", (in call) => Self(call).StartsWith(call.Plain(0), StringComparison.Ordinal) ? Self(call)[call.Plain(0).Length..] : Self(call), TemplateParameter.Required("")),
        Define("removesuffix", (in call) => Self(call).EndsWith(call.Plain(0), StringComparison.Ordinal) ? Self(call)[..^call.Plain(0).Length] : Self(call), TemplateParameter.Required("")),
    ];

    /// <summary><c>text.replace(old, new, count)</c>; a negative count replaces all.</summary>
    public static string Replace(string text, string old, string replacement, long count, RenderState state)
    {
        if (count == 0)
            return text;
        var occurrences = old.Length == 0 ? CodePoints.Count(text) + 1 : Occurrences(text, old);
        if (count > 0)
            occurrences = Math.Min(occurrences, count);
        state.CheckLength(text.Length + occurrences * Math.Max(0, replacement.Length - old.Length));
        state.ChargeText(text.Length + occurrences * replacement.Length);
        if (occurrences == 0)
            return text;
        if (old.Length == 0)
            return Intersperse(text, replacement, occurrences);
        if (count < 0)
            return text.Replace(old, replacement, StringComparison.Ordinal);
        var replaced = new System.Text.StringBuilder(text.Length);
        var start = 0;
        for (long i = 0; i < occurrences; i++)
        {
            var at = text.IndexOf(old, start, StringComparison.Ordinal);
            replaced.Append(text, start, at - start).Append(replacement);
            start = at + old.Length;
        }
        return replaced.Append(text, start, text.Length - start).ToString();
    }

    private static object? Replace(in TemplateCall call) => Replace(Self(call), call.Plain(0), call.Plain(1), call.Integer(2), call.State);

    private static string Intersperse(string text, string piece, long times)
    {
        var replaced = new System.Text.StringBuilder(text.Length + piece.Length * 4);
        foreach (var character in CodePoints.Split(text))
        {
            if (times-- > 0)
                replaced.Append(piece);
            replaced.Append(character);
        }
        return times > 0 ? replaced.Append(piece).ToString() : replaced.ToString();
    }

    private static long Find(in TemplateCall call, bool last)
    {
        if (Window(call, out var start) is not { } window)
            return -1;
        call.State.ChargeText(window.Length);
        var part = call.Plain(0);
        var at = last ? window.LastIndexOf(part, StringComparison.Ordinal) : window.IndexOf(part, StringComparison.Ordinal);
        if (last && part.Length == 0)
            at = window.Length;
        return at < 0 ? -1 : start + Core.Text.PythonText.Length(window.AsSpan(0, at));
    }

    private static object Found(long position) => position >= 0 ? Boxes.Long(position) : throw Fault.Value("substring not found");

    private static object? Count(in TemplateCall call)
    {
        if (Window(call, out _) is not { } window)
            return Boxes.Long(0);
        call.State.ChargeText(window.Length);
        return Boxes.Long(call.Plain(0).Length == 0 ? CodePoints.Count(window) + 1 : Occurrences(window, call.Plain(0)));
    }

    private static long Occurrences(string text, string part)
    {
        long count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }

    private static bool Matches(in TemplateCall call, Func<string, string, bool> matches)
    {
        var window = Window(call, out _);
        if (call[0] is not TemplateTuple tuple)
            return matches(window ?? "", AffixOf(call[0])) && window is not null;
        return window is not null && Array.Exists(tuple.Items, item => matches(window, AffixOf(item)));
    }

    private static string AffixOf(object? value) => TemplateValue.AsText(value)
        ?? throw Fault.Type($"first arg must be str or a tuple of str, not {TypeNames.Of(value)}");

    // The text between the optional bounds, null where the start lies behind the end.
    private static string? Window(in TemplateCall call, out long start)
    {
        start = 0;
        var text = Self(call);
        if (call[1] is null && call[2] is null)
            return text;
        var length = CodePoints.Count(text);
        if (call[1] is { } first && Numbers.Index(first) > length)
            return null;
        (start, _, _) = Indexing.Resolve(call[1], null, null, length);
        var (end, _, _) = Indexing.Resolve(call[2] ?? Boxes.Long(length), null, null, length);
        return start > end ? null : CodePoints.Slice(text, start, end);
    }
}
