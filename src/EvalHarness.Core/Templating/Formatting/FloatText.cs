using System.Globalization;
using System.Numerics;
using System.Text;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Doubles as Python writes them.</summary>
internal static class FloatText
{
    /// <summary><c>repr(x)</c>: the shortest digits that read back, with an exponent below 1e-4 and from 1e16 on, and never without a point or exponent.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";
        var (digits, exponent) = Shortest(Math.Abs(value));
        var text = new StringBuilder(24);
        if (value < 0)
            text.Append('-');
        if (exponent is < -4 or >= 16)
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
                text.Append('.').Append(digits, 1, digits.Length - 1);
            return text.Append('e').Append(ExponentText(exponent)).ToString();
        }
        if (exponent < 0)
            return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        if (digits.Length <= exponent + 1)
            return text.Append(digits).Append('0', exponent + 1 - digits.Length).Append(".0").ToString();
        return text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1).ToString();
    }

    /// <summary>The exponent with its sign and at least two digits.</summary>
    public static string ExponentText(int exponent) =>
        (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The shortest decimal digits that read back as the (positive) value, and the power of ten of the first one.</summary>
    public static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leadingZeros = digits.Length - digits.TrimStart('0').Length;
        exponent += (point < 0 ? mantissa.Length : point) - 1 - leadingZeros;
        digits = digits.Trim('0');
        return (digits.Length == 0 ? "0" : digits, exponent);
    }

    /// <summary><c>round(x, digits)</c>: the exact value rounded half to even at a decimal position.</summary>
    public static double Round(double value, int digits)
    {
        if (!double.IsFinite(value) || value == 0 || digits > 323)
            return value;
        if (digits < -309)
            return Math.CopySign(0, value);
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var power = (int)(bits >> 52);
        BigInteger mantissa = power == 0 ? bits & 0xFFFFFFFFFFFFF : (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
        power = Math.Max(power, 1) - 1075;

        // value = mantissa * 2^power; scaled = value * 10^digits as a fraction.
        var (numerator, denominator) = (mantissa, BigInteger.One);
        if (power >= 0)
            numerator <<= power;
        else
            denominator <<= -power;
        if (digits >= 0)
            numerator *= BigInteger.Pow(10, digits);
        else
            denominator *= BigInteger.Pow(10, -digits);
        var whole = RoundHalfEven(numerator, denominator);
        var rounded = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{whole}E{-digits}"), CultureInfo.InvariantCulture);
        return Math.CopySign(rounded, value);
    }

    /// <summary>A fraction (denominator above 0) rounded to the nearest whole number, ties to the even one.</summary>
    public static BigInteger RoundHalfEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (remainder.Sign < 0)
        {
            remainder += denominator;
            quotient -= 1;
        }
        var order = (remainder * 2).CompareTo(denominator);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
