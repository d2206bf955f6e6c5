using System.Globalization;
using System.Numerics;
using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Values;

/// <summary>What <c>int(text, base)</c> and <c>float(text)</c> accept: signs, underscores between digits, white space around, digits of any script.</summary>
internal static class NumberParsing
{
    public static bool TryWhole(string text, int numberBase, out object value)
    {
        value = Boxes.Long(0);
        var digits = Prepare(text);
        var negative = digits.StartsWith('-');
        if (negative || digits.StartsWith('+'))
            digits = digits[1..];
        var hasPrefix = TakePrefix(ref digits, ref numberBase);
        if (digits.Length == 0 || (digits[0] == '_' && !hasPrefix) || digits[^1] == '_' || digits.Contains("__", StringComparison.Ordinal))
            return false;
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length == 0 || (numberBase == 10 && digits.Length > Numbers.MaximumDigits))
            return false;
        var number = BigInteger.Zero;
        if (numberBase == 10)
        {
            if (!digits.All(char.IsAsciiDigit))
                return false;
            number = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        else
        {
            foreach (var c in digits)
            {
                var digit = DigitOf(c);
                if (digit < 0 || digit >= numberBase)
                    return false;
                number = number * numberBase + digit;
            }
        }
        value = Boxes.Whole(negative ? -number : number);
        return true;
    }

    public static bool TryReal(string text, out double value)
    {
        value = 0;
        var digits = Prepare(text);
        var body = digits.StartsWith('-') || digits.StartsWith('+') ? digits[1..] : digits;
        switch (body.ToLowerInvariant())
        {
            case "inf" or "infinity":
                value = digits[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case "nan":
                value = double.NaN;
                return true;
        }
        for (var i = 0; i < body.Length; i++)
        {
            var isUnderscoreBetweenDigits = body[i] == '_' && i > 0 && i + 1 < body.Length && char.IsAsciiDigit(body[i - 1]) && char.IsAsciiDigit(body[i + 1]);
            if (!char.IsAsciiDigit(body[i]) && body[i] is not ('.' or 'e' or 'E' or '+' or '-') && !isUnderscoreBetweenDigits)
                return false;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out value);
    }

    private static bool TakePrefix(ref string digits, ref int numberBase)
    {
        var marked = digits.Length > 2 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (marked != 0 && (numberBase == 0 || numberBase == marked))
        {
            numberBase = marked;
            digits = digits[2..];
            return true;
        }
        if (numberBase == 0)
        {
            // With base 0 a decimal number may not start with a zero, unless it is zero.
            if (digits.StartsWith('0') && digits.Any(c => c is not ('0' or '_')))
                digits = "";
            numberBase = 10;
        }
        return false;
    }

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => -1,
    };

    private static string Prepare(string text)
    {
        var stripped = PythonText.StripSpan(text);
        if (System.Text.Ascii.IsValid(stripped))
            return stripped.ToString();
        var ascii = new StringBuilder(stripped.Length);
        foreach (var rune in stripped.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                ascii.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else
                ascii.Append(rune.ToString());
        }
        return ascii.ToString();
    }
}
