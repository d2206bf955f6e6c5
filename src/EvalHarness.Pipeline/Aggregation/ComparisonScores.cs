using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>The scores of all systems of one comparison, and the tables that inference works on.</summary>
/// <param name="comparison">The comparison.</param>
public sealed class ComparisonScores(ComparisonDefinition comparison)
{
    private readonly List<(SystemInstance Instance, SystemScores Scores)> _scored = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _columns = [];

    /// <summary>The comparison.</summary>
    public ComparisonDefinition Comparison => comparison;

    /// <summary>Examples by group: (what is grouped by, the group) to ids.</summary>
    public Dictionary<(string By, string Group), List<string>> Groups { get; } = [];

    /// <summary>Adds a scored system.</summary>
    public void Add(SystemInstance instance, SystemScores scores) => _scored.Add((instance, scores));

    /// <summary>The scores of a system at a point, one entry a seed; empty where it is not run.</summary>
    public IReadOnlyList<SystemScores> At(string system, JsonObject point) =>
        [.. _scored.Where(pair => pair.Instance.Name == system && pair.Instance.StandsAt(point)).Select(pair => pair.Scores)];

    /// <summary>A system's examples for one figure, averaged over its seeds.</summary>
    public SeedAverage Table(IReadOnlyList<SystemScores> seeds, IMetric metric, FigureCard figure)
    {
        var columns = ColumnsOf(metric.Card);
        return SeedAverage.Of([.. seeds.Select(scores => scores.Table(metric.Card.Name, figure, columns))]);
    }

    /// <summary>The figure's function over summed statistics; null for mean figures.</summary>
    public FigureFunction? FunctionOf(IMetric metric, FigureCard figure) =>
        figure.Aggregation == FigureAggregation.Mean ? null : metric.Bind(figure, ColumnsOf(metric.Card));

    // The union over all systems, so that the two sides of any contrast have the same columns.
    private IReadOnlyList<string> ColumnsOf(MetricCard metric)
    {
        if (_columns.TryGetValue(metric.Name, out var columns))
            return columns;
        string[] names = [.. _scored.SelectMany(pair => pair.Scores.StatisticNames(metric.Name)).Distinct().Order(StringComparer.Ordinal)];
        return _columns[metric.Name] = names.Length > 0 ? names : ["none"];
    }
}
