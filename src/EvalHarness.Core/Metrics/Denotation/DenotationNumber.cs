using System.Globalization;
using System.Numerics;

namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>
/// A number as the official WikiTableQuestions scorer holds it: whole numbers exact at any size, others as doubles; a double within 1e-6 of a
/// whole number becomes whole, truncated towards zero.
/// </summary>
public readonly record struct DenotationNumber
{
    private const double Tolerance = 1e-6;

    // The official scorer stops with an error at whole numbers beyond a double's range; far beyond it a text is only compared as text here.
    private const int LongestInteger = 10_000;

    private DenotationNumber(bool isWhole, BigInteger whole, double real) => (IsWhole, Whole, Real) = (isWhole, whole, real);

    /// <summary>Whether it is held exactly.</summary>
    public bool IsWhole { get; }

    /// <summary>The value where it is whole.</summary>
    public BigInteger Whole { get; }

    /// <summary>The value where it is not whole; never within 1e-6 of a whole number.</summary>
    public double Real { get; }

    /// <summary>A whole number.</summary>
    public static DenotationNumber From(BigInteger whole) => new(true, whole, 0);

    /// <summary>A finite double: whole if it is within 1e-6 of a whole number.</summary>
    public static DenotationNumber From(double real) =>
        Math.Abs(real - Math.Round(real, MidpointRounding.AwayFromZero)) < Tolerance
            ? new(true, new BigInteger(Math.Truncate(real)), 0)
            : new(false, BigInteger.Zero, real);

    /// <summary>Whether two numbers match as answers: they differ by less than 1e-6.</summary>
    // A number that is not whole is at least 1e-6 away from every whole one.
    public bool Matches(in DenotationNumber other) =>
        IsWhole == other.IsWhole && (IsWhole ? Whole == other.Whole : Math.Abs(Real - other.Real) < Tolerance);

    /// <summary>
    /// Reads what Python's <c>int</c> or <c>float</c> reads of the whole text: digits of every script, white space at the ends, a sign, a
    /// fraction, an exponent; but no separators, no infinity, nothing that overflows.
    /// </summary>
    public static bool TryParse(string text, out DenotationNumber number)
    {
        ArgumentNullException.ThrowIfNull(text);
        number = default;
        if (!MayBeNumber(text) || Python2Text.ToAsciiNumber(text) is not { } ascii)
            return false;
        var trimmed = ascii.AsSpan().Trim(' ');
        if (TryParseInteger(trimmed, out var whole))
        {
            number = From(whole);
            return true;
        }
        if (!IsFloat(trimmed) || !double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
            return false;
        number = From(real);
        return true;
    }

    /// <summary>Reads what Python 2's <c>int</c> reads; a sign may be followed by white space.</summary>
    internal static bool TryParseInteger(string text, out BigInteger whole)
    {
        whole = default;
        return Python2Text.ToAsciiNumber(text) is { } ascii && TryParseInteger(ascii.AsSpan().Trim(' '), out whole);
    }

    /// <summary>The number as Python 2's <c>unicode</c> prints it: 12 significant digits where it is not whole.</summary>
    public override string ToString()
    {
        if (IsWhole)
            return Whole.ToString(CultureInfo.InvariantCulture);
        var scientific = Real.ToString("E11", CultureInfo.InvariantCulture);
        var mark = scientific.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 12)
            return $"{scientific[..mark].TrimEnd('0').TrimEnd('.')}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        var digits = Real.ToString("F" + (11 - exponent).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (digits.Contains('.'))
            digits = digits.TrimEnd('0');
        return digits.EndsWith('.') ? digits + "0" : digits.Contains('.') ? digits : digits + ".0";
    }

    private static bool TryParseInteger(ReadOnlySpan<char> text, out BigInteger whole)
    {
        whole = default;
        var digits = text is ['+' or '-', ..] ? text[1..].TrimStart(' ') : text;
        if (digits.IsEmpty || digits.Length > LongestInteger || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        whole = digits.Length <= 9
            ? new BigInteger(int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture))
            : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[0] == '-')
            whole = -whole;
        return true;
    }

    // [sign] (digits [. [digits]] | . digits) [e [sign] digits]: double.TryParse alone would take "nan" and "infinity" too.
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var i = text is ['+' or '-', ..] ? 1 : 0;
        var digits = SkipDigits(text, ref i);
        if (i < text.Length && text[i] == '.')
        {
            i++;
            digits += SkipDigits(text, ref i);
        }
        if (digits == 0)
            return false;
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-')
                i++;
            if (SkipDigits(text, ref i) == 0)
                return false;
        }
        return i == text.Length;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i - start;
    }

    // Most answers are names: the first character that is no white space decides, unless it is outside ASCII.
    private static bool MayBeNumber(string text)
    {
        foreach (var c in text)
            if (c != ' ')
                return c is >= '0' and <= '9' or '+' or '-' or '.' or < ' ' or > '\u007F';
        return false;
    }
}
