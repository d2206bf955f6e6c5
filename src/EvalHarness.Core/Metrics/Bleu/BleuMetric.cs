using System.Globalization;
using System.Text.Json.Nodes;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>The metric <c>bleu</c>: sentence BLEU for each example, corpus BLEU for a split.</summary>
public sealed class BleuMetric : IMetric
{
    private const string Name = "bleu";
    private const string Automatic = "auto";

    private static readonly MetricOption Tokenize = new("tokenize", "13a", ["13a", "intl", "char", "none"], "How lines are cut into tokens.");
    private static readonly MetricOption Smooth =
        new("smooth", "exp", ["exp", "floor", "add-k", "none"], "What n-gram orders without a match contribute.");
    private static readonly MetricOption SmoothValue =
        new("smooth-value", Automatic, null, "The constant of floor and add-k; auto is 0.1 for floor and 1 for add-k.");
    private static readonly MetricOption Lowercase = new("lowercase", "false", TextMetricInput.TrueOrFalse, "Lower-case both sides first.");
    private static readonly MetricOption EffectiveOrder = new("effective-order", Automatic, [Automatic, "true", "false"],
        "Leave out n-gram orders that the text is too short for; auto does so for sentences, not for the corpus.");

    private static readonly MetricOption[] Options = [Tokenize, Smooth, SmoothValue, Lowercase, EffectiveOrder];

    private readonly BleuScorer _scorer;
    private readonly bool _effectiveOrderOfSentence;
    private readonly bool _effectiveOrderOfCorpus;

    private BleuMetric(IReadOnlyDictionary<string, string> options)
    {
        _scorer = new BleuScorer(new BleuOptions
        {
            Tokenization = options.Value(Tokenize, Name) switch
            {
                "13a" => BleuTokenization.V13A,
                "intl" => BleuTokenization.International,
                "char" => BleuTokenization.Character,
                _ => BleuTokenization.None,
            },
            Smoothing = options.Value(Smooth, Name) switch
            {
                "exp" => BleuSmoothing.Exponential,
                "floor" => BleuSmoothing.Floor,
                "add-k" => BleuSmoothing.AddK,
                _ => BleuSmoothing.None,
            },
            SmoothingValue = ReadSmoothValue(options),
            Lowercase = options.Flag(Lowercase, Name),
        });
        var effectiveOrder = options.Value(EffectiveOrder, Name);
        _effectiveOrderOfSentence = effectiveOrder != "false";
        _effectiveOrderOfCorpus = effectiveOrder == "true";
        Card = new MetricCard
        {
            Name = Name,
            Primary = BleuFigures.Score(Name).Name,
            Figures = BleuFigures.All(Name),
            Options = options.InForce(Options),
            Scorer = "sacrebleu 2.6.0, sentence_bleu and corpus_bleu",
            Description = "N-gram precision up to order 4 with brevity penalty, 0 to 100. The split's figure is corpus BLEU of summed counts, not a mean.",
        };
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, Options, options => new BleuMetric(options));

    /// <inheritdoc/>
    public MetricCard Card { get; }

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
        BleuFigures.Bind(figure, statisticNames, Name, _scorer.Options, _effectiveOrderOfCorpus);

    private ExampleScore Score(string prediction, IReadOnlyList<string> references)
    {
        var statistics = _scorer.Count(prediction, references);
        var score = BleuFormula.Score(statistics, _scorer.Options, _effectiveOrderOfSentence);
        var precisions = new JsonArray();
        foreach (var precision in score.Precisions)
            precisions.Add(precision);
        NamedScore[] scores = [new("score", score.Score), new("brevityPenalty", score.BrevityPenalty)];
        return new ExampleScore(scores, BleuFigures.Statistics(statistics)) { Details = new JsonObject { ["precisions"] = precisions } };
    }

    private static double? ReadSmoothValue(IReadOnlyDictionary<string, string> options)
    {
        var value = options.Value(SmoothValue, Name);
        if (value == Automatic)
            return null;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && double.IsFinite(number)
            ? number
            : throw TextMetricInput.Bad(Name, SmoothValue, value, $"a number from 0 on or '{Automatic}' is needed");
    }
}
