using System.Text;
using EvalHarness.Core.Templating.Methods;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>Filters from text to text.</summary>
internal static class TextFilters
{
    private static readonly TemplateFunction ReplaceMethod = TextMethods.Find("", "replace")!;

    public static TemplateFunction[] All { get; } =
    [
        new("string", (in call) => Soft(call.Subject, call.State)),
        Mapping("lower", PythonText.Lower),
        Mapping("upper", CaseMapping.Upper),
        Mapping("capitalize", CaseMapping.Capitalize),
        new("title", (in call) => Title(call.Text(call.Subject))),
        new("trim", Trim, new TemplateParameter("chars", null)),
        new("replace", Replace, TemplateParameter.Required("old"), TemplateParameter.Required("new"), new("count", null)),
        new("truncate", Truncate, new("length", 255L), new("killwords", false), new("end", "..."), new("leeway", null)),
        new("wordcount", WordCount),
        new("reverse", Reverse),
    ];

    /// <summary>The value as text; marked texts stay marked.</summary>
    public static object Soft(object? value, RenderState state) => value is string or Markup ? value : Printing.Text(value, state);

    private static TemplateFunction Mapping(string name, Func<string, string> map) => new(name, (in call) =>
    {
        var text = call.Text(call.Subject);
        call.State.ChargeText(text.Length);
        return call.Subject is Markup ? new Markup(map(text)) : map(text);
    });

    // A word starts behind white space, a hyphen or an opening bracket.
    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isBreak = i < text.Length && (text[i] is '-' or '(' or '{' or '[' or '<' || PythonText.IsWhiteSpace(text[i]));
            if (i < text.Length && !isBreak)
                continue;
            if (i > start)
            {
                var first = char.IsHighSurrogate(text[start]) && start + 1 < i ? 2 : 1;
                title.Append(CaseMapping.Upper(text.Substring(start, first))).Append(PythonText.Lower(text[(start + first)..i]));
            }
            if (isBreak)
                title.Append(text[i]);
            start = i + 1;
        }
        return title.ToString();
    }

    private static object? Trim(in TemplateCall call)
    {
        var text = TextTrimMethods.Strip(call.Text(call.Subject), call[0], left: true, right: true);
        return call.Subject is Markup ? new Markup(text) : text;
    }

    private static object? Replace(in TemplateCall call)
    {
        var (state, old, replacement) = (call.State, call[0], call[1]);
        var count = call[2] is null ? Boxes.Long(-1) : call[2];
        if (!state.AutoEscape)
            return ReplaceMethod.Invoke(state, call.Text(call.Subject), [call.Text(old), call.Text(replacement), count]);
        var subject = Soft(call.Subject, state);
        if (subject is string plain && (old is Markup || replacement is Markup))
            subject = new Markup(Markup.Escape(plain));
        return ReplaceMethod.Invoke(state, subject, [Soft(old, state), Soft(replacement, state), count]);
    }

    private static object? Truncate(in TemplateCall call)
    {
        var (length, end) = (call.Integer(0), call.Plain(2));
        var leeway = call[3] is null ? 5 : call.Integer(3);
        var endLength = CodePoints.Count(end);
        if (length < endLength)
            throw Fault.Value($"expected length >= {endLength}, got {length}");
        if (leeway < 0)
            throw Fault.Value($"expected leeway >= 0, got {leeway}");
        // Code points are at most as many as UTF-16 units: most texts need no count.
        if (call.Subject is string { Length: var units } && units <= length + leeway)
            return call.Subject;
        if (Truth.Length(call.Subject, call.State) <= length + leeway)
            return call.Subject;
        var kept = CodePoints.Slice(TemplateCall.PlainText(call.Subject, "the value to truncate"), 0, length - endLength);
        if (!call.Flag(1))
            kept = kept.LastIndexOf(' ') is >= 0 and var space ? kept[..space] : kept;
        return call.Subject is Markup ? new Markup(kept + (call[2] is Markup ? end : Markup.Escape(end))) : kept + end;
    }

    private static object? WordCount(in TemplateCall call)
    {
        var (count, inWord) = (0L, false);
        foreach (var rune in call.Text(call.Subject).EnumerateRunes())
        {
            var isWord = PythonText.IsWordCharacter(rune);
            if (isWord && !inWord)
                count++;
            inWord = isWord;
        }
        return Boxes.Long(count);
    }

    private static object? Reverse(in TemplateCall call)
    {
        switch (call.Subject)
        {
            case string text:
                return CodePoints.Reverse(text);
            case Markup markup:
                return new Markup(CodePoints.Reverse(markup.Text));
        }
        if (Iteration.Backwards(call.Subject) is { } backwards)
            return new LazySequence(backwards);
        if (!Iteration.IsIterable(call.Subject))
            throw Fault.Argument("argument must be iterable");
        var items = Iteration.Collect(call.Subject, call.State);
        items.Reverse();
        return new TemplateList(items);
    }
}
