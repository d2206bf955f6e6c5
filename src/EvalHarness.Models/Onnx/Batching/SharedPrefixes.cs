namespace EvalHarness.Models.Onnx.Batching;

/// <summary>Rows that begin with the same tokens: the beginning is computed once.</summary>
/// <param name="Members">Indices of the rows.</param>
/// <param name="Length">Tokens of the common beginning; 0 where it is not worth its own run.</param>
internal sealed record PrefixGroup(IReadOnlyList<int> Members, int Length);

/// <summary>Finds common beginnings among token rows.</summary>
internal static class SharedPrefixes
{
    // A run of its own for a beginning pays when it saves at least this many tokens over the group.
    private const int LeastSaving = 32;

    /// <summary>
    /// Groups rows so that the tokens saved are most: a run of neighbours in dictionary order either shares its common beginning as one group,
    /// or is split where its members have least in common. At least the last token of a row always stays outside the beginning.
    /// </summary>
    public static List<PrefixGroup> Find(IReadOnlyList<int[]> rows)
    {
        var order = Enumerable.Range(0, rows.Count).ToArray();
        Array.Sort(order, (a, b) => rows[a].AsSpan().SequenceCompareTo(rows[b]));
        var common = new int[order.Length];
        for (var i = 1; i < order.Length; i++)
            common[i] = Math.Min(rows[order[i - 1]].AsSpan().CommonPrefixLength(rows[order[i]]),
                Math.Min(rows[order[i - 1]].Length, rows[order[i]].Length) - 1);
        var groups = new List<PrefixGroup>();
        var alone = new List<int>();
        foreach (var (start, end, length) in Best(common, 0, order.Length, 0).Parts)
        {
            if (length == 0)
                alone.AddRange(order[start..end]);
            else
                groups.Add(new PrefixGroup(order[start..end], length));
        }
        if (alone.Count > 0)
            groups.Add(new PrefixGroup(alone, 0));
        return groups;
    }

    private static (long Saved, List<(int Start, int End, int Length)> Parts) Best(int[] common, int start, int end, int depth)
    {
        var least = end - start < 2 ? 0 : common.AsSpan(start + 1, end - start - 1) is var span ? Min(span) : 0;
        var whole = (long)(end - start - 1) * least;
        var alone = whole >= LeastSaving ? (whole, new List<(int, int, int)> { (start, end, least) }) : (0, [(start, end, 0)]);
        if (end - start < 3 || depth > 64)
            return alone;
        var parts = new List<(int Start, int End, int Length)>();
        var saved = 0L;
        for (int from = start, i = start + 1; i <= end; i++)
        {
            if (i < end && common[i] != least)
                continue;
            var part = i - from == end - start ? alone : Best(common, from, i, depth + 1);
            saved += part.Item1;
            parts.AddRange(part.Item2);
            from = i;
        }
        return saved > whole ? (saved, parts) : alone;
    }

    private static int Min(ReadOnlySpan<int> values)
    {
        var least = int.MaxValue;
        foreach (var value in values)
            least = Math.Min(least, value);
        return least;
    }
}
