namespace EvalHarness.Core.Manifests.Positions;

/// <summary>Finds what was probably meant by a name that is not known.</summary>
internal static class NearestName
{
    private const int LongestName = 64;
    private const int MostCandidates = 1_000;

    /// <summary>
    /// The nearest candidate by optimal string alignment (insertions, deletions, replacements, swaps of neighbours), apart from case and
    /// separators, when no more than a third of the name is wrong; or the only one it begins. Null where nothing is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var plain = Plain(name);
        if (plain.Length is 0 or > LongestName) return null;
        string? best = null, begun = null;
        var begins = 0;
        var bestDistance = Math.Max(1, plain.Length / 3) + 1;
        foreach (var candidate in candidates.Take(MostCandidates))
        {
            var other = Plain(candidate);
            if (Math.Abs(other.Length - plain.Length) < bestDistance && Distance(plain, other) is var distance && distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
            if (plain.Length >= 3 && other.StartsWith(plain, StringComparison.Ordinal) && begins++ == 0)
                begun = candidate;
        }
        return best ?? (begins == 1 ? begun : null);
    }

    private static string Plain(string name) =>
        new([.. name.Where(c => c is not ('_' or '-' or '.' or ' ')).Select(char.ToLowerInvariant)]);

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        return rows[a.Length, b.Length];
    }
}
