using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>Measures every figure of every system at every point, and the primary figures by groups of examples.</summary>
public sealed class MeasurementTable(InferenceSettings settings, PublishedNumbers published)
{
    /// <summary>All measurements of a comparison.</summary>
    public IEnumerable<Measurement> Measure(ComparisonScores scores)
    {
        foreach (var point in scores.Comparison.Points)
            foreach (var system in SystemsOf(scores.Comparison))
                foreach (var metric in scores.Comparison.Metrics)
                    foreach (var figure in metric.Card.Figures)
                        yield return Measure(scores, point, system, metric, figure);
    }

    /// <summary>Breakdowns of the primary figures at the primary point, for groups that are not the whole.</summary>
    public IEnumerable<Breakdown> BreakDown(ComparisonScores scores)
    {
        var point = scores.Comparison.Points[0];
        foreach (var (by, group) in scores.Groups.Keys)
            foreach (var system in SystemsOf(scores.Comparison))
                foreach (var metric in scores.Comparison.Metrics)
                {
                    var seeds = scores.At(system.Name, point);
                    if (seeds.Count == 0)
                        continue;
                    var figure = PrimaryOf(metric.Card);
                    var average = scores.Table(seeds, metric, figure);
                    var members = scores.Groups[(by, group)];
                    var covered = members.Where(average.Table.Contains).ToList();
                    var estimate = MeasurementInference.Estimate(
                        average.Table.ToUnits(covered), figure, scores.FunctionOf(metric, figure), settings, Stream(scores, point, system.Name, figure) + $"/{by}={group}");
                    yield return new Breakdown
                    {
                        By = by,
                        Group = group,
                        Comparison = scores.Comparison.Declaration.Name,
                        Variant = (JsonObject)point.DeepClone(),
                        Suite = scores.Comparison.Data.Suite.Card.Name,
                        Split = scores.Comparison.Data.Split,
                        System = system.Name,
                        Role = system.Role,
                        Figure = figure.Name,
                        Value = estimate.Value,
                        CiLow = estimate.CiLow,
                        CiHigh = estimate.CiHigh,
                        Interval = estimate.Interval,
                        Reason = Join(estimate.Reason, estimate.Warning),
                        N = estimate.N,
                        Clusters = estimate.Clusters,
                        Coverage = members.Count == 0 ? 0 : (double)covered.Count / members.Count,
                        Outcomes = new OutcomeCounts(),
                        Cost = new Cost(),
                    };
                }
    }

    /// <summary>The systems of a comparison, each once, in declared order.</summary>
    public static IEnumerable<SystemInstance> SystemsOf(ComparisonDefinition comparison) => comparison.Systems.DistinctBy(system => system.Name);

    /// <summary>The primary figure of a metric.</summary>
    public static FigureCard PrimaryOf(MetricCard card) => card.Figures.First(figure => figure.Name == card.Primary);

    /// <summary>The name of a measurement's random draws: unlike the run id it is the same in every run.</summary>
    public static string Stream(ComparisonScores scores, JsonObject point, string system, FigureCard figure) =>
        $"{scores.Comparison.Declaration.Name}/{CanonicalJson.Text(point)}/{system}/{figure.Name}";

    private Measurement Measure(ComparisonScores scores, JsonObject point, SystemInstance system, IMetric metric, FigureCard figure)
    {
        var comparison = scores.Comparison;
        var seeds = scores.At(system.Name, point);
        var measurement = new Measurement
        {
            Comparison = comparison.Declaration.Name,
            Variant = (JsonObject)point.DeepClone(),
            Suite = comparison.Data.Suite.Card.Name,
            Split = comparison.Data.Split,
            System = system.Name,
            Role = system.Role,
            Figure = figure.Name,
            N = 0,
            Clusters = 0,
            Coverage = 0,
            Outcomes = Sum([.. seeds.Select(seed => seed.Outcomes)]),
            Cost = Sum([.. seeds.Select(seed => seed.Cost)]),
            Published = published.Find(comparison, system, figure),
        };
        if (seeds.Count == 0)
            return measurement with { Interval = IntervalNames.None, Reason = comparison.Systems.First(instance => instance.Name == system.Name && instance.StandsAt(point)).NotRun };
        var average = scores.Table(seeds, metric, figure);
        var function = scores.FunctionOf(metric, figure);
        var estimate = MeasurementInference.Estimate(average.Table.ToUnits(), figure, function, settings, Stream(scores, point, system.Name, figure));
        return measurement with
        {
            Value = estimate.Value,
            CiLow = estimate.CiLow,
            CiHigh = estimate.CiHigh,
            Interval = estimate.Interval,
            Reason = Join(estimate.Reason, estimate.Warning),
            N = estimate.N,
            Clusters = estimate.Clusters,
            Coverage = seeds.Min(seed => (double)seed.Covered / seed.Planned),
            SeedDeviation = average.Deviation(figure, function),
        };
    }

    private static string? Join(string? a, string? b) => a is null ? b : b is null ? a : $"{a} {b}";

    private static OutcomeCounts Sum(IReadOnlyList<OutcomeCounts> seeds) => new()
    {
        Answered = seeds.Sum(seed => seed.Answered),
        Unparsable = seeds.Sum(seed => seed.Unparsable),
        Refused = seeds.Sum(seed => seed.Refused),
        Truncated = seeds.Sum(seed => seed.Truncated),
        FailedInput = seeds.Sum(seed => seed.FailedInput),
        FailedEnvironment = seeds.Sum(seed => seed.FailedEnvironment),
        Shortened = seeds.Sum(seed => seed.Shortened),
        Tied = seeds.Sum(seed => seed.Tied),
    };

    private static Cost Sum(IReadOnlyList<Cost> seeds) => new()
    {
        Seconds = seeds.Sum(seed => seed.Seconds),
        PromptTokens = seeds.Sum(seed => seed.PromptTokens),
        CompletionTokens = seeds.Sum(seed => seed.CompletionTokens),
        ModelCalls = seeds.Sum(seed => seed.ModelCalls),
        GpuSeconds = seeds.Sum(seed => seed.GpuSeconds),
        Price = seeds.All(seed => seed.Price is null) ? null : seeds.Sum(seed => seed.Price ?? 0),
    };
}
