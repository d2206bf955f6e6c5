using System.Globalization;
using System.Numerics;
using System.Text;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's format specification, <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>, applied to a value.</summary>
internal sealed record FormatSpec
{
    private string? Fill { get; init; }

    private char Align { get; init; }

    private bool FillsNumbers { get; init; }

    private char Sign { get; init; }

    private bool Alternate { get; init; }

    private int Width { get; init; }

    private char Grouping { get; init; }

    private int? Precision { get; init; }

    private char Type { get; init; }

    /// <summary><c>format(value, spec)</c>.</summary>
    public static string Apply(object? value, string spec, RenderState state)
    {
        if (spec.Length == 0)
            return Printing.Text(value, state);
        var parsed = Parse(spec);
        state.CheckLength(parsed.Width);
        state.CheckLength(parsed.Precision ?? 0);
        return value switch
        {
            string text => parsed.Text(text),
            Markup markup => parsed.Text(markup.Text),
            bool or long or BigInteger when parsed.Type is '\0' or 'b' or 'c' or 'd' or 'o' or 'x' or 'X' or 'n' => parsed.Whole(Numbers.ToBig(value)),
            bool or long or BigInteger or double => parsed.Real(Numbers.ToDouble(value)),
            _ => throw Fault.Type($"unsupported format string passed to {TypeNames.Of(value)}.__format__"),
        };
    }

    private static FormatSpec Parse(string text)
    {
        var spec = new FormatSpec();
        var i = 0;
        var fillLength = text.Length > 0 && char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
        if (text.Length > fillLength && text[fillLength] is '<' or '>' or '=' or '^')
        {
            spec = spec with { Fill = text[..fillLength], Align = text[fillLength] };
            i = fillLength + 1;
        }
        else if (text[0] is '<' or '>' or '=' or '^')
        {
            spec = spec with { Align = text[i++] };
        }
        char At() => i < text.Length ? text[i] : '\0';
        if (At() is '+' or '-' or ' ')
            spec = spec with { Sign = text[i++] };
        if (At() == 'z')
            i++;
        if (At() == '#')
        {
            spec = spec with { Alternate = true };
            i++;
        }
        // A zero fills with zeros behind the sign, unless another fill or place is asked for.
        if (At() == '0' && spec.Fill is null)
            spec = spec with { Fill = "0", FillsNumbers = true };
        spec = spec with { Width = Digits(text, ref i) ?? 0 };
        if (At() is ',' or '_')
            spec = spec with { Grouping = text[i++] };
        if (At() == '.')
        {
            i++;
            spec = spec with { Precision = Digits(text, ref i) ?? throw Fault.Value("Format specifier missing precision") };
        }
        if (At() != '\0')
            spec = spec with { Type = text[i++] };
        return i == text.Length ? spec : throw Fault.Value("Invalid format specifier");
    }

    private static int? Digits(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        if (i == start)
            return null;
        return int.TryParse(text.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault.Value("Too many decimal digits in format string");
    }

    private string Text(string text)
    {
        CheckGrouping(Type == '\0' ? 's' : Type);
        if (Type is not ('\0' or 's'))
            throw Fault.Value($"Unknown format code '{Type}' for object of type 'str'");
        if (Sign != '\0')
            throw Fault.Value("Sign not allowed in string format specifier");
        if (Alternate)
            throw Fault.Value("Alternate form (#) not allowed in string format specifier");
        if (Align == '=')
            throw Fault.Value("'=' alignment not allowed in string format specifier");
        return Pad("", Precision is { } limit ? CodePoints.Slice(text, 0, limit) : text, Align == '\0' ? '<' : Align);
    }

    private string Whole(BigInteger value)
    {
        CheckGrouping(Type);
        if (Precision is not null)
            throw Fault.Value("Precision not allowed in integer format specifier");
        if (Type == 'c' && (Sign != '\0' || Alternate))
            throw Fault.Value("Sign and alternate form (#) not allowed with integer format specifier 'c'");
        if (Type == 'c')
            return Pad("", Rune.IsValid((int)BigInteger.Min(value, 0x110000)) ? new Rune((int)value).ToString() : throw Fault.Overflow("%c arg not in range(0x110000)"), Align == '\0' ? '>' : Align);
        var digits = NumberFormat.Whole(BigInteger.Abs(value), Type);
        var prefix = Alternate && Type is ('b' or 'o' or 'x' or 'X') ? "0" + Type : "";
        return Number(value.Sign < 0, prefix, digits, Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3);
    }

    private string Real(double value)
    {
        if (Type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' or 'n'))
            throw Fault.Value($"Unknown format code '{Type}' for object of type 'float'");
        CheckGrouping(Type);
        var magnitude = Math.Abs(value);
        var digits = Type == '\0' && Precision is null ? FloatText.Repr(magnitude)
            : Type == '\0' ? General(magnitude, Precision!.Value)
            : NumberFormat.Real(magnitude, Type == 'n' ? 'g' : Type, Precision ?? 6, Alternate);
        return Number(double.IsNegative(value) && !double.IsNaN(value), "", digits, 3);
    }

    // No type but a precision: like g, with at least one digit after the point, and so an exponent one power earlier.
    private string General(double value, int precision)
    {
        if (!double.IsFinite(value))
            return NumberFormat.Real(value, 'g', precision, Alternate);
        var text = NumberFormat.General(value, precision, Alternate, Math.Max(1, precision) - 1);
        return text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text;
    }

    private string Number(bool negative, string prefix, string digits, int groupSize)
    {
        var sign = (negative ? "-" : Sign is '\0' or '-' ? "" : Sign.ToString()) + prefix;
        var align = Align != '\0' ? Align : FillsNumbers ? '=' : '>';
        if (Grouping == '\0')
            return Pad(sign, digits, align);
        var grouped = NumberFormat.Group(digits, Grouping, groupSize);
        // Zeros that fill the width are grouped too.
        while (align == '=' && Fill == "0" && sign.Length + grouped.Length < Width)
        {
            digits = "0" + digits;
            grouped = NumberFormat.Group(digits, Grouping, groupSize);
        }
        return Pad(sign, grouped, align);
    }

    private void CheckGrouping(char type)
    {
        if (Grouping != '\0' && type is not ('\0' or 'd' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%') && !(Grouping == '_' && type is ('b' or 'o' or 'x' or 'X')))
            throw Fault.Value($"Cannot specify '{Grouping}' with '{type}'.");
    }

    private string Pad(string sign, string body, char align)
    {
        var missing = Math.Max(0, Width - CodePoints.Count(sign) - CodePoints.Count(body));
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        var fill = Fill ?? " ";
        var padded = new StringBuilder();
        if (align == '=')
            return padded.Append(sign).Insert(padded.Length, fill, missing).Append(body).ToString();
        return padded.Insert(0, fill, left).Append(sign).Append(body).Insert(padded.Length, fill, missing - left).ToString();
    }
}
