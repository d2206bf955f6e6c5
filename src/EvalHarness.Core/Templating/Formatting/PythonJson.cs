using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>How <see cref="PythonJson"/> writes.</summary>
internal sealed record JsonStyle
{
    /// <summary>Whether characters beyond ASCII are escaped.</summary>
    public bool AsciiOnly { get; init; } = true;

    /// <summary>Whether keys are sorted.</summary>
    public bool SortKeys { get; init; }

    /// <summary>What a nesting level is indented by; null writes all on one line.</summary>
    public string? Indent { get; init; }

    /// <summary>Between items; null for ", ", or "," at a line's end.</summary>
    public string? ItemSeparator { get; init; }

    /// <summary>Between key and value.</summary>
    public string KeySeparator { get; init; } = ": ";
}

/// <summary>Python's <c>json.dumps</c>.</summary>
internal sealed class PythonJson
{
    private readonly StringBuilder _written = new();
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private readonly JsonStyle _style;
    private readonly RenderState _state;
    private readonly string _itemSeparator;
    private int _charged;

    private PythonJson(JsonStyle style, RenderState state)
    {
        (_style, _state) = (style, state);
        _itemSeparator = style.ItemSeparator ?? (style.Indent is null ? ", " : ",");
    }

    /// <summary>The value as JSON.</summary>
    /// <exception cref="TemplateException">The value is of a type that JSON does not have, or holds itself.</exception>
    public static string Write(object? value, JsonStyle style, RenderState state)
    {
        var writer = new PythonJson(style, state);
        writer.WriteValue(value, 0);
        return writer._written.ToString();
    }

    /// <summary>The <c>indent</c> argument: a number of spaces, a text, or None.</summary>
    public static string? IndentOf(object? indent, RenderState state) => indent switch
    {
        null => null,
        string text => text,
        Markup markup => markup.Text,
        _ => state.Repeat(" ", Math.Max(0, Numbers.Index(indent))),
    };

    private void WriteValue(object? value, int depth)
    {
        _state.CheckLength(_written.Length);
        _state.ChargeText(_written.Length - _charged + 4);
        _charged = _written.Length;
        switch (value)
        {
            case string text: WriteText(text); break;
            case Markup markup: WriteText(markup.Text); break;
            case TemplateList list: WriteItems(list, list.Items, depth); break;
            case TemplateTuple tuple: WriteItems(tuple, tuple.Items, depth); break;
            case TemplateMap map: WriteMap(map, depth); break;
            default: _written.Append(Scalar(value) ?? throw Fault.Type($"Object of type {TypeNames.Of(value)} is not JSON serializable")); break;
        }
    }

    private static string? Scalar(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        BigInteger number => Numbers.Print(number),
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        double number => FloatText.Repr(number),
        _ => null,
    };

    private void WriteItems(object container, IReadOnlyList<object?> items, int depth)
    {
        if (items.Count == 0)
        {
            _written.Append("[]");
            return;
        }
        Enter(container);
        _written.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _written.Append(_itemSeparator);
            NewLine(depth + 1);
            WriteValue(items[i], depth + 1);
        }
        NewLine(depth);
        _written.Append(']');
        _open.Remove(container);
    }

    private void WriteMap(TemplateMap map, int depth)
    {
        if (map.Count == 0)
        {
            _written.Append("{}");
            return;
        }
        Enter(map);
        _written.Append('{');
        IEnumerable<KeyValuePair<object?, object?>> entries = map.Entries;
        if (_style.SortKeys)
            entries = StableSort.By([.. entries], entry => entry.Key, reverse: false, _state);
        var first = true;
        foreach (var (key, value) in entries)
        {
            if (!first)
                _written.Append(_itemSeparator);
            first = false;
            NewLine(depth + 1);
            WriteText(TemplateValue.AsText(key) ?? Scalar(key)
                ?? throw Fault.Type($"keys must be str, int, float, bool or None, not {TypeNames.Of(key)}"));
            _written.Append(_style.KeySeparator);
            WriteValue(value, depth + 1);
        }
        NewLine(depth);
        _written.Append('}');
        _open.Remove(map);
    }

    private void Enter(object container)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!_open.Add(container))
            throw Fault.Value("Circular reference detected");
    }

    private void NewLine(int depth)
    {
        if (_style.Indent is not { } indent)
            return;
        _state.CheckLength((long)indent.Length * depth);
        _written.Append('\n').Insert(_written.Length, indent, depth);
    }

    private void WriteText(string text)
    {
        _written.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': _written.Append("\\\""); break;
                case '\\': _written.Append("\\\\"); break;
                case '\n': _written.Append("\\n"); break;
                case '\r': _written.Append("\\r"); break;
                case '\t': _written.Append("\\t"); break;
                case '\b': _written.Append("\\b"); break;
                case '\f': _written.Append("\\f"); break;
                default:
                    if (c < 0x20 || (_style.AsciiOnly && c > 0x7E))
                        _written.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    else
                        _written.Append(c);
                    break;
            }
        }
        _written.Append('"');
    }
}
