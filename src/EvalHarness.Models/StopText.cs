namespace EvalHarness.Models;

/// <summary>Stop strings: a text ends before the first place where any of them begins.</summary>
internal static class StopText
{
    /// <summary>Where the text ends, or -1 where no stop string is in it. Empty stop strings stop nothing.</summary>
    public static int End(string text, IReadOnlyList<string> stops)
    {
        var end = -1;
        for (var i = 0; i < stops.Count; i++)
        {
            if (stops[i].Length == 0) continue;
            var searched = end < 0 ? text.AsSpan() : text.AsSpan(0, Math.Min(text.Length, end + stops[i].Length - 1));
            var at = searched.IndexOf(stops[i].AsSpan());
            if (at >= 0) end = at;
        }
        return end;
    }
}
