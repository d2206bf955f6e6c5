using System.Text;

namespace EvalHarness.Suites.WikiTableQuestions;

/// <summary>The escapes of the benchmark's tsv files, and the size classes its tables are broken down by.</summary>
internal static class WikiText
{
    /// <summary><c>\n</c> is a line end, <c>\p</c> a vertical bar, <c>\\</c> a backslash; anything else stays as it is.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\'))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next is 'n' or 'p' or '\\')
            {
                plain.Append(next switch { 'n' => '\n', 'p' => '|', _ => '\\' });
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }
        return plain.ToString();
    }

    /// <summary>A list of values: bars separate, escapes are undone in each value.</summary>
    public static string[] UnescapeList(string text) => Array.ConvertAll(text.Split('|'), Unescape);

    /// <summary>Small below 2,000 tokens, large from 4,000, at four characters a token: the buckets of the Chain-of-Table paper.</summary>
    public static string SizeOf(string tableText) => (tableText.Length / 4) switch
    {
        < 2000 => "small",
        < 4000 => "medium",
        _ => "large",
    };
}
