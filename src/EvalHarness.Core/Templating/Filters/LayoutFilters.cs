using System.Text;
using System.Text.RegularExpressions;
using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters that lay text out: <c>center</c>, <c>indent</c>, <c>wordwrap</c>.</summary>
internal static partial class LayoutFilters
{
    public static TemplateFunction[] All { get; } =
    [
        new("center", Center, new TemplateParameter("width", 80L)),
        new("indent", Indent, new("width", 4L), new("first", false), new("blank", false)),
        new("wordwrap", WordWrap, new("width", 79L), new("break_long_words", true), new("wrapstring", null), new("break_on_hyphens", true)),
    ];

    private static object? Center(in TemplateCall call)
    {
        var text = TextTrimMethods.Center(call.Text(call.Subject), call.Integer(0), " ", call.State);
        return call.Subject is Markup ? new Markup(text) : text;
    }

    private static object? Indent(in TemplateCall call)
    {
        if (call.Subject is Undefined undefined)
            throw undefined.Failure();
        var text = TemplateCall.PlainText(call.Subject, "the value to indent");
        var indentation = TemplateValue.AsText(call[0]) ?? call.State.Repeat(" ", call.Integer(0));
        if (call.Subject is Markup && call[0] is not Markup)
            indentation = Markup.Escape(indentation);
        var lines = TextSplitMethods.SplitLines(text + "\n");
        call.State.CheckLength(text.Length + (long)lines.Count * indentation.Length);
        call.State.ChargeText((long)lines.Count * indentation.Length);
        var indented = new StringBuilder(text.Length + lines.Count * indentation.Length);
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0)
                indented.Append('\n');
            if (i == 0 ? call.Flag(1) : call.Flag(2) || lines[i].Length > 0)
                indented.Append(indentation);
            indented.Append(lines[i]);
        }
        return call.Subject is Markup ? new Markup(indented.ToString()) : indented.ToString();
    }

    private static string WordWrap(in TemplateCall call)
    {
        if (call.Subject is Undefined undefined)
            throw undefined.Failure();
        var text = TemplateCall.PlainText(call.Subject, "the value to wrap");
        var width = call.Integer(0);
        if (width <= 0)
            throw Fault.Value($"invalid width {width} (must be > 0)");
        var lineEnd = call[2] is null ? "\n" : call.Plain(2);
        // The separator takes time that grows with the square of a run of dashes.
        var dashes = LongestRun(text, '-');
        call.State.ChargeText(text.Length * 8L + (long)dashes * dashes);
        var (breakLong, breakHyphens) = (call.Flag(1), call.Flag(3));
        var wrapped = TextSplitMethods.SplitLines(text)
            .Select(line => string.Join(lineEnd, Wrap(Chunks(line, breakHyphens), (int)Math.Min(width, int.MaxValue), breakLong, breakHyphens)));
        return string.Join(lineEnd, wrapped);
    }

    // Words, the spaces between them, and the parts of hyphenated words.
    private static List<string> Chunks(string line, bool breakHyphens) =>
        [.. (breakHyphens ? WordSeparator() : SpaceSeparator()).Split(line).Where(chunk => chunk.Length > 0)];

    private static List<string> Wrap(List<string> chunks, int width, bool breakLong, bool breakHyphens)
    {
        var lines = new List<string>();
        var next = 0;
        while (next < chunks.Count)
        {
            var line = new List<string>();
            var length = 0;
            if (lines.Count > 0 && IsBlank(chunks[next]))
                next++;
            while (next < chunks.Count && length + CodePoints.Count(chunks[next]) <= width)
            {
                length += CodePoints.Count(chunks[next]);
                line.Add(chunks[next++]);
            }
            if (next < chunks.Count && CodePoints.Count(chunks[next]) > width)
                BreakLongWord(chunks, ref next, line, width - length, breakLong, breakHyphens);
            if (line.Count > 0 && IsBlank(line[^1]))
                line.RemoveAt(line.Count - 1);
            if (line.Count > 0)
                lines.Add(string.Concat(line));
        }
        return lines;
    }

    private static void BreakLongWord(List<string> chunks, ref int next, List<string> line, int space, bool breakLong, bool breakHyphens)
    {
        var word = chunks[next];
        if (!breakLong)
        {
            if (line.Count == 0)
                line.Add(chunks[next++]);
            return;
        }
        // A line that is exactly full takes an empty piece, behind which its trailing space is not seen and stays.
        var end = space;
        if (breakHyphens && CodePoints.Count(word) > space && CodePoints.Slice(word, 0, Math.Max(0, space)).LastIndexOf('-') is > 0 and var hyphen && word[..hyphen].Any(c => c != '-'))
            end = CodePoints.Count(word[..(hyphen + 1)]);
        var head = CodePoints.Slice(word, 0, end);
        line.Add(head);
        chunks[next] = word[head.Length..];
    }

    private static int LongestRun(string text, char wanted)
    {
        var (longest, current) = (0, 0);
        foreach (var c in text)
        {
            current = c == wanted ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }
        return longest;
    }

    private static bool IsBlank(string chunk) => Core.Text.PythonText.StripSpan(chunk).IsEmpty;

    // The word separator of Python's textwrap: white space, dashes between words, words perhaps cut behind a hyphen.
    // Python's word characters are letters, numbers and the underscore; .NET's \w has combining marks too.
    [GeneratedRegex(@"([\t\n\v\f\r ]+|(?<=[\p{L}\p{N}_!""'&.,?])-{2,}(?=[\p{L}\p{N}_])|[^\t\n\v\f\r ]+?(?:-(?:(?<=[\p{L}\p{Nl}\p{No}_]{2}-)|(?<=[\p{L}\p{Nl}\p{No}_]-[\p{L}\p{Nl}\p{No}_]-))(?=[\p{L}\p{Nl}\p{No}_]-?[\p{L}\p{Nl}\p{No}_])|(?=[\t\n\v\f\r ]|\z)|(?<=[\p{L}\p{N}_!""'&.,?])(?=-{2,}[\p{L}\p{N}_])))")]
    private static partial Regex WordSeparator();

    [GeneratedRegex(@"([\t\n\v\f\r ]+)")]
    private static partial Regex SpaceSeparator();
}
