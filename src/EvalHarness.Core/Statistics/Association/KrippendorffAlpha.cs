namespace EvalHarness.Core.Statistics.Association;

/// <summary>Krippendorff's alpha for nominal labels, any number of raters, missing ratings allowed.</summary>
/// <remarks>K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.</remarks>
public static class KrippendorffAlpha
{
    /// <summary>
    /// Alpha over units with at least two ratings; null where fewer than two ratings pair up or no two of them differ.
    /// </summary>
    /// <param name="ratings">A row for each rater, a column for each unit; null where a rater gave none.</param>
    /// <exception cref="ArgumentException">Rows of different length.</exception>
    public static double? Nominal(IReadOnlyList<IReadOnlyList<string?>> ratings)
    {
        var units = ratings.Count == 0 ? 0 : ratings[0].Count;
        if (ratings.Any(row => row.Count != units))
            throw new ArgumentException($"Every rater's row needs an entry for each of the {units} units, null where there is no rating.", nameof(ratings));
        var totals = new Dictionary<string, long>(StringComparer.Ordinal);
        var disagreement = 0.0;
        long n = 0;
        for (var unit = 0; unit < units; unit++)
        {
            var labels = ratings.Select(row => row[unit]).OfType<string>().GroupBy(label => label, StringComparer.Ordinal)
                .Select(group => (Label: group.Key, Count: (long)group.Count())).ToList();
            var given = labels.Sum(label => label.Count);
            if (given < 2)
                continue;
            n += given;
            foreach (var (label, count) in labels)
                totals[label] = totals.GetValueOrDefault(label) + count;
            // Ordered pairs of different raters with different labels, over (ratings − 1).
            disagreement += (double)((given * given) - labels.Sum(label => label.Count * label.Count)) / (given - 1);
        }
        var expected = (n * n) - totals.Values.Sum(count => count * count);
        return expected == 0 ? null : 1 - ((n - 1) * disagreement / expected);
    }
}
