namespace EvalHarness.Core.Metrics;

/// <summary>
/// What a metric scores: one line of <c>evalharness score</c>, or one prediction joined with its example. Each metric reads the fields its
/// entry in the contracts names and refuses an item that lacks one.
/// </summary>
public sealed record MetricItem
{
    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>The example's cluster, or null where examples stand alone.</summary>
    public string? Cluster { get; init; }

    /// <summary>The predicted text or label.</summary>
    public string? Prediction { get; init; }

    /// <summary>The predicted values where an answer is a list (WikiTQ denotation).</summary>
    public IReadOnlyList<string>? Predictions { get; init; }

    /// <summary>Reference texts or values.</summary>
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Typed reference values of the tagged WikiTQ files, parallel to <see cref="References"/>.</summary>
    public IReadOnlyList<string>? Canonical { get; init; }

    /// <summary>The right label.</summary>
    public string? Label { get; init; }

    /// <summary>Class probabilities (ece).</summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>Similarities to every gallery item, in gallery order (recall).</summary>
    public IReadOnlyList<double>? Similarities { get; init; }

    /// <summary>Gallery indices of the right items (recall).</summary>
    public IReadOnlyList<int>? Targets { get; init; }

    /// <summary>Gallery index of the query's own image (recall).</summary>
    public int? Reference { get; init; }

    /// <summary>
    /// Instead of <see cref="Similarities"/>, where a search kept no whole rows: the rank of every target from 1, among the gallery without the
    /// excluded image (recall).
    /// </summary>
    public IReadOnlyList<int>? Ranks { get; init; }

    /// <summary>With <see cref="Ranks"/>: the number of ranked gallery items (recall).</summary>
    public int? GallerySize { get; init; }

    /// <summary>Label log-probabilities, natural logarithm (calibration).</summary>
    public IReadOnlyList<double>? LogProbabilities { get; init; }

    /// <summary>Label log-probabilities of content-free texts, one row a text (calibration).</summary>
    public IReadOnlyList<IReadOnlyList<double>>? ContentFree { get; init; }

    /// <summary>Label log-probabilities of domain texts, one row a text (calibration).</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Domain { get; init; }

    /// <summary>Log-perplexity of the canary (exposure).</summary>
    public double? Canary { get; init; }

    /// <summary>Log-perplexities of the comparison set, the canary's own included (exposure).</summary>
    public IReadOnlyList<double>? Candidates { get; init; }
}
