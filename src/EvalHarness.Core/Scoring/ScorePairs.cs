using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Scoring;

/// <summary>The same examples scored for two systems.</summary>
public sealed class ScorePairs
{
    private ScorePairs(ScoredSplit a, ScoredSplit b, IReadOnlyList<(ScoredExample A, ScoredExample B)> pairs, int missing) =>
        (A, B, Pairs, Missing) = (a, b, pairs, missing);

    /// <summary>The first file.</summary>
    public ScoredSplit A { get; }

    /// <summary>The second file.</summary>
    public ScoredSplit B { get; }

    /// <summary>Examples that stand in both, in the order of the first.</summary>
    public IReadOnlyList<(ScoredExample A, ScoredExample B)> Pairs { get; }

    /// <summary>How many ids stand in one file only.</summary>
    public int Missing { get; }

    /// <summary>Joins two files of scores by id.</summary>
    /// <param name="a">The first, such as the method's.</param>
    /// <param name="b">The second, such as the baseline's.</param>
    /// <param name="allowMissing">Whether an id may stand in one file only; then it is counted.</param>
    /// <exception cref="ScoringException">The metrics differ, an id is missing on one side, or an example has two clusters.</exception>
    public static ScorePairs Join(ScoredSplit a, ScoredSplit b, bool allowMissing)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (Describe(a.Metric.Card) != Describe(b.Metric.Card))
            throw new ScoringException($"The two files are of different metrics: {Describe(a.Metric.Card)} and {Describe(b.Metric.Card)}; score both with one.");
        var others = b.Examples.ToDictionary(example => example.Id, StringComparer.Ordinal);
        var pairs = new List<(ScoredExample, ScoredExample)>();
        string? lacking = null;
        foreach (var example in a.Examples)
        {
            if (!others.Remove(example.Id, out var other))
            {
                lacking ??= $"\"{example.Id}\" stands in the first file only";
                continue;
            }
            if (example.Cluster != other.Cluster)
                throw new ScoringException($"The example \"{example.Id}\" is of cluster \"{example.Cluster}\" in the first file and \"{other.Cluster}\" in the second; they must agree.");
            pairs.Add((example, other));
        }
        if (others.Count > 0)
            lacking ??= $"\"{b.Examples.First(example => others.ContainsKey(example.Id)).Id}\" stands in the second file only";
        var missing = a.Examples.Count - pairs.Count + others.Count;
        if (lacking is not null && !allowMissing)
            throw new ScoringException($"The files do not hold the same examples: {lacking}, and {missing} ids are missing on one side; give --allow-missing to leave them out and count them.");
        return new(a, b, pairs, missing);
    }

    private static string Describe(MetricCard card) =>
        card.Options.Count == 0 ? card.Name : $"{card.Name} ({string.Join(", ", card.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"{option.Key} {option.Value}"))})";
}
