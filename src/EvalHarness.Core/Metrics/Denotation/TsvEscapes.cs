namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>The escapes of WikiTableQuestions' tab-separated files: <c>\n</c> newline, <c>\p</c> vertical bar, <c>\\</c> backslash.</summary>
/// <remarks>
/// The official reader replaces the three one after the other, so an escaped backslash before an n gives a backslash and a newline.
/// Matched on purpose.
/// </remarks>
public static class TsvEscapes
{
    /// <summary>One cell.</summary>
    public static string Unescape(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Contains('\\')
            ? cell.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\p", "|", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
            : cell;
    }

    /// <summary>A cell that holds a list: items between vertical bars. An empty cell is one empty item.</summary>
    public static IReadOnlyList<string> UnescapeList(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return [.. cell.Split('|').Select(Unescape)];
    }
}
