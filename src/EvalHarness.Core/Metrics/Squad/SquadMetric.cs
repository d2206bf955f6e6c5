namespace EvalHarness.Core.Metrics.Squad;

/// <summary>The metric <c>squad</c>: exact match and token F1 of the official v1.1 script.</summary>
public sealed class SquadMetric : IMetric
{
    private const string Name = "squad";

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new SquadMetric());

    /// <inheritdoc/>
    public MetricCard Card { get; } = new()
    {
        Name = Name,
        Primary = $"{Name}.f1",
        Figures =
        [
            new FigureCard($"{Name}.f1", FigureAggregation.Mean, Score: "f1"),
            new FigureCard($"{Name}.exactMatch", FigureAggregation.Mean, ZeroOne: true, Score: "exactMatch"),
        ],
        Scorer = "SQuAD v1.1 official evaluation script",
        Description = "Exact match and token F1 after lower-casing and removal of ASCII punctuation and articles, each the best over the references. "
            + "0 to 1 here, 0 to 100 in the script.",
    };

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Scores(SquadScorer.Score(TextMetricInput.Prediction(item, Name), TextMetricInput.References(item, Name)));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Scores(default);

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw TextMetricInput.NotBound(figure, Name);

    private static ExampleScore Scores(SquadScore score) =>
        new(new NamedScore("exactMatch", score.ExactMatch ? 1 : 0), new NamedScore("f1", score.F1));
}
