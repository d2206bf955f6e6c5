using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;
using static EvalHarness.Core.Templating.Methods.TextMethods;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>Methods of <c>str</c> that strip and pad.</summary>
internal static class TextTrimMethods
{
    private static readonly TemplateParameter[] WidthAndFill = [TemplateParameter.Required(""), new("", " ")];

    public static TemplateFunction[] All { get; } =
    [
        Define("strip", (in call) => Strip(Self(call), call[0], left: true, right: true), new TemplateParameter("", null)),
        Define("lstrip", (in call) => Strip(Self(call), call[0], left: true, right: false), new TemplateParameter("", null)),
        Define("rstrip", (in call) => Strip(Self(call), call[0], left: false, right: true), new TemplateParameter("", null)),
        DefineEscaping("center", 1, (in call) => Center(Self(call), call.Integer(0), call.Plain(1), call.State), WidthAndFill),
        DefineEscaping("ljust", 1, (in call) => Pad(Self(call), 0, call.Integer(0) - CodePoints.Count(Self(call)), call.Plain(1), call.State), WidthAndFill),
        DefineEscaping("rjust", 1, (in call) => Pad(Self(call), call.Integer(0) - CodePoints.Count(Self(call)), 0, call.Plain(1), call.State), WidthAndFill),
        Define("zfill", ZeroFill, TemplateParameter.Required("")),
        Define("expandtabs", ExpandTabs, new TemplateParameter("tabsize", 8L)),
    ];

    /// <summary>Strips white space, or the characters of a text.</summary>
    public static string Strip(string text, object? characters, bool left, bool right)
    {
        if (characters is null)
        {
            var span = text.AsSpan();
            var start = 0;
            while (left && start < span.Length && PythonText.IsWhiteSpace(span[start]))
                start++;
            var rest = span[start..];
            return (right ? PythonText.RightStripSpan(rest) : rest) is var kept && kept.Length == text.Length ? text : kept.ToString();
        }
        var set = CodePoints.Split(TemplateCall.PlainText(characters, "strip arg")).ToHashSet();
        string[] points = [.. CodePoints.Split(text)];
        var (from, to) = (0, points.Length);
        while (left && from < to && set.Contains(points[from]))
            from++;
        while (right && to > from && set.Contains(points[to - 1]))
            to--;
        return string.Concat(points.AsSpan(from, to - from));
    }

    /// <summary><c>text.center(width, fill)</c>: the odd one goes left in odd widths, right in even ones.</summary>
    public static string Center(string text, long width, string fill, RenderState state)
    {
        var missing = width - CodePoints.Count(text);
        if (missing <= 0)
            return text;
        var left = missing / 2 + (missing & width & 1);
        return Pad(text, left, missing - left, fill, state);
    }

    private static string Pad(string text, long left, long right, string fill, RenderState state)
    {
        if (CodePoints.Count(fill) != 1)
            throw Fault.Type("The fill character must be exactly one character long");
        return string.Concat(state.Repeat(fill, left), text, state.Repeat(fill, right));
    }

    private static object? ZeroFill(in TemplateCall call)
    {
        var text = Self(call);
        var sign = text.StartsWith('-') || text.StartsWith('+') ? text[..1] : "";
        return sign + call.State.Repeat("0", call.Integer(0) - CodePoints.Count(text)) + text[sign.Length..];
    }

    private static object? ExpandTabs(in TemplateCall call)
    {
        var size = call.Integer(0);
        var expanded = new StringBuilder();
        long column = 0;
        foreach (var character in CodePoints.Split(Self(call)))
        {
            if (character != "\t")
            {
                expanded.Append(character);
                column = character is "\n" or "\r" ? 0 : column + 1;
            }
            else if (size > 0)
            {
                var spaces = call.State.Repeat(" ", size - column % size);
                expanded.Append(spaces);
                column += spaces.Length;
                call.State.CheckLength(expanded.Length);
            }
        }
        return expanded.ToString();
    }
}
