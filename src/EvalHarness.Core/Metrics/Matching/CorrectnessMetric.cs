namespace EvalHarness.Core.Metrics.Matching;

/// <summary>
/// A metric that says of each prediction whether it is right: score <c>correct</c> 0 or 1, and one figure, its mean, under the metric's own
/// name. Metrics of this kind only define what is right.
/// </summary>
public abstract class CorrectnessMetric : IMetric
{
    private static readonly ExampleScore Right = new(new NamedScore("correct", 1));
    private static readonly ExampleScore Wrong = new(new NamedScore("correct", 0));

    /// <summary>A metric of one 0/1 figure.</summary>
    /// <param name="name">Its name and that of its figure.</param>
    /// <param name="scorer">The scorer it equals.</param>
    /// <param name="description">The rule.</param>
    /// <param name="options">The options in force.</param>
    protected CorrectnessMetric(string name, string scorer, string description, IReadOnlyDictionary<string, string> options) => Card = new MetricCard
    {
        Name = name,
        Primary = name,
        Figures = [new FigureCard(name, FigureAggregation.Mean, ZeroOne: true, Score: "correct")],
        Options = options,
        Scorer = scorer,
        Description = description,
    };

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public virtual ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var prediction = TextMetricInput.Prediction(item, Card.Name);
        return ScoreOf(IsCorrect(prediction, TextMetricInput.References(item, Card.Name), item));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Wrong;

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw TextMetricInput.NotBound(figure, Card.Name);

    /// <summary>Whether the prediction is right.</summary>
    /// <param name="prediction">The predicted text.</param>
    /// <param name="references">At least one reference.</param>
    /// <param name="item">The item they are from; its id belongs in messages.</param>
    /// <exception cref="MetricInputException">A reference is none that this metric can compare with.</exception>
    protected abstract bool IsCorrect(string prediction, IReadOnlyList<string> references, MetricItem item);

    /// <summary>The score of a right or wrong prediction.</summary>
    protected static ExampleScore ScoreOf(bool correct) => correct ? Right : Wrong;
}
