using System.Globalization;
using System.Numerics;
using System.Text;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>The digits of numbers in the presentation types that <c>%</c> and <c>format</c> share. Signs and padding are the caller's.</summary>
internal static class NumberFormat
{
    /// <summary>A whole number (not negative) in base 2, 8, 10 or 16.</summary>
    public static string Whole(BigInteger value, char type) => type switch
    {
        'b' => value.IsZero ? "0" : value.ToString("b", CultureInfo.InvariantCulture).TrimStart('0'),
        'o' => Octal(value),
        'x' => value.IsZero ? "0" : value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
        'X' => value.IsZero ? "0" : value.ToString("X", CultureInfo.InvariantCulture).TrimStart('0'),
        _ => Values.Numbers.Print(value),
    };

    /// <summary>A double (not negative) as <c>e</c>, <c>f</c>, <c>g</c> or <c>%</c>, in capitals for capital types.</summary>
    /// <param name="value">The magnitude.</param>
    /// <param name="type">The presentation type.</param>
    /// <param name="precision">Digits after the point; significant digits for <c>g</c>.</param>
    /// <param name="alternate">Whether the point and the zeros of <c>g</c> are kept.</param>
    public static string Real(double value, char type, int precision, bool alternate)
    {
        string text;
        if (!double.IsFinite(value))
            text = (double.IsNaN(value) ? "nan" : "inf") + (type == '%' ? "%" : "");
        else
            text = char.ToLowerInvariant(type) switch
            {
                'e' => Exponential(value, precision, alternate),
                'g' => General(value, precision, alternate, Math.Max(1, precision)),
                '%' => Fixed(value * 100, precision, alternate) + "%",
                _ => Fixed(value, precision, alternate),
            };
        return char.IsUpper(type) ? text.ToUpperInvariant() : text;
    }

    /// <summary>The digits with a separator between groups, counted from the right of the whole part.</summary>
    public static string Group(string digits, char separator, int size)
    {
        var end = 0;
        while (end < digits.Length && char.IsAsciiLetterOrDigit(digits[end]) && (size == 4 || char.IsAsciiDigit(digits[end])))
            end++;
        var grouped = new StringBuilder(digits.Length * 2);
        for (var i = 0; i < end; i++)
        {
            if (i > 0 && (end - i) % size == 0)
                grouped.Append(separator);
            grouped.Append(digits[i]);
        }
        return grouped.Append(digits, end, digits.Length - end).ToString();
    }

    private static string Fixed(double value, int precision, bool alternate) =>
        value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + (precision == 0 && alternate ? "." : "");

    private static string Exponential(double value, int precision, bool alternate)
    {
        var (mantissa, exponent) = Split(value, precision);
        return mantissa + (precision == 0 && alternate ? "." : "") + "e" + FloatText.ExponentText(exponent);
    }

    /// <summary>So many significant digits; with an exponent below 1e-4 and from ten to the power of <paramref name="exponentFrom"/> on.</summary>
    public static string General(double value, int precision, bool alternate, int exponentFrom)
    {
        precision = Math.Max(1, precision);
        var exponent = value == 0 ? 0 : Split(value, precision - 1).Exponent;
        if (exponent < -4 || exponent >= exponentFrom)
        {
            var (mantissa, power) = Split(value, precision - 1);
            if (alternate && precision == 1)
                mantissa += ".";
            return (alternate ? mantissa : TrimZeros(mantissa)) + "e" + FloatText.ExponentText(power);
        }
        var text = Fixed(value, precision - 1 - exponent, alternate);
        return alternate ? text : TrimZeros(text);
    }

    private static (string Mantissa, int Exponent) Split(double value, int precision)
    {
        var text = value.ToString("E" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..e], int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string TrimZeros(string text) =>
        text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private static string Octal(BigInteger value)
    {
        if (value.IsZero)
            return "0";
        var binary = value.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        binary = binary.PadLeft((binary.Length + 2) / 3 * 3, '0');
        var digits = new StringBuilder(binary.Length / 3);
        for (var i = 0; i < binary.Length; i += 3)
            digits.Append((char)('0' + (binary[i] - '0') * 4 + (binary[i + 1] - '0') * 2 + (binary[i + 2] - '0')));
        return digits.ToString();
    }
}
