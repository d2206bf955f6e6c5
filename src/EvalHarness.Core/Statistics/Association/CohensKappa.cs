namespace EvalHarness.Core.Statistics.Association;

/// <summary>Cohen's kappa: agreement of two raters beyond chance.</summary>
/// <param name="ObservedAgreement">Share of items on which they agree.</param>
/// <param name="ExpectedAgreement">Share on which they would by their own label frequencies.</param>
/// <param name="Kappa">(observed − expected) / (1 − expected); null where the expected agreement is 1.</param>
/// <remarks>J. Cohen, "A coefficient of agreement for nominal scales", 1960.</remarks>
public sealed record CohensKappa(double ObservedAgreement, double ExpectedAgreement, double? Kappa)
{
    /// <summary>Compares two raters' labels item by item.</summary>
    /// <exception cref="ArgumentException">No items, or lists of different length.</exception>
    public static CohensKappa Of(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        if (first.Count != second.Count || first.Count == 0)
            throw new ArgumentException($"Kappa needs one label a rater for each item; there are {first.Count} and {second.Count}.", nameof(second));
        long n = first.Count, agreed = 0;
        var ofFirst = new Dictionary<string, long>(StringComparer.Ordinal);
        var ofSecond = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < first.Count; i++)
        {
            agreed += first[i] == second[i] ? 1 : 0;
            ofFirst[first[i]] = ofFirst.GetValueOrDefault(first[i]) + 1;
            ofSecond[second[i]] = ofSecond.GetValueOrDefault(second[i]) + 1;
        }
        // Whole numbers decide whether chance agreement is certain; a quotient near 1 would not.
        var chance = ofFirst.Sum(pair => pair.Value * ofSecond.GetValueOrDefault(pair.Key));
        return new CohensKappa(
            (double)agreed / n,
            (double)chance / (n * n),
            chance == n * n ? null : (double)((agreed * n) - chance) / ((n * n) - chance));
    }
}
