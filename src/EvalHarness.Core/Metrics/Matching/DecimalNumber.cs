namespace EvalHarness.Core.Metrics.Matching;

/// <summary>
/// A decimal number of any size, in one canonical form, so that equality is exact: value = sign · 0.d₁d₂d₃… · 10^exponent, without leading
/// or trailing zeros. Zero has no digits, no sign and exponent 0.
/// </summary>
/// <param name="Negative">Whether it is below 0.</param>
/// <param name="Digits">Its significant digits.</param>
/// <param name="Exponent">The power of ten.</param>
public readonly record struct DecimalNumber(bool Negative, string Digits, long Exponent)
{
    /// <summary>
    /// The last number of a text. A number is a run of ASCII digits, with commas between groups of three if any, a fraction behind a point
    /// if any, and an exponent if any; a minus directly before it is its sign unless a letter or digit stands before that.
    /// </summary>
    public static DecimalNumber? Last(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        DecimalNumber? last = null;
        for (var i = 0; i < text.Length;)
        {
            var fractionOnly = text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);
            if (!fractionOnly && !char.IsAsciiDigit(text[i]))
                i++;
            else
                last = Read(text, ref i);
        }
        return last;
    }

    private static DecimalNumber Read(string text, ref int position)
    {
        var start = position;
        var whole = Whole(text, ref position);
        var fraction = "";
        if (position + 1 < text.Length && text[position] == '.' && char.IsAsciiDigit(text[position + 1]))
            fraction = Run(text, ++position, out position);
        var exponent = whole.Length + Power(text, ref position);
        var digits = whole + fraction;
        var significant = digits.TrimStart('0');
        exponent -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant.Length == 0 ? new DecimalNumber(false, "", 0) : new DecimalNumber(HasMinus(text, start), significant, exponent);
    }

    // Digits before the point. Commas belong to the number only if every group behind the first has exactly three digits.
    private static string Whole(string text, ref int position)
    {
        var start = position;
        var first = Run(text, start, out var end);
        while (first.Length is >= 1 and <= 3 && end < text.Length && text[end] == ',' && Run(text, end + 1, out var groupEnd).Length == 3)
            end = groupEnd;
        position = end;
        return text[start..end].Replace(",", "", StringComparison.Ordinal);
    }

    private static long Power(string text, ref int position)
    {
        if (position >= text.Length || text[position] is not ('e' or 'E'))
            return 0;
        var signed = position + 1 < text.Length && text[position + 1] is '+' or '-';
        var digits = Run(text, position + (signed ? 2 : 1), out var end);
        // More digits than this name no number anybody writes.
        if (digits.Length is 0 or > 9)
            return 0;
        var power = long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        power = signed && text[position + 1] == '-' ? -power : power;
        position = end;
        return power;
    }

    private static bool HasMinus(string text, int start) =>
        start > 0 && text[start - 1] is '-' or '\u2212' && (start == 1 || !char.IsLetterOrDigit(text[start - 2]));

    private static string Run(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return text[start..end];
    }
}
