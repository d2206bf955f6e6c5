using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Scoring;

/// <summary>A figure of a split.</summary>
/// <param name="Figure">Which.</param>
/// <param name="Value">Its value, or null where it is undefined.</param>
/// <param name="Undefined">How many examples have no score for it and are left out; 0 for figures of sums.</param>
public sealed record FigureValue(FigureCard Figure, double? Value, int Undefined);

/// <summary>All examples of a file, scored by one metric.</summary>
public sealed class ScoredSplit
{
    private readonly Lazy<IReadOnlyList<string>> _statisticNames;

    /// <summary>Examples in the order of the file.</summary>
    public ScoredSplit(MetricSelection metric, IReadOnlyList<ScoredExample> examples)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(examples);
        (Metric, Examples) = (metric, examples);
        _statisticNames = new(() => [.. examples.SelectMany(example => example.Score.Statistics).Select(statistic => statistic.Name).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What scored them.</summary>
    public MetricSelection Metric { get; }

    /// <summary>The examples.</summary>
    public IReadOnlyList<ScoredExample> Examples { get; }

    /// <summary>The names of all statistics, in order of first appearance: the columns that ratio and corpus figures are bound to.</summary>
    public IReadOnlyList<string> StatisticNames => _statisticNames.Value;

    /// <summary>The figures, those that depend on the data included, primary first.</summary>
    public IReadOnlyList<FigureCard> Figures => Metric.FiguresFor(StatisticNames);

    /// <summary>Computes every figure: means over the examples that have the score, others from summed statistics.</summary>
    public IReadOnlyList<FigureValue> Aggregate()
    {
        var sums = Sums();
        return [.. Figures.Select(figure => figure.Aggregation == FigureAggregation.Mean ? MeanOf(figure) : OfSums(figure, sums))];
    }

    private FigureValue OfSums(FigureCard figure, double[] sums)
    {
        var metric = Metric.Metric ?? throw new InvalidOperationException($"\"{figure.Name}\" is no mean, but {Metric.Card.Name} scores whole splits.");
        return new(figure, metric.Bind(figure, StatisticNames)(sums), 0);
    }

    private FigureValue MeanOf(FigureCard figure)
    {
        var sum = new CompensatedSum();
        var scored = 0;
        foreach (var example in Examples)
        {
            if (example.Score[figure.Score!] is not { } value)
                continue;
            sum.Add(value);
            scored++;
        }
        return new(figure, scored > 0 ? sum.Value / scored : null, Examples.Count - scored);
    }

    private double[] Sums()
    {
        var columns = StatisticNames.Select((name, column) => (name, column)).ToDictionary(pair => pair.name, pair => pair.column, StringComparer.Ordinal);
        var sums = new CompensatedSum[columns.Count];
        foreach (var example in Examples)
            foreach (var statistic in example.Score.Statistics)
                sums[columns[statistic.Name]].Add(statistic.Value);
        return Array.ConvertAll(sums, sum => sum.Value);
    }

    // Neumaier's sum: figures do not depend on how many examples there are or in which order they stand.
    private struct CompensatedSum
    {
        private double _sum;
        private double _error;

        public readonly double Value => _sum + _error;

        public void Add(double value)
        {
            var sum = _sum + value;
            _error += Math.Abs(_sum) >= Math.Abs(value) ? _sum - sum + value : value - sum + _sum;
            _sum = sum;
        }
    }
}
