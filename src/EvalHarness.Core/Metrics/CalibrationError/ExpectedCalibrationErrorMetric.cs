using System.Globalization;

namespace EvalHarness.Core.Metrics.CalibrationError;

/// <summary>
/// Expected calibration error: over bins of equal width of the highest probability, the share of examples times the distance between accuracy and
/// mean confidence, summed.
/// </summary>
/// <remarks>
/// Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017. A bin is open on the left and closed on the right, so a confidence of
/// exactly 0 falls in none; it still counts as an example.
/// </remarks>
public sealed class ExpectedCalibrationErrorMetric : IMetric
{
    /// <summary>The name manifests use; also that of the only figure.</summary>
    public const string Name = "ece";

    private const string Confidence = "confidence";
    private const string Correct = "correct";
    private const string Bins = "bins";
    private const string Examples = "n";
    private const int MostBins = 10_000;

    // Probabilities that a model's float arithmetic left a little above 1 are taken as 1.
    private const double Slack = 1e-6;

    private readonly double[] _edges;

    private ExpectedCalibrationErrorMetric(string bins)
    {
        if (!int.TryParse(bins, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostBins)
            throw new MetricInputException($"the option \"{Bins}\" is \"{bins}\"; allowed is a whole number from 1 to {MostBins}");
        // Multiples of the rounded width, as common implementations have them: a confidence on an edge is in the bin those put it in.
        _edges = new double[count + 1];
        for (var i = 0; i < count; i++)
            _edges[i] = i * (1.0 / count);
        _edges[count] = 1;
        Card = new()
        {
            Name = Name,
            Primary = Name,
            Figures = [new(Name, FigureAggregation.Corpus, FigureDirection.Lower)],
            Options = new Dictionary<string, string> { [Bins] = bins },
            Scorer = "own definition (Guo et al., ICML 2017)",
            Description = "Bins of equal width over the highest probability, open on the left and closed on the right; the predicted class is the first with the "
                + "highest probability. An example without probabilities has no score.",
        };
    }

    /// <summary>How it is made.</summary>
    public static MetricFactory Factory { get; } = new(
        Name,
        [new(Bins, "15", null, "The number of bins of equal width.")],
        options => new ExpectedCalibrationErrorMetric(options[Bins]))
    {
        Fields = [new("probabilities", InputFieldKind.Numbers), new("label", InputFieldKind.Index)],
    };

    /// <inheritdoc/>
    public MetricCard Card { get; }

    /// <summary>The edges of the bins, ascending, one more than there are bins.</summary>
    public IReadOnlyList<double> Edges => _edges;

    /// <inheritdoc/>
    public ExampleScore Score(MetricItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var probabilities = RequiredField.Of(item.Probabilities, Name, "probabilities", "the probability of every class as a list of numbers");
        var label = ClassIndex.Of(item.Label, Name, probabilities.Count);
        var predicted = 0;
        for (var k = 0; k < probabilities.Count; k++)
        {
            if (!(probabilities[k] is >= 0 and <= 1 + Slack))
                throw new MetricInputException(string.Create(CultureInfo.InvariantCulture,
                    $"the field \"probabilities\" holds {probabilities[k]} at position {k}; allowed are numbers from 0 to 1"));
            if (probabilities[k] > probabilities[predicted])
                predicted = k;
        }
        var confidence = Math.Min(1, probabilities[predicted]);
        double correct = predicted == label ? 1 : 0;
        var statistics = new List<NamedStatistic>(4) { new(Examples, 1) };
        if (BinOf(confidence) is >= 0 and var bin)
        {
            statistics.Add(new(StatisticOf(bin, "count"), 1));
            statistics.Add(new(StatisticOf(bin, Correct), correct));
            statistics.Add(new(StatisticOf(bin, Confidence), confidence));
        }
        return new([new(Confidence, confidence), new(Correct, correct)], statistics);
    }

    /// <inheritdoc/>
    public ExampleScore ScoreWithoutAnswer(MetricItem item) =>
        new(new NamedScore(Confidence, null), new NamedScore(Correct, null)) { Reason = "no answer, so no confidence in one" };

    /// <inheritdoc/>
    public FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames)
    {
        ArgumentNullException.ThrowIfNull(statisticNames);
        var columns = statisticNames.Select((name, column) => (name, column)).ToDictionary(pair => pair.name, pair => pair.column);
        int ColumnOf(string name) => columns.TryGetValue(name, out var column) ? column : -1;
        var examples = ColumnOf(Examples);
        var bins = Enumerable.Range(0, _edges.Length - 1)
            .Select(bin => (Correct: ColumnOf(StatisticOf(bin, Correct)), Confidence: ColumnOf(StatisticOf(bin, Confidence))))
            .Where(bin => bin is { Correct: >= 0, Confidence: >= 0 })
            .ToArray();
        return sums =>
        {
            if (examples < 0 || sums[examples] == 0)
                return null;
            double gaps = 0;
            foreach (var (correct, confidence) in bins)
                gaps += Math.Abs(sums[correct] - sums[confidence]);
            return gaps / sums[examples];
        };
    }

    /// <summary>The bin of a confidence, from 0; -1 for a confidence of 0.</summary>
    public int BinOf(double confidence)
    {
        var index = Array.BinarySearch(_edges, confidence);
        return (index >= 0 ? index : ~index) - 1;
    }

    private static string StatisticOf(int bin, string what) => string.Create(CultureInfo.InvariantCulture, $"bin{bin}.{what}");
}
