using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Metrics;

/// <summary>Figures of a list of scored examples, computed as plainly as can be: the reference for everything that aggregates.</summary>
internal static class SplitFigures
{
    public static double? Of(IMetric metric, string figureName, IReadOnlyList<ExampleScore> scores)
    {
        var names = scores.SelectMany(score => score.Statistics).Select(statistic => statistic.Name).Distinct().ToArray();
        var figures = metric is IFiguresFromData open ? open.FiguresFor(names) : metric.Card.Figures;
        var figure = figures.Single(card => card.Name == figureName);
        if (figure.Aggregation == FigureAggregation.Mean)
            return scores.Select(score => score[figure.Score!]).Where(value => value is not null).Average();
        var sums = names.Select(name => scores.SelectMany(score => score.Statistics).Where(statistic => statistic.Name == name).Sum(statistic => statistic.Value));
        return metric.Bind(figure, names)([.. sums]);
    }

    public static IMetric Make(MetricFactory factory, params (string Name, string Value)[] options) =>
        MetricSelection.Create(factory, options.ToDictionary(option => option.Name, option => option.Value)).Metric!;
}
