namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// The metrics <c>rouge1</c>, <c>rouge2</c>, <c>rougeL</c> and <c>rougeLsum</c>: the best target's precision, recall and F; figures are their
/// means, without a bootstrap.
/// </summary>
public sealed class RougeMetric : IMetric
{
    private static readonly MetricOption Stem =
        new("stem", "true", TextMetricInput.TrueOrFalse, "Stem tokens longer than three characters (Porter, NLTK's variant).");

    private readonly RougeScorer _scorer;

    private RougeMetric(string name, RougeType type, IReadOnlyDictionary<string, string> options)
    {
        _scorer = new RougeScorer(type, options.Flag(Stem, name));
        Card = new MetricCard
        {
            Name = name,
            Primary = $"{name}.fmeasure",
            Figures = [Figure(name, "fmeasure"), Figure(name, "precision"), Figure(name, "recall")],
            Options = options.InForce([Stem]),
            Scorer = "rouge_score 0.1.2 (google-research), score and score_multi, mean without bootstrap",
            Description = $"{Counted(type)} Tokens are runs of a-z and 0-9 after lower-casing; of several references the first with the highest F counts.",
        };
    }

    /// <summary>How the four metrics are made.</summary>
    public static IReadOnlyList<MetricFactory> Factories { get; } =
    [
        Factory("rouge1", RougeType.Rouge1), Factory("rouge2", RougeType.Rouge2),
        Factory("rougeL", RougeType.RougeL), Factory("rougeLsum", RougeType.RougeLsum),
    ];

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var prediction = TextMetricInput.Prediction(item, Card.Name);
        var references = TextMetricInput.References(item, Card.Name);
        return Scores(_scorer.ScoreMulti(references, prediction).Score);
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Scores(default);

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw TextMetricInput.NotBound(figure, Card.Name);

    private static ExampleScore Scores(RougeScore score) => new(
        new NamedScore("precision", score.Precision), new NamedScore("recall", score.Recall), new NamedScore("fmeasure", score.FMeasure));

    private static MetricFactory Factory(string name, RougeType type) => new(name, [Stem], options => new RougeMetric(name, type, options));

    private static FigureCard Figure(string name, string score) => new($"{name}.{score}", FigureAggregation.Mean, Score: score);

    private static string Counted(RougeType type) => type switch
    {
        RougeType.Rouge1 => "Overlap of tokens.",
        RougeType.Rouge2 => "Overlap of pairs of neighbouring tokens.",
        RougeType.RougeL => "Longest common subsequence of the whole texts; line ends do not matter.",
        _ => "Union of the longest common subsequences of each reference line with all prediction lines; lines end at line feeds only.",
    };
}
