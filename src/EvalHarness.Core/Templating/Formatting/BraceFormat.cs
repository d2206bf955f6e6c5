using System.Globalization;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's <c>text.format(...)</c>.</summary>
internal sealed class BraceFormat
{
    private readonly IReadOnlyList<object?> _positional;
    private readonly Func<string, object?> _named;
    private readonly RenderState _state;
    private readonly bool _escape;
    private int _nextAutomatic;

    private BraceFormat(IReadOnlyList<object?> positional, Func<string, object?> named, RenderState state, bool escape) =>
        (_positional, _named, _state, _escape) = (positional, named, state, escape);

    /// <summary>Formats positional and named values; marked texts escape what they take in.</summary>
    /// <param name="format">The text with replacement fields.</param>
    /// <param name="positional">Values by position.</param>
    /// <param name="named">Finds a value by name; throws where there is none.</param>
    /// <param name="state">The rendering.</param>
    /// <param name="escape">Whether values are escaped.</param>
    public static string Format(string format, IReadOnlyList<object?> positional, Func<string, object?> named, RenderState state, bool escape) =>
        new BraceFormat(positional, named, state, escape).Run(format, depth: 2);

    private string Run(string format, int depth)
    {
        if (depth == 0)
            throw Fault.Value("Max string recursion exceeded");
        var result = new StringBuilder(format.Length + 16);
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            var isDoubled = i + 1 < format.Length && format[i + 1] == c;
            if (c is not ('{' or '}'))
                result.Append(c);
            else if (isDoubled)
                result.Append(format[i++]);
            else if (c == '}')
                throw Fault.Value("Single '}' encountered in format string");
            else
            {
                var end = EndOfField(format, i);
                result.Append(Field(format[(i + 1)..end], depth));
                _state.CheckLength(result.Length);
                i = end;
            }
        }
        return result.ToString();
    }

    private static int EndOfField(string format, int start)
    {
        var depth = 0;
        for (var i = start; i < format.Length; i++)
        {
            depth += format[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }
        throw Fault.Value(start + 1 == format.Length ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        var nameEnd = field.AsSpan().IndexOfAny('!', ':', '[');
        while (nameEnd >= 0 && field[nameEnd] == '[')
        {
            var close = field.IndexOf(']', nameEnd);
            if (close < 0)
                throw Fault.Value("Missing ']' in format string");
            var next = field.AsSpan(close).IndexOfAny('!', ':', '[');
            nameEnd = next < 0 ? -1 : close + next;
        }
        var name = nameEnd < 0 ? field : field[..nameEnd];
        var rest = nameEnd < 0 ? "" : field[nameEnd..];
        var value = Find(name);
        if (rest.StartsWith('!'))
        {
            if (rest.Length < 2 || (rest.Length > 2 && rest[2] != ':'))
                throw Fault.Value("expected ':' after conversion specifier");
            value = rest[1] switch
            {
                's' => Printing.Text(value, _state),
                'r' => Printing.Repr(value, _state),
                'a' => StringRepr.ToAscii(Printing.Repr(value, _state)),
                var unknown => throw Fault.Value($"Unknown conversion specifier '{unknown}'"),
            };
            rest = rest[2..];
        }
        var spec = rest.Length == 0 ? "" : rest[1..];
        if (spec.Contains('{', StringComparison.Ordinal) || spec.Contains('}', StringComparison.Ordinal))
            spec = Run(spec, depth - 1);
        var text = FormatSpec.Apply(value, spec, _state);
        return _escape && value is not Markup ? Markup.Escape(text) : text;
    }

    private object? Find(string path)
    {
        var end = path.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? path : path[..end];
        var value = First(first);
        var i = end < 0 ? path.Length : end;
        while (i < path.Length)
        {
            if (path[i] == '.')
            {
                var stop = path.AsSpan(i + 1).IndexOfAny('.', '[');
                stop = stop < 0 ? path.Length : i + 1 + stop;
                value = Attribute(value, path[(i + 1)..stop]);
                i = stop;
            }
            else if (path[i] == '[')
            {
                var close = path.IndexOf(']', i);
                if (close < 0 || close == i + 1)
                    throw Fault.Value(close < 0 ? "Missing ']' in format string" : "Empty attribute in format string");
                value = Item(value, path[(i + 1)..close]);
                i = close + 1;
            }
            else
            {
                throw Fault.Value("Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    private object? First(string name)
    {
        if (name.Length == 0)
        {
            if (_nextAutomatic < 0)
                throw Fault.Value("cannot switch from manual field specification to automatic field numbering");
            return Positional(_nextAutomatic++);
        }
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return _named(name);
        if (_nextAutomatic > 0)
            throw Fault.Value("cannot switch from automatic field numbering to manual field specification");
        _nextAutomatic = -1;
        return Positional(index);
    }

    private object? Positional(int index) => index < _positional.Count
        ? _positional[index]
        : throw Fault.Lookup($"Replacement index {index} out of range for positional args tuple");

    private object? Attribute(object? value, string name)
    {
        if (name.Length == 0)
            throw Fault.Value("Empty attribute in format string");
        if (_state.Sandboxed)
            return Members.Get(value, name, _state);
        return Members.TryAttribute(value, name, _state, out var attribute)
            ? attribute
            : throw Fault.Type($"'{TypeNames.Of(value)}' object has no attribute '{name}'");
    }

    private object? Item(object? value, string key)
    {
        var index = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Boxes.Long(number) : (object)key;
        if (Indexing.TryGet(value, index, _state, out var item))
            return item;
        return _state.Sandboxed ? Members.GetItem(value, index, _state) : throw Fault.Lookup(Printing.Repr(index, _state));
    }
}
