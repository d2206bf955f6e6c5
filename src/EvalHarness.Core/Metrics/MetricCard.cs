namespace EvalHarness.Core.Metrics;

/// <summary>Which way a figure improves.</summary>
public enum FigureDirection
{
    /// <summary>A higher value is better.</summary>
    Higher,

    /// <summary>A lower value is better: error rates, perplexity.</summary>
    Lower,
}

/// <summary>How a figure of a split is made from its examples.</summary>
public enum FigureAggregation
{
    /// <summary>The mean of the examples' scores.</summary>
    Mean,

    /// <summary>A quotient of two sums, such as errors over reference words.</summary>
    Ratio,

    /// <summary>A function of summed statistics that is no mean, such as BLEU or macro F1.</summary>
    Corpus,
}

/// <summary>One number of a metric.</summary>
/// <param name="Name">Full name: <c>rougeL.fmeasure</c>, <c>accuracy</c>, <c>recall@10</c>, <c>wer</c>.</param>
/// <param name="Aggregation">How the split's value is made.</param>
/// <param name="Direction">Which way it improves.</param>
/// <param name="Low">The lower end of the scale.</param>
/// <param name="High">The upper end, or null where there is none (error rates).</param>
/// <param name="ZeroOne">Whether each example scores exactly 0 or 1, so that exact McNemar and Wilson apply.</param>
/// <param name="Score">The key of the example's score this figure averages (mean figures), else null.</param>
public sealed record FigureCard(
    string Name,
    FigureAggregation Aggregation,
    FigureDirection Direction = FigureDirection.Higher,
    double Low = 0,
    double? High = 1,
    bool ZeroOne = false,
    string? Score = null);

/// <summary>The identity card of a metric: what it computes, exactly, and which official scorer it equals.</summary>
public sealed record MetricCard
{
    /// <summary>The name a manifest uses: <c>rougeL</c>, <c>wikitq-denotation</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Rises when the results for the same input may change. Part of a gate's comparability check.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>The figure that is tested when a manifest names only the metric; one of <see cref="Figures"/>.</summary>
    public required string Primary { get; init; }

    /// <summary>All figures, primary first.</summary>
    public required IReadOnlyList<FigureCard> Figures { get; init; }

    /// <summary>The options in force, by name, in the order they are documented.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The official scorer and version whose results are equalled, or "own definition".</summary>
    public required string Scorer { get; init; }

    /// <summary>One or two sentences: what is computed, and deviations that matter.</summary>
    public required string Description { get; init; }
}
