using System.Text;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>Foreign text in a message: quoted, on one line, short, without control characters that could drive a terminal.</summary>
internal static class Quotation
{
    private const int Longest = 60;

    public static string Of(string text, char quote = '"')
    {
        var shown = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest)
                return shown.Append('…').Append(quote).ToString();
            switch (Rune.GetUnicodeCategory(rune))
            {
                case System.Globalization.UnicodeCategory.Control when rune.Value == '\n':
                    shown.Append("\\n");
                    break;
                case System.Globalization.UnicodeCategory.Control when rune.Value == '\t':
                    shown.Append("\\t");
                    break;
                case System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator:
                    shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    shown.Append(rune.ToString());
                    break;
            }
        }
        return shown.Append(quote).ToString();
    }

    /// <summary>A message of the runtime with foreign text in it, on one line.</summary>
    public static string OneLine(string text) => new([.. text.Take(300).Select(c => char.IsControl(c) ? ' ' : c)]);

    /// <summary>A name in single quotes.</summary>
    public static string Name(string name) => Of(name, '\'');

    /// <summary>Names as a list of at most twenty.</summary>
    public static string List(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none"
        : names.Count <= 20 ? string.Join(", ", names.Select(Bare))
        : $"{string.Join(", ", names.Take(20).Select(Bare))} and {names.Count - 20} more";

    private static string Bare(string name) => Of(name) is var quoted && quoted.Length == name.Length + 2 ? name : quoted;
}
