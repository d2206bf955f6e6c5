using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Scoring;

/// <summary>The intervals a report would give the same figures: Wilson, bootstrap over clusters or Student's t by the rules of inference.</summary>
/// <param name="settings">The numbers of the rules, the seed among them.</param>
public sealed class InferredIntervals(InferenceSettings settings) : IFigureIntervals
{
    /// <inheritdoc/>
    public FigureInterval? Of(FigureCard figure, ScoredSplit split)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentNullException.ThrowIfNull(split);
        var isMean = figure.Aggregation == FigureAggregation.Mean;
        var table = isMean ? ExampleTable.OfScore(figure.Score!, split.Examples) : ExampleTable.OfStatistics(split.StatisticNames, split.Examples);
        var bound = isMean ? null : split.Metric.Metric?.Bind(figure, table.Columns);
        var estimate = MeasurementInference.Estimate(table.ToUnits(), figure, bound, settings, figure.Name);
        return new(estimate.CiLow, estimate.CiHigh, estimate.Interval) { Reason = estimate.Reason, Warning = estimate.Warning };
    }
}
