using EvalHarness.Core.Metrics.Bleu;

namespace EvalHarness.Core.Metrics.T5;

/// <summary>
/// The metric <c>t5-bleu</c>: BLEU as T5's evaluation module calls sacrebleu (international tokens, no effective order, not even for single
/// examples). The k-th reference of every example is one reference stream, which is what the module's nested lists are.
/// </summary>
public sealed class T5BleuMetric : IMetric
{
    private const string Name = "t5-bleu";

    private readonly BleuScorer _scorer = new(new BleuOptions { Tokenization = BleuTokenization.International });

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new T5BleuMetric());

    /// <inheritdoc/>
    public MetricCard Card { get; } = new()
    {
        Name = Name,
        Primary = Name,
        Figures = [BleuFigures.Score(Name)],
        Scorer = "t5.evaluation.metrics.bleu (text-to-text-transfer-transformer e081111c) on sacrebleu 2.6.0",
        Description = "Corpus BLEU, 0 to 100, international tokenisation, exponential smoothing, no effective order. An example's own score is BLEU of it alone.",
    };

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Score(TextMetricInput.Prediction(item, Name), TextMetricInput.References(item, Name));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Score("", TextMetricInput.References(item, Name));
    }

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames) =>
        BleuFigures.Bind(figure, statisticNames, Name, _scorer.Options, effectiveOrder: false);

    private ExampleScore Score(string prediction, IReadOnlyList<string> references)
    {
        var statistics = _scorer.Count(prediction, references);
        NamedScore[] scores = [new("bleu", BleuFormula.Score(statistics, _scorer.Options, effectiveOrder: false).Score)];
        return new ExampleScore(scores, BleuFigures.Statistics(statistics));
    }
}
