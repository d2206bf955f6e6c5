namespace EvalHarness.Core.Metrics.Exposure;

/// <summary>How much of a secret a model gives away: the exposure of a canary among candidate secrets, in bits.</summary>
/// <remarks>Carlini et al., "The Secret Sharer", USENIX Security 2019.</remarks>
public sealed class ExposureMetric : IMetric
{
    /// <summary>The name manifests use.</summary>
    public const string Name = "exposure";

    private const string Exposure = "exposure";
    private const string Rank = "rank";
    private const string Ties = "ties";

    private static readonly Dictionary<string, ExposureTies> Treatments = new()
    {
        ["less-or-equal"] = ExposureTies.LessOrEqual,
        ["first"] = ExposureTies.First,
        ["mean"] = ExposureTies.Mean,
    };

    private readonly ExposureTies _ties;

    private ExposureMetric(string ties)
    {
        if (!Treatments.TryGetValue(ties, out _ties))
            throw new MetricInputException($"the option \"{Ties}\" is \"{ties}\"; allowed are {string.Join(", ", Treatments.Keys)}");
        Card = new()
        {
            Name = Name,
            Primary = $"{Name}.{Exposure}",
            // A secret kept is the aim: little exposure, a late rank.
            Figures =
            [
                new($"{Name}.{Exposure}", FigureAggregation.Mean, FigureDirection.Lower, High: null, Score: Exposure),
                new($"{Name}.{Rank}", FigureAggregation.Mean, Low: 1, High: null, Score: Rank),
            ],
            Options = new Dictionary<string, string> { [Ties] = ties },
            Scorer = "own definition (Carlini et al., USENIX Security 2019)",
            Description = "log2 of the number of candidates minus log2 of the canary's rank by log-perplexity, in bits; the candidates include the canary, and "
                + "equality is exact. A canary that was not scored has no value.",
        };
    }

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(
        Name,
        [new(Ties, "less-or-equal", [.. Treatments.Keys], "How candidates that tie with the canary count: all (the paper's rank), none, or half.")],
        options => new ExposureMetric(options[Ties]))
    {
        Fields = [new("canary", InputFieldKind.Number), new("candidates", InputFieldKind.Numbers)],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var canary = RequiredField.Of(item.Canary, Name, "canary", "the canary's log-perplexity");
        var candidates = RequiredField.Of(item.Candidates, Name, "candidates", "the log-perplexities of all candidates, the canary's own among them");
        var rank = ExposureRank.Of(canary, NumberSpan.Of(candidates), _ties);
        return new(new NamedScore(Rank, rank.Rank), new NamedScore(Exposure, rank.Exposure));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) =>
        new(new NamedScore(Rank, null), new NamedScore(Exposure, null)) { Reason = "the canary was not scored" };

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw MeanFigure.NotBound(figure);
}
