using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EvalHarness.Core.Text;

/// <summary>
/// Regular expressions as Python's <c>re</c> writes and reads them, translated for .NET: named groups, <c>\Z</c>, open lower bounds, what is
/// white space and a word character, and that a dot or a negated class takes a whole code point. Characters beyond U+FFFF inside a class
/// and look-behind over them are not translated.
/// </summary>
public static class PythonPattern
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Surrogates = @"\uD800-\uDFFF";
    private const string WordClass = @"\p{L}\p{N}_";
    private const string SpaceClass = @"\s\x1C-\x1F";

    /// <summary>The .NET expression that matches what the Python pattern matches.</summary>
    /// <param name="pattern">A pattern for Python's <c>re</c>.</param>
    /// <param name="matchTimeout">The longest a match may take.</param>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public static Regex Compile(string pattern, TimeSpan matchTimeout) => new(Translate(pattern), RegexOptions.CultureInvariant, matchTimeout);

    /// <summary>The pattern in .NET's dialect.</summary>
    public static string Translate(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var dotTakesLineFeed = SetsFlag(pattern, 's');
        var result = new StringBuilder(pattern.Length * 2);
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '\\': i = Escape(pattern, i, result); break;
                case '[': i = Class(pattern, i, result); break;
                case '.':
                    result.Append(dotTakesLineFeed ? $"(?:{Pair}|.)" : $@"(?:{Pair}|[^\n{Surrogates}])");
                    i++;
                    break;
                case '(' when StartsAt(pattern, i, "(?P<"): i = Append(result, "(?<", i + 4); break;
                case '(' when StartsAt(pattern, i, "(?P="): i = BackReference(pattern, i, result); break;
                case '{' when StartsAt(pattern, i, "{,"): i = Append(result, "{0,", i + 2); break;
                case var c: i = Append(result, c.ToString(), i + 1); break;
            }
        }
        return result.ToString();
    }

    private static int Escape(string pattern, int start, StringBuilder result)
    {
        var c = start + 1 < pattern.Length ? pattern[start + 1] : '\0';
        if (c == 'U' && CodePointAt(pattern, start) is { } text)
            return Append(result, $"(?:{Regex.Escape(text)})", start + 10);
        return Append(result, c switch
        {
            'w' => $"[{WordClass}]",
            'W' => Other(WordClass),
            's' => $"[{SpaceClass}]",
            'S' => Other(SpaceClass),
            'D' => Other(@"\d"),
            'b' => $"(?:(?<=[{WordClass}])(?![{WordClass}])|(?<![{WordClass}])(?=[{WordClass}]))",
            'B' => $"(?:(?<=[{WordClass}])(?=[{WordClass}])|(?<![{WordClass}])(?![{WordClass}]))",
            'Z' => @"\z",
            '\0' => @"\",
            _ => $@"\{c}",
        }, start + (c == '\0' ? 1 : 2));
    }

    private static string? CodePointAt(string pattern, int start) => start + 10 <= pattern.Length
        && int.TryParse(pattern.AsSpan(start + 2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && Rune.IsValid(value) ? new Rune(value).ToString() : null;

    // A class: up to the first ] that is not its first member. The bracket inside needs an escape in .NET, where "-[" subtracts.
    private static int Class(string pattern, int start, StringBuilder result)
    {
        var i = start + 1;
        var negated = i < pattern.Length && pattern[i] == '^';
        if (negated)
            i++;
        var members = new StringBuilder();
        for (var first = true; i < pattern.Length && (first || pattern[i] != ']'); first = false)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                members.Append(pattern[i + 1] switch { 'w' => WordClass, 's' => SpaceClass, var c => $@"\{c}" });
                i += 2;
                continue;
            }
            if (pattern[i] is '[' or ']')
                members.Append('\\');
            members.Append(pattern[i++]);
        }
        if (i == pattern.Length)
            return Append(result, pattern[start..], i);
        return Append(result, negated ? Other(members.ToString()) : $"[{members}]", i + 1);
    }

    private static int BackReference(string pattern, int start, StringBuilder result)
    {
        var end = pattern.IndexOf(')', start);
        return end < 0 ? Append(result, pattern[start..], pattern.Length) : Append(result, $@"\k<{pattern[(start + 4)..end]}>", end + 1);
    }

    // Any code point that is not in the class.
    private static string Other(string members) => $"(?:{Pair}|[^{members}{Surrogates}])";

    private static bool SetsFlag(string pattern, char flag)
    {
        for (var start = pattern.IndexOf("(?", StringComparison.Ordinal); start >= 0; start = pattern.IndexOf("(?", start + 1, StringComparison.Ordinal))
            for (var i = start + 2; i < pattern.Length && char.IsAsciiLetterLower(pattern[i]); i++)
                if (pattern[i] == flag)
                    return true;
        return false;
    }

    private static bool StartsAt(string pattern, int index, string text) => string.CompareOrdinal(pattern, index, text, 0, text.Length) == 0;

    private static int Append(StringBuilder result, string text, int next)
    {
        result.Append(text);
        return next;
    }
}
