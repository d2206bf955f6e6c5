using System.Runtime.CompilerServices;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's <c>pprint.pformat</c> with its defaults: 80 columns, keys sorted, nested values one below the other where a line is too short.</summary>
internal sealed class PrettyPrint
{
    private const int Width = 80;

    private readonly StringBuilder _written = new();
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private readonly RenderState _state;

    private PrettyPrint(RenderState state) => _state = state;

    public static string Format(object? value, RenderState state)
    {
        var printer = new PrettyPrint(state);
        printer.Write(value, 0, 0, 0);
        return printer._written.ToString();
    }

    // indent: the column the value starts in. allowance: what must fit behind it. level: how deep it is nested.
    private void Write(object? value, int indent, int allowance, int level)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var repr = Flat(value);
        _state.CheckLength(_written.Length + repr.Length);
        var isContainer = value is TemplateMap or TemplateList or TemplateTuple;
        if (CodePoints.Count(repr) <= Width - indent - allowance || (isContainer && !_open.Add(value!)))
        {
            _written.Append(repr);
            return;
        }
        switch (value)
        {
            case TemplateMap map:
                _written.Append('{');
                WritePairs(Sorted(map), indent, allowance + 1, level + 1);
                _written.Append('}');
                break;
            case TemplateList list:
                _written.Append('[');
                WriteItems(list.Items, indent, allowance + 1, level + 1);
                _written.Append(']');
                break;
            case TemplateTuple tuple:
                _written.Append('(');
                WriteItems(tuple.Items, indent, allowance + (tuple.Items.Length == 1 ? 2 : 1), level + 1);
                _written.Append(tuple.Items.Length == 1 ? ",)" : ")");
                break;
            case string text when text.Length > 0:
                WriteText(text, indent, allowance, level + 1);
                break;
            default:
                _written.Append(repr);
                break;
        }
        if (isContainer)
            _open.Remove(value!);
    }

    private void WritePairs(KeyValuePair<object?, object?>[] pairs, int indent, int allowance, int level)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            if (i > 0)
                _written.Append(",\n").Append(' ', indent + 1);
            var key = Flat(pairs[i].Key);
            _written.Append(key).Append(": ");
            Write(pairs[i].Value, indent + 1 + CodePoints.Count(key) + 2, i == pairs.Length - 1 ? allowance : 1, level);
        }
    }

    private void WriteItems(IReadOnlyList<object?> items, int indent, int allowance, int level)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _written.Append(",\n").Append(' ', indent + 1);
            Write(items[i], indent + 1, i == items.Count - 1 ? allowance : 1, level);
        }
    }

    // A long text: as literals on lines of their own, cut at line ends and behind white space.
    private void WriteText(string text, int indent, int allowance, int level)
    {
        if (level == 1)
        {
            indent++;
            allowance++;
        }
        var literals = new List<string>();
        var lines = Methods.TextSplitMethods.SplitLines(text, keepEnds: true);
        for (var i = 0; i < lines.Count; i++)
        {
            var isLastLine = i == lines.Count - 1;
            var room = Width - indent - (isLastLine ? allowance : 0);
            var whole = StringRepr.Of(lines[i]);
            if (CodePoints.Count(whole) <= room)
            {
                literals.Add(whole);
                continue;
            }
            var parts = Words(lines[i]);
            var current = "";
            for (var j = 0; j < parts.Count; j++)
            {
                var candidate = current + parts[j];
                var limit = Width - indent - (j == parts.Count - 1 && isLastLine ? allowance : 0);
                _state.ChargeText(candidate.Length);
                if (current.Length > 0 && CodePoints.Count(StringRepr.Of(candidate)) > limit)
                {
                    literals.Add(StringRepr.Of(current));
                    candidate = parts[j];
                }
                current = candidate;
            }
            if (current.Length > 0)
                literals.Add(StringRepr.Of(current));
        }
        if (literals.Count == 1)
        {
            _written.Append(literals[0]);
            return;
        }
        if (level == 1)
            _written.Append('(');
        _written.AppendJoin("\n" + new string(' ', indent), literals);
        if (level == 1)
            _written.Append(')');
    }

    // Pieces of non-space followed by their white space.
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= line.Length; i++)
        {
            if (i < line.Length && (PythonText.IsWhiteSpace(line[i]) || !PythonText.IsWhiteSpace(line[i - 1])))
                continue;
            words.Add(line[start..i]);
            start = i;
        }
        return words;
    }

    // Sorted by key; keys that cannot be compared are ordered by the names of their types.
    private KeyValuePair<object?, object?>[] Sorted(TemplateMap map)
    {
        KeyValuePair<object?, object?>[] entries = [.. map.Entries];
        try
        {
            return StableSort.By(entries, entry => entry.Key, reverse: false, _state);
        }
        catch (TemplateException exception) when (exception.Kind == TemplateErrorKind.Type)
        {
            return StableSort.By(entries, entry => TypeNames.Of(entry.Key), reverse: false, _state);
        }
    }

    // On one line; a map inside a value that fits is sorted too.
    private string Flat(object? value)
    {
        var text = FlatUnchecked(value);
        _state.CheckLength(text.Length);
        _state.ChargeText(text.Length + 16);
        return text;
    }

    private string FlatUnchecked(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case TemplateMap { Count: > 0 } map when _open.Add(map):
                var text = "{" + string.Join(", ", Sorted(map).Select(entry => $"{Flat(entry.Key)}: {Flat(entry.Value)}")) + "}";
                _open.Remove(map);
                return text;
            case TemplateList { Items.Count: > 0 } list when _open.Add(list):
                var items = "[" + string.Join(", ", list.Items.Select(Flat)) + "]";
                _open.Remove(list);
                return items;
            case TemplateTuple { Items.Length: > 0 } tuple when _open.Add(tuple):
                var parts = "(" + string.Join(", ", tuple.Items.Select(Flat)) + (tuple.Items.Length == 1 ? ",)" : ")");
                _open.Remove(tuple);
                return parts;
            default:
                return Printing.Repr(value, _state);
        }
    }
}
