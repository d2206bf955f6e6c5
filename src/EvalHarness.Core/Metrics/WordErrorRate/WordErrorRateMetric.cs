using EvalHarness.Core.Metrics.WordErrorRate.Whisper;

namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>The metric <c>wer</c>: word or character errors over reference length. The split's figure divides the sums.</summary>
public sealed class WordErrorRateMetric : IMetric
{
    private const string Name = "wer";
    private const string Errors = "errors";
    private const string ReferenceLength = "referenceLength";

    private static readonly MetricOption Unit = new("unit", "word", ["word", "char"], "Count words or characters (code points).");
    private static readonly MetricOption Normalize = new("normalize", "none", ["none", "plain", "whisper"],
        "none compares as it stands; plain upper-cases and keeps A-Z, 0-9, apostrophe and space; whisper is Whisper's English normaliser.");
    private static readonly MetricOption Spelling = new("spelling", "", null,
        "For normalize=whisper: path of the model's normalizer.json, which maps British to American spellings; empty maps none.");

    private static readonly MetricOption[] Options = [Unit, Normalize, Spelling];

    private readonly WordErrorScorer _scorer;
    private readonly string _unitName;

    private WordErrorRateMetric(IReadOnlyDictionary<string, string> options)
    {
        var characters = options.Value(Unit, Name) == "char";
        _unitName = characters ? "characters" : "words";
        var normalize = options.Value(Normalize, Name);
        var spelling = options.Value(Spelling, Name);
        _scorer = new WordErrorScorer(characters ? ErrorUnit.Character : ErrorUnit.Word, Normalizer(normalize, spelling));
        Card = new MetricCard
        {
            Name = Name,
            Primary = Name,
            Figures = [new FigureCard(Name, FigureAggregation.Ratio, FigureDirection.Lower, High: null)],
            Options = options.InForce(Options),
            Scorer = normalize == "whisper" ? "jiwer 4.0.0 after transformers 4.57.6 EnglishTextNormalizer" : "jiwer 4.0.0, default transforms",
            Description = $"Fewest substitutions, insertions and deletions of {_unitName} over {_unitName} of the reference. An empty reference has no "
                + "rate of its own, but its insertions count in the sum." + Deviation(normalize, spelling),
        };
    }

    /// <summary>How the metric is made.</summary>
    public static MetricFactory Factory { get; } = new(Name, Options, options => new WordErrorRateMetric(options));

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Score(item, TextMetricInput.Prediction(item, Name));
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Score(item, "");
    }

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames)
    {
        var columns = new StatisticColumns(statisticNames, Errors, ReferenceLength);
        return sums => columns.Of(sums, 1) is var length and > 0 ? columns.Of(sums, 0) / length : null;
    }

    private ExampleScore Score(MetricItem item, string hypothesis)
    {
        var references = TextMetricInput.References(item, Name);
        if (references.Count > 1)
            throw new MetricInputException($"'{Name}' needs exactly one reference; the item '{item.Id}' has {references.Count}.");
        var errors = _scorer.Score(references[0], hypothesis);
        NamedScore[] scores = [new(Errors, errors.Errors), new(ReferenceLength, errors.ReferenceLength), new(Name, errors.Rate)];
        NamedStatistic[] statistics = [new(Errors, errors.Errors), new(ReferenceLength, errors.ReferenceLength)];
        return new ExampleScore(scores, statistics)
        {
            Reason = errors.ReferenceLength == 0 ? $"The reference has no {_unitName}, so there is nothing to divide by." : null,
        };
    }

    private static Func<string, string>? Normalizer(string normalize, string spelling) => normalize switch
    {
        "plain" => PlainTranscript.Normalize,
        "whisper" => new EnglishTranscriptNormalizer(spelling.Length == 0 ? SpellingList.Empty : SpellingList.Read(spelling)).Normalize,
        _ when spelling.Length > 0 => throw TextMetricInput.Bad(Name, Spelling, spelling, $"it has a use only with '{Normalize.Name}' whisper"),
        _ => null,
    };

    private static string Deviation(string normalize, string spelling) => normalize == "whisper" && spelling.Length == 0
        ? " Deviation: without the spelling list British and American spellings stay different."
        : "";
}
