using System.Globalization;
using System.Text;

namespace EvalHarness.Core.Templating.Formatting;

/// <summary>Python's <c>strftime</c> in the C locale, with the padding flags of the GNU library (<c>%-d</c>, <c>%_d</c>, <c>%^a</c>).</summary>
internal static class DateText
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder(format.Length + 16);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            var start = i++;
            var flag = format[i] is '-' or '_' or '0' or '^' or '#' ? format[i++] : '\0';
            var written = i < format.Length ? Directive(time, format[i], flag) : null;
            text.Append(written ?? format[start..Math.Min(format.Length, i + 1)]);
        }
        return text.ToString();
    }

    // Null for a directive that does not exist: it stays as it is.
    private static string? Directive(DateTimeOffset time, char directive, char flag)
    {
        var text = directive switch
        {
            'a' => Name("ddd", time),
            'A' => Name("dddd", time),
            'b' or 'h' => Name("MMM", time),
            'B' => Name("MMMM", time),
            'p' => time.Hour < 12 ? "AM" : "PM",
            'P' => time.Hour < 12 ? "am" : "pm",
            'c' => Format(time, "%a %b %e %H:%M:%S %Y"),
            'x' or 'D' => Format(time, "%m/%d/%y"),
            'X' or 'T' => Format(time, "%H:%M:%S"),
            'r' => Format(time, "%I:%M:%S %p"),
            'R' => Format(time, "%H:%M"),
            'F' => Format(time, "%Y-%m-%d"),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            // A time without a zone, as datetime.now() gives it, prints neither.
            'z' or 'Z' => "",
            's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'f' => (time.Ticks % TimeSpan.TicksPerSecond / 10).ToString("000000", CultureInfo.InvariantCulture),
            _ => Number(time, directive) is var (value, width, fill) ? Pad(value, width, fill, flag) : null,
        };
        return flag == '^' ? text?.ToUpperInvariant() : text;
    }

    private static string Name(string pattern, DateTimeOffset time) => time.ToString(pattern, CultureInfo.InvariantCulture);

    private static (int Value, int Width, char Fill)? Number(DateTimeOffset time, char directive) => directive switch
    {
        'd' => (time.Day, 2, '0'),
        'e' => (time.Day, 2, ' '),
        'm' => (time.Month, 2, '0'),
        'y' => (time.Year % 100, 2, '0'),
        'Y' => (time.Year, 1, '0'),
        'C' => (time.Year / 100, 2, '0'),
        'H' => (time.Hour, 2, '0'),
        'k' => (time.Hour, 2, ' '),
        'I' => ((time.Hour + 11) % 12 + 1, 2, '0'),
        'l' => ((time.Hour + 11) % 12 + 1, 2, ' '),
        'M' => (time.Minute, 2, '0'),
        'S' => (time.Second, 2, '0'),
        'j' => (time.DayOfYear, 3, '0'),
        'w' => ((int)time.DayOfWeek, 1, '0'),
        'u' => (((int)time.DayOfWeek + 6) % 7 + 1, 1, '0'),
        'U' => ((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2, '0'),
        'W' => ((time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7, 2, '0'),
        'V' => (ISOWeek.GetWeekOfYear(time.DateTime), 2, '0'),
        'G' => (ISOWeek.GetYear(time.DateTime), 1, '0'),
        'g' => (ISOWeek.GetYear(time.DateTime) % 100, 2, '0'),
        _ => null,
    };

    private static string Pad(int value, int width, char fill, char flag)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return flag switch
        {
            '-' => digits,
            '_' => digits.PadLeft(width, ' '),
            '0' => digits.PadLeft(width, '0'),
            _ => digits.PadLeft(width, fill),
        };
    }
}
