using EvalHarness.Core.Metrics.Rouge;

namespace EvalHarness.Core.Metrics.T5;

/// <summary>
/// The metric <c>t5-rouge</c>: F of ROUGE-1, ROUGE-2 and ROUGE-Lsum without stemming, as T5's evaluation module calls the public scorer.
/// Scores of an example are 0 to 1, the split's figures their means times 100, as there; therefore the figures are ratios of sums.
/// </summary>
public sealed class T5RougeMetric : IMetric
{
    private const string Name = "t5-rouge";
    private const string Pairs = "pairs";

    private readonly (string Name, RougeScorer Scorer)[] _parts =
    [
        ("rouge1", new RougeScorer(RougeType.Rouge1, stem: false)),
        ("rouge2", new RougeScorer(RougeType.Rouge2, stem: false)),
        ("rougeLsum", new RougeScorer(RougeType.RougeLsum, stem: false)),
    ];

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, [], _ => new T5RougeMetric());

    /// <inheritdoc/>
    public MetricCard Card { get; } = new()
    {
        Name = Name,
        Primary = Figure("rougeLsum").Name,
        Figures = [Figure("rougeLsum"), Figure("rouge1"), Figure("rouge2")],
        Scorer = "t5.evaluation.metrics.rouge_mean (text-to-text-transfer-transformer e081111c) on rouge_score 0.1.2",
        Description = "Mean F times 100, no stemming; a spaced full stop starts a new line. The module takes one reference; of several the best F "
            + "of each kind counts here.",
    };

    /// <summary>The text as the module scores it: a full stop between spaces ends a line, which only matters to rougeLsum.</summary>
    public static string Prepare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace(" . ", " .\n", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var prediction = Prepare(TextMetricInput.Prediction(item, Name));
        var references = TextMetricInput.References(item, Name).Select(Prepare).ToList();
        return Scores(scorer => scorer.ScoreMulti(references, prediction).Score.FMeasure);
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) => Scores(_ => 0);

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var columns = new StatisticColumns(statisticNames, figure.Name[(Name.Length + 1)..], Pairs);
        return sums => columns.Of(sums, 1) is var pairs and > 0 ? columns.Of(sums, 0) / pairs * 100 : null;
    }

    private ExampleScore Scores(Func<RougeScorer, double> fMeasure)
    {
        var scores = new NamedScore[_parts.Length];
        var statistics = new NamedStatistic[_parts.Length + 1];
        for (var part = 0; part < _parts.Length; part++)
        {
            var value = fMeasure(_parts[part].Scorer);
            scores[part] = new NamedScore(_parts[part].Name, value);
            statistics[part] = new NamedStatistic(_parts[part].Name, value);
        }
        statistics[^1] = new NamedStatistic(Pairs, 1);
        return new ExampleScore(scores, statistics);
    }

    private static FigureCard Figure(string part) => new($"{Name}.{part}", FigureAggregation.Ratio, High: 100);
}
