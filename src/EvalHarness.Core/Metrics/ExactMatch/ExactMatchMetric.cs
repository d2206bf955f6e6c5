using EvalHarness.Core.Metrics.Matching;
using EvalHarness.Core.Metrics.Squad;

namespace EvalHarness.Core.Metrics.ExactMatch;

/// <summary>The metric <c>exact-match</c>: the prediction equals a reference, as it stands or after SQuAD's normalisation.</summary>
public sealed class ExactMatchMetric : CorrectnessMetric
{
    private const string Name = "exact-match";

    private static readonly MetricOption Normalize = new("normalize", "none", ["none", "squad"],
        "none compares the texts as they stand; squad lower-cases and removes ASCII punctuation, articles and extra white space.");

    private readonly bool _squad;

    private ExactMatchMetric(IReadOnlyDictionary<string, string> options)
        : base(Name, "own definition; with normalize=squad the exact match of the SQuAD v1.1 script",
            "The prediction equals a reference, character by character, after the normalisation the option names.", options.InForce([Normalize])) =>
        _squad = options.Value(Normalize, Name) == "squad";

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [Normalize], options => new ExactMatchMetric(options));

    /// <inheritdoc/>
    protected override bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(references);
        var wanted = _squad ? SquadNormalizer.Normalize(prediction) : prediction;
        foreach (var reference in references)
            if (wanted == (_squad ? SquadNormalizer.Normalize(reference) : reference))
                return true;
        return false;
    }
}
