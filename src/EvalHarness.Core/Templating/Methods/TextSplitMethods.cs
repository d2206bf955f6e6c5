using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;
using static EvalHarness.Core.Templating.Methods.TextMethods;

namespace EvalHarness.Core.Templating.Methods;

/// <summary>Methods of <c>str</c> that take texts apart.</summary>
internal static class TextSplitMethods
{
    private static readonly TemplateParameter[] SeparatorAndCount = [new("sep", null), new("maxsplit", -1L)];

    public static TemplateFunction[] All { get; } =
    [
        Define("split", (in call) => Split(call, fromRight: false), SeparatorAndCount),
        Define("rsplit", (in call) => Split(call, fromRight: true), SeparatorAndCount),
        Define("splitlines", (in call) => new TemplateList(SplitLines(Self(call), call.Flag(0))), new TemplateParameter("keepends", false)),
        Define("partition", (in call) => Partition(call, last: false), TemplateParameter.Required("")),
        Define("rpartition", (in call) => Partition(call, last: true), TemplateParameter.Required("")),
    ];

    /// <summary>The lines of a text, by all of Python's line ends.</summary>
    public static List<string> SplitLines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or >= '\u001C' and <= '\u001E' or '\u0085' or '\u2028' or '\u2029'))
                continue;
            var end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
            lines.Add(text[start..(keepEnds ? end : i)]);
            start = end;
            i = end - 1;
        }
        if (start < text.Length)
            lines.Add(text[start..]);
        return lines;
    }

    private static TemplateList Split(in TemplateCall call, bool fromRight)
    {
        var text = Self(call);
        var count = call.Integer(1);
        var limit = count < 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, count);
        var pieces = call[0] is null
            ? (fromRight ? AtSpacesFromRight(text, limit) : AtSpaces(text, limit))
            : AtSeparator(text, call.Plain(0), limit, fromRight);
        call.State.ChargeText(text.Length + pieces.Count * 16L);
        return new TemplateList(pieces);
    }

    private static List<string> AtSpaces(string text, int limit)
    {
        var pieces = new List<string>();
        for (var i = 0; ;)
        {
            while (i < text.Length && PythonText.IsWhiteSpace(text[i]))
                i++;
            if (i == text.Length)
                return pieces;
            var start = i;
            while (i < text.Length && (pieces.Count == limit || !PythonText.IsWhiteSpace(text[i])))
                i++;
            pieces.Add(text[start..i]);
        }
    }

    private static List<string> AtSpacesFromRight(string text, int limit)
    {
        var pieces = new List<string>();
        for (var i = text.Length; ;)
        {
            while (i > 0 && PythonText.IsWhiteSpace(text[i - 1]))
                i--;
            if (i == 0)
                break;
            var end = i;
            while (i > 0 && (pieces.Count == limit || !PythonText.IsWhiteSpace(text[i - 1])))
                i--;
            pieces.Add(text[i..end]);
        }
        pieces.Reverse();
        return pieces;
    }

    private static List<string> AtSeparator(string text, string separator, int limit, bool fromRight)
    {
        if (separator.Length == 0)
            throw Fault.Value("empty separator");
        var pieces = new List<string>();
        if (!fromRight)
        {
            var start = 0;
            for (int at; pieces.Count < limit && (at = text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; start = at + separator.Length)
                pieces.Add(text[start..at]);
            pieces.Add(text[start..]);
            return pieces;
        }
        var end = text.Length;
        for (int at; pieces.Count < limit && (at = text.AsSpan(0, end).LastIndexOf(separator)) >= 0; end = at)
            pieces.Add(text[(at + separator.Length)..end]);
        pieces.Add(text[..end]);
        pieces.Reverse();
        return pieces;
    }

    private static TemplateTuple Partition(in TemplateCall call, bool last)
    {
        var (text, separator) = (Self(call), call.Plain(0));
        if (separator.Length == 0)
            throw Fault.Value("empty separator");
        var at = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
            return new TemplateTuple(last ? ["", "", text] : [text, "", ""]);
        return new TemplateTuple([text[..at], separator, text[(at + separator.Length)..]]);
    }
}
