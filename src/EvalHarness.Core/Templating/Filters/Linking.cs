using System.Text.RegularExpressions;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Filters;

/// <summary>The filter <c>urlize</c>: addresses in (escaped) text become links.</summary>
/// <param name="limit">The longest address shown whole, or null.</param>
/// <param name="rel">The <c>rel</c> attribute.</param>
/// <param name="target">The <c>target</c> attribute; may be empty.</param>
/// <param name="schemes">Further schemes that make a word an address.</param>
internal sealed partial class Linking(long? limit, string rel, string target, IReadOnlyList<string> schemes)
{
    // Linear in the length of a word, however it is made up.
    private static readonly Regex MailPattern = new(@"^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    // A scheme or www with a domain, a domain under a well-known ending, or a scheme with a numeric address; then port and path.
    private static readonly Regex WebPattern = new(
        @"^(?:(?:https?://|www\.)(?:(?:[\p{L}\p{N}_%-]+\.)+)?(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})|(?:[\p{L}\p{N}_%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)"
        + @"|https?://(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]))(?::\d{1,5})?(?:[/?#]\S*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private static readonly (string Open, string Close)[] Brackets = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];

    /// <summary>Whether a text can be a scheme with its colon and slashes.</summary>
    public static bool IsScheme(string scheme) => SchemePattern().IsMatch(scheme);

    public string Link(string text) => string.Concat(SpacePattern().Split(text).Select(LinkWord));

    private string LinkWord(string word)
    {
        var head = HeadPattern().Match(word).Value;
        var middle = word[head.Length..];
        var tail = middle[TailStart(middle)..];
        middle = middle[..^tail.Length];
        foreach (var (open, close) in Brackets)
        {
            // A bracket that was opened inside takes its closing one back from the tail, with what stands in front of it.
            var opened = Count(middle, open);
            if (opened <= Count(middle, close))
                continue;
            var end = 0;
            for (var i = Math.Min(opened, Count(tail, close)); i > 0; i--)
                end = tail.IndexOf(close, end, StringComparison.Ordinal) + close.Length;
            middle += tail[..end];
            tail = tail[end..];
        }
        return head + LinkMiddle(middle) + tail;
    }

    private string LinkMiddle(string middle)
    {
        if (WebPattern.IsMatch(middle))
        {
            var hasScheme = middle.StartsWith("https://", StringComparison.Ordinal) || middle.StartsWith("http://", StringComparison.Ordinal);
            return Anchor((hasScheme ? "" : "https://") + middle, Shown(middle));
        }
        if (middle.StartsWith("mailto:", StringComparison.Ordinal) && MailPattern.IsMatch(middle[7..]))
            return $"<a href=\"{middle}\">{middle[7..]}</a>";
        if (middle.Contains('@', StringComparison.Ordinal) && !middle.StartsWith("www.", StringComparison.Ordinal) && !middle.StartsWith('@')
            && !middle.Contains(':', StringComparison.Ordinal) && MailPattern.IsMatch(middle))
            return $"<a href=\"mailto:{middle}\">{middle}</a>";
        foreach (var scheme in schemes)
            if (middle != scheme && middle.StartsWith(scheme, StringComparison.Ordinal))
                middle = Anchor(middle, middle);
        return middle;
    }

    private string Anchor(string address, string shown)
    {
        var attributes = rel.Length > 0 ? $" rel=\"{Markup.Escape(rel)}\"" : "";
        if (target.Length > 0)
            attributes += $" target=\"{Markup.Escape(target)}\"";
        return $"<a href=\"{address}\"{attributes}>{shown}</a>";
    }

    private string Shown(string address) =>
        limit is { } most && CodePoints.Count(address) > most ? CodePoints.Slice(address, 0, most) + "..." : address;

    // Where the closing brackets and punctuation at the end of a word begin.
    private static int TailStart(string word)
    {
        var start = word.Length;
        while (start > 0)
        {
            if (word[start - 1] is ')' or '>' or '.' or ',' or '\n')
                start--;
            else if (word.AsSpan(0, start).EndsWith("&gt;"))
                start -= "&gt;".Length;
            else
                break;
        }
        return start;
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    [GeneratedRegex(@"(\s+)")]
    private static partial Regex SpacePattern();

    [GeneratedRegex("^(?:[(<]|&lt;)+")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^[\p{L}\p{N}_.+-]{2,}:/{0,2}\z")]
    private static partial Regex SchemePattern();
}
