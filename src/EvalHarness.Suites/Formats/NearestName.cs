namespace EvalHarness.Suites.Formats;

/// <summary>"Did you mean": the allowed name nearest to a mistyped one.</summary>
public static class NearestName
{
    /// <summary>A clause such as <c> (did you mean 'wikitq'?)</c>, or empty where nothing is near.</summary>
    /// <param name="name">What was given.</param>
    /// <param name="allowed">What is allowed.</param>
    public static string Hint(string name, IEnumerable<string> allowed)
    {
        var best = allowed.Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 3) ? $" (did you mean '{best.Name}'?)" : "";
    }

    // Levenshtein distance, two rows.
    private static int Distance(string a, string b)
    {
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        var row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            (above, row) = (row, above);
        }
        return above[b.Length];
    }
}
