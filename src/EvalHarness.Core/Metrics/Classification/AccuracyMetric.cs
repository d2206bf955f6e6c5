namespace EvalHarness.Core.Metrics.Classification;

/// <summary>
/// Accuracy, and what a confusion matrix tells beside it: balanced accuracy, macro F1, Matthews correlation, and precision, recall and F1 of
/// each class.
/// </summary>
/// <remarks>
/// Accuracy is a mean of 0/1 scores; all others are computed from summed confusion cells, so that a bootstrap can draw examples. An example
/// without an answer is wrong for its class and predicts none.
/// </remarks>
public sealed class AccuracyMetric : IFiguresFromData
{
    /// <summary>The name manifests use; also that of the primary figure.</summary>
    public const string Name = "accuracy";

    /// <summary>The mean of recall over the classes that have examples.</summary>
    public const string Balanced = "accuracy.balanced";

    /// <summary>The mean of F1 over classes.</summary>
    public const string MacroF1 = "accuracy.macroF1";

    /// <summary>Matthews correlation, from -1 to 1.</summary>
    public const string Matthews = "accuracy.mcc";

    private const string Correct = "correct";
    private const string Labels = "labels";

    private static readonly string[] ClassFigures = ["precision", "recall", "f1"];

    private readonly string[]? _labels;

    private AccuracyMetric(string labels)
    {
        _labels = labels.Length == 0 ? null : labels.Split(',', StringSplitOptions.TrimEntries);
        if (_labels is not null && (_labels.Contains("") || _labels.Distinct(StringComparer.Ordinal).Count() < _labels.Length))
            throw new MetricInputException($"the option \"labels\" is \"{labels}\"; allowed are different classes separated by commas, such as a,b,c");
        Card = new()
        {
            Name = Name,
            Primary = Name,
            Figures =
            [
                new(Name, FigureAggregation.Mean, ZeroOne: true, Score: Correct),
                new(Balanced, FigureAggregation.Corpus),
                new(MacroF1, FigureAggregation.Corpus),
                new(Matthews, FigureAggregation.Corpus, Low: -1),
                .. (_labels ?? []).SelectMany(FiguresOfClass),
            ],
            Options = new Dictionary<string, string> { [Labels] = labels },
            Scorer = "scikit-learn 1.2.1 (accuracy_score, balanced_accuracy_score, f1_score, matthews_corrcoef; zero_division=0)",
            Description = "The share of right labels, compared exactly. Macro F1 averages over the classes that occur as truth or prediction, or over the "
                + "option's labels; balanced accuracy over those that occur as truth. An example without an answer is wrong for its class and predicts none.",
        };
    }

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(
        Name,
        [new(Labels, "", null, "Classes separated by commas: macro F1 averages over exactly these. Empty: over the classes that occur.")],
        options => new AccuracyMetric(options[Labels]))
    {
        Fields = [new("prediction", InputFieldKind.Label), new("label", InputFieldKind.Label)],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var label = RequiredField.Of(item.Label, Name, "label", "the right label");
        return Of(label, RequiredField.Of(item.Prediction, Name, "prediction", "the predicted label"));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Of(RequiredField.Of(item.Label, Name, "label", "the right label"), null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<FigureCard> FiguresFor(IReadOnlyList<string> statisticNames) =>
        _labels is not null ? Card.Figures : [.. Card.Figures, .. new ConfusionFigures(statisticNames).Present.SelectMany(FiguresOfClass)];

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var confusion = new ConfusionFigures(statisticNames, _labels);
        switch (figure.Name)
        {
            case Balanced: return confusion.BalancedAccuracy;
            case MacroF1: return confusion.MacroF1;
            case Matthews: return confusion.Matthews;
            case Name: throw MeanFigure.NotBound(figure);
        }
        for (var k = 0; k < confusion.Classes.Count; k++)
        {
            var index = k;
            if (figure.Name == NameOf(ClassFigures[0], confusion.Classes[k]))
                return sums => confusion.Precision(sums, index);
            if (figure.Name == NameOf(ClassFigures[1], confusion.Classes[k]))
                return sums => confusion.Recall(sums, index);
            if (figure.Name == NameOf(ClassFigures[2], confusion.Classes[k]))
                return sums => confusion.F1(sums, index);
        }
        // A class that no example of this split has or predicts.
        return ClassFigures.Any(kind => figure.Name.StartsWith($"{Name}.{kind}(", StringComparison.Ordinal))
            ? _ => 0
            : throw new ArgumentException($"\"{figure.Name}\" is no figure of {Name}.", nameof(figure));
    }

    private static IEnumerable<FigureCard> FiguresOfClass(string label) =>
        ClassFigures.Select(kind => new FigureCard(NameOf(kind, label), FigureAggregation.Corpus));

    private static string NameOf(string kind, string label) => $"{Name}.{kind}({label})";

    private static ExampleScore Of(string label, string? prediction) =>
        new([new(Correct, label == prediction ? 1 : 0)], [new(new ConfusionCell(label, prediction).ToStatisticName(), 1)]);
}
