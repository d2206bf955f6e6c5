using System.Numerics;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's <c>text % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly string _format;
    private readonly object? _values;
    private readonly RenderState _state;
    private readonly bool _escape;
    private readonly StringBuilder _result = new();
    private int _position;
    private int _nextArgument;

    private PercentFormat(string format, object? values, RenderState state, bool escape) =>
        (_format, _values, _state, _escape) = (format, values, state, escape);

    /// <summary>Formats a tuple's items, a mapping's values by key, or a single value; marked texts escape what they take in.</summary>
    public static string Format(string format, object? values, RenderState state, bool escape = false) =>
        new PercentFormat(format, values, state, escape).Run();

    private string Run()
    {
        var usedKeys = false;
        while (_position < _format.Length)
        {
            var percent = _format.IndexOf('%', _position);
            if (percent < 0)
                percent = _format.Length;
            _result.Append(_format, _position, percent - _position);
            _position = percent + 1;
            if (percent == _format.Length)
                break;
            usedKeys |= Conversion();
            _state.CheckLength(_result.Length);
        }
        // A mapping, and oddly a list too, may have values that no place takes.
        var mayBeLeft = usedKeys || _values is TemplateMap or TemplateList or TemplateRange or Undefined or TemplateBytes;
        if (_values is TemplateTuple tuple ? _nextArgument < tuple.Items.Length && !usedKeys : _nextArgument == 0 && !mayBeLeft)
            throw Fault.Type("not all arguments converted during string formatting");
        return _result.ToString();
    }

    private bool Conversion()
    {
        if (Peek() == '%')
        {
            _position++;
            _result.Append('%');
            return false;
        }
        object? keyed = null;
        var hasKey = Peek() == '(';
        if (hasKey)
            keyed = ByKey();
        var flags = new HashSet<char>();
        while (Peek() is '-' or '+' or ' ' or '#' or '0')
            flags.Add(_format[_position++]);
        var width = Size(flags) ?? 0;
        int? precision = null;
        if (Peek() == '.')
        {
            _position++;
            precision = Math.Max(0, Size(null) ?? 0);
        }
        while (Peek() is 'l' or 'h' or 'L')
            _position++;
        if (_position >= _format.Length)
            throw Fault.Value("incomplete format");
        var type = _format[_position++];
        var value = hasKey ? keyed : Next();
        var (sign, body) = Present(type, value, flags, precision);
        Pad(sign, body, width, flags, type is not ('s' or 'r' or 'a' or 'c'));
        return hasKey;
    }

    private (string Sign, string Body) Present(char type, object? value, HashSet<char> flags, int? precision)
    {
        switch (type)
        {
            case 's' or 'r' or 'a':
                var text = type == 's' ? Escaped(value) : Printing.Repr(value, _state);
                if (type == 'a')
                    text = StringRepr.ToAscii(text);
                return ("", precision is { } limit ? CodePoints.Slice(text, 0, limit) : text);
            case 'c':
                return ("", Character(value));
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                return Whole(type, value, flags, precision);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (value is Undefined undefined)
                    throw undefined.Failure();
                if (!Numbers.IsNumber(value))
                    throw Fault.Type($"must be real number, not {TypeNames.Of(value)}");
                var real = Numbers.ToDouble(value!);
                _state.CheckLength(precision ?? 6);
                return (SignOf(double.IsNegative(real) && !double.IsNaN(real), flags), NumberFormat.Real(Math.Abs(real), type, precision ?? 6, flags.Contains('#')));
            default:
                throw Fault.Value($"unsupported format character '{type}' (0x{(int)type:x}) at index {_position - 1}");
        }
    }

    private (string Sign, string Body) Whole(char type, object? value, HashSet<char> flags, int? precision)
    {
        if (value is Undefined undefined)
            throw undefined.Failure();
        var isDecimal = type is 'd' or 'i' or 'u';
        var whole = value is double real && isDecimal ? Numbers.Truncate(real)
            : Numbers.IsWhole(value) ? value!
            : throw Fault.Type($"%{type} format: {(isDecimal ? "a real number" : "an integer")} is required, not {TypeNames.Of(value)}");
        var number = Numbers.ToBig(whole);
        var digits = NumberFormat.Whole(BigInteger.Abs(number), isDecimal ? 'd' : type);
        _state.CheckLength(precision ?? 0);
        digits = digits.PadLeft(precision ?? 0, '0');
        var prefix = flags.Contains('#') && !isDecimal ? "0" + type : "";
        return (SignOf(number.Sign < 0, flags) + prefix, digits);
    }

    private static string SignOf(bool negative, HashSet<char> flags) => negative ? "-" : flags.Contains('+') ? "+" : flags.Contains(' ') ? " " : "";

    private void Pad(string sign, string body, int width, HashSet<char> flags, bool isNumber)
    {
        _state.CheckLength(width);
        var missing = Math.Max(0, width - CodePoints.Count(sign) - CodePoints.Count(body));
        if (flags.Contains('-'))
            _result.Append(sign).Append(body).Append(' ', missing);
        else if (isNumber && flags.Contains('0'))
            _result.Append(sign).Append('0', missing).Append(body);
        else
            _result.Append(' ', missing).Append(sign).Append(body);
    }

    private string Escaped(object? value)
    {
        var text = Printing.Text(value, _state);
        return _escape && value is not Markup ? Markup.Escape(text) : text;
    }

    private static string Character(object? value)
    {
        if (TemplateValue.AsText(value) is { } text)
            return CodePoints.Count(text) == 1 ? text : throw Fault.Type("%c requires int or char");
        if (!Numbers.TryLong(value, out var code))
            throw Fault.Type("%c requires int or char");
        return Rune.IsValid((int)Math.Clamp(code, -1, 0x110000)) ? new Rune((int)code).ToString() : throw Fault.Overflow("%c arg not in range(0x110000)");
    }

    private object? ByKey()
    {
        var start = ++_position;
        for (var depth = 1; depth > 0; _position++)
        {
            if (_position >= _format.Length)
                throw Fault.Value("incomplete format key");
            depth += _format[_position] switch { '(' => 1, ')' => -1, _ => 0 };
        }
        var key = _format[start..(_position - 1)];
        if (_values is Undefined undefined)
            throw undefined.Failure();
        if (_values is not TemplateMap map)
            throw Fault.Type("format requires a mapping");
        return map.TryGet(key, out var value) ? value : throw Fault.Lookup($"'{key}'");
    }

    private object? Next()
    {
        if (_values is not TemplateTuple tuple)
            return _nextArgument++ == 0 ? _values : throw Fault.Type("not enough arguments for format string");
        return _nextArgument < tuple.Items.Length ? tuple.Items[_nextArgument++] : throw Fault.Type("not enough arguments for format string");
    }

    // A width or precision: digits, or * for the next value; a negative width pads on the right.
    private int? Size(HashSet<char>? flags)
    {
        if (Peek() == '*')
        {
            _position++;
            var size = Next() is { } value && Numbers.TryLong(value, out var number) ? number : throw Fault.Type("* wants int");
            if (size < 0)
                flags?.Add('-');
            return (int)Math.Min(int.MaxValue, size < 0 && flags is null ? 0 : Math.Abs(size));
        }
        long digits = -1;
        while (Peek() is >= '0' and <= '9' and var digit)
        {
            digits = Math.Max(0, digits) * 10 + (digit - '0');
            if (digits > int.MaxValue)
                throw Fault.Value("width too big");
            _position++;
        }
        return digits < 0 ? null : (int)digits;
    }

    private char Peek() => _position < _format.Length ? _format[_position] : '\0';
}
