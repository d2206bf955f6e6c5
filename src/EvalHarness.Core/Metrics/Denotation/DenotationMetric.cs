namespace EvalHarness.Core.Metrics.Denotation;

/// <summary>Accuracy of WikiTableQuestions answers: 1 where the predicted set of values is the target's denotation.</summary>
/// <remarks>Pasupat and Liang, "Compositional Semantic Parsing on Semi-Structured Tables", ACL 2015; evaluator.py 1.0.2.</remarks>
public sealed class DenotationMetric : IMetric
{
    /// <summary>The name manifests use; also that of the only figure.</summary>
    public const string Name = "wikitq-denotation";

    private const string Correct = "correct";

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new DenotationMetric())
    {
        Fields =
        [
            new("prediction", InputFieldKind.Texts),
            new("references", InputFieldKind.Texts),
            new("canonical", InputFieldKind.Texts) { Required = false },
        ],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; } = new()
    {
        Name = Name,
        Primary = Name,
        Figures = [new(Name, FigureAggregation.Mean, ZeroOne: true, Score: Correct)],
        Scorer = "WikiTableQuestions evaluator.py 1.0.2 (Python 2.7)",
        Description = "Whether the predicted values, as a set of texts, numbers and dates, are the target's. "
            + "A whole number too large for a double stops the official scorer; here it is compared exactly. Characters newer than Unicode 5.2, which that "
            + "scorer does not know, follow today's tables.",
    };

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var predictions = RequiredField.Of(item.Predictions, Name, "prediction", "the predicted values as a list of texts");
        var references = RequiredField.Of(item.References, Name, "references", "the target values as a list of texts");
        if (item.Canonical is { } canonical && canonical.Count != references.Count)
            throw new MetricInputException(
                $"the field \"canonical\" holds {canonical.Count} values and \"references\" {references.Count}; they must be parallel, or \"canonical\" null");
        var target = DenotationAnswer.Read(references, item.Canonical);
        return Of(target.IsAnsweredBy(DenotationAnswer.Read(predictions)));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Of(false);

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) => throw MeanFigure.NotBound(figure);

    private static ExampleScore Of(bool correct) => new(new NamedScore(Correct, correct ? 1 : 0));
}
