using System.Globalization;

namespace EvalHarness.Pipeline.Reports.Html.Text;

/// <summary>Numbers as a reader expects them: a minus is a minus, thousands are grouped, units follow after a space that does not break.</summary>
public static class NumberText
{
    /// <summary>The minus sign.</summary>
    public const char Minus = '\u2212';

    /// <summary>A space that does not break.</summary>
    public const char Space = '\u00a0';

    /// <summary>What stands where there is no number.</summary>
    public const string None = "\u2013";

    /// <summary>A number with a fixed count of decimals.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value)) return None;
        // What rounds to zero has no sign.
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        var text = Math.Abs(rounded).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded < 0 ? Minus + text : text;
    }

    /// <summary>A whole number, thousands grouped.</summary>
    public static string Count(long value) => Fixed(value, 0);

    /// <summary>A count with its noun: <c>1 example</c>, <c>1,200 examples</c>.</summary>
    public static string Count(long value, string one, string many) => $"{Count(value)}{Space}{(value == 1 ? one : many)}";

    /// <summary>A p-value with its sign: <c>= 0.02</c>, <c>&lt; 0.001</c>, with spaces that do not break. Three decimals at most.</summary>
    public static string P(double p) =>
        p < 0.001 ? $"<{Space}0.001" : $"={Space}{P0(p)}";

    /// <summary>A p-value for a table: <c>0.02</c>, <c>&lt;0.001</c>.</summary>
    public static string PCell(double p) => p < 0.001 ? "<0.001" : P0(p);

    /// <summary>A share of one: <c>98.5 %</c>. Never rounded up to all or down to nothing.</summary>
    public static string Share(double share)
    {
        if (!double.IsFinite(share)) return None;
        var percent = share * 100;
        var shown = percent is > 99.95 and < 100 ? ">99.9" : percent is > 0 and < 0.05 ? "<0.1" : percent.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{shown}{Space}%";
    }

    /// <summary>A duration: <c>0.42 s</c>, <c>12 s</c>, <c>4 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds)) return None;
        if (seconds < 0.0005) return $"0{Space}s";
        if (seconds < 99.5) return $"{Significant(seconds, 2)}{Space}s";
        var whole = (long)Math.Round(seconds);
        return whole < 3600 ? $"{whole / 60}{Space}min {whole % 60}{Space}s" : $"{Count(whole / 3600)}{Space}h {whole % 3600 / 60}{Space}min";
    }

    /// <summary>A large count in short: <c>950</c>, <c>12.3 k</c>, <c>1.2 M</c>.</summary>
    public static string Short(long value) => Math.Abs(value) switch
    {
        < 10_000 => Count(value),
        < 999_500 => $"{Significant(value / 1e3, 3)}{Space}k",
        < 999_500_000 => $"{Significant(value / 1e6, 3)}{Space}M",
        _ => $"{Significant(value / 1e9, 3)}{Space}G",
    };

    /// <summary>A number with so many significant digits, without exponent, no trailing zeros behind the point.</summary>
    public static string Significant(double value, int digits)
    {
        if (!double.IsFinite(value)) return None;
        if (value == 0) return "0";
        var decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10);
        var text = Fixed(value, decimals);
        return decimals > 0 ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static string P0(double p)
    {
        if (!double.IsFinite(p)) return None;
        if (p is > 0.995 and < 1) return ">0.99";
        var decimals = p >= 0.1 ? 2 : 3;
        return Math.Round(p, decimals).ToString("0.###", CultureInfo.InvariantCulture);
    }
}
