using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>What scoring one system at one point and seed leaves: a table a figure, counts and cost. Example texts are not kept.</summary>
public sealed class SystemScores
{
    private readonly Dictionary<string, ExampleTable> _means = [];
    private readonly Dictionary<string, List<ScoredExample>> _statistics = [];

    /// <summary>How its predictions ended.</summary>
    public OutcomeCounts Outcomes { get; set; } = new();

    /// <summary>What it would spend alone.</summary>
    public Cost Cost { get; set; } = new();

    /// <summary>Planned examples.</summary>
    public int Planned { get; set; }

    /// <summary>Examples with a score or a worst score.</summary>
    public int Covered { get; set; }

    /// <summary>Adds the scores of an example by one metric.</summary>
    public void Add(string id, string? cluster, MetricCard card, ExampleScore score)
    {
        foreach (var figure in card.Figures)
            if (figure is { Aggregation: FigureAggregation.Mean, Score: { } name })
            {
                if (!_means.TryGetValue(figure.Name, out var table))
                    _means[figure.Name] = table = new ExampleTable([name]);
                if (score[name] is { } value)
                    table.Add(id, cluster, value);
            }
        if (score.Statistics.Count == 0)
            return;
        if (!_statistics.TryGetValue(card.Name, out var scored))
            _statistics[card.Name] = scored = [];
        scored.Add(new ScoredExample(id, cluster, new ExampleScore([], score.Statistics)));
    }

    /// <summary>The names of a metric's statistics.</summary>
    public IReadOnlyList<string> StatisticNames(string metric) =>
        _statistics.TryGetValue(metric, out var scored) ? ExampleTable.StatisticNames(scored) : [];

    /// <summary>The table of a figure; for ratio and corpus figures with the given columns.</summary>
    public ExampleTable Table(string metric, FigureCard figure, IReadOnlyList<string> columns) => figure.Aggregation == FigureAggregation.Mean
        ? _means.GetValueOrDefault(figure.Name) ?? new ExampleTable([figure.Score ?? figure.Name])
        : ExampleTable.OfStatistics(columns, _statistics.GetValueOrDefault(metric) ?? []);
}
