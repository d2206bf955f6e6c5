using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Metrics;

/// <summary>Makes metrics as users do, by name and options, and computes figures as a run does, from summed statistics.</summary>
internal static class Metric
{
    public static IMetric Make(string name, params (string Name, string Value)[] options)
    {
        var factory = MetricCatalog.Find(name) ?? throw new ArgumentException($"No metric '{name}'.");
        var all = factory.Options.ToDictionary(option => option.Name, option => option.Default);
        foreach (var (option, value) in options)
        {
            Assert.True(all.ContainsKey(option), $"'{name}' has no option '{option}'.");
            all[option] = value;
        }
        return factory.Create(all);
    }

    public static MetricItem Item(string? prediction, params string[] references) => new() { Id = "x", Prediction = prediction, References = references };

    public static double? Score(this IMetric metric, string score, string prediction, params string[] references) =>
        metric.Score(Item(prediction, references))[score];

    /// <summary>A figure of a split: the mean of its score, or the bound function of the sums.</summary>
    public static double? Figure(this IMetric metric, string name, IReadOnlyList<ExampleScore> examples)
    {
        var figure = metric.Card.Figures.Single(card => card.Name == name);
        if (figure.Aggregation == FigureAggregation.Mean)
            return examples.Average(example => example[figure.Score!]);
        var names = examples.SelectMany(example => example.Statistics).Select(statistic => statistic.Name).Distinct().ToList();
        var sums = names.Select(column => examples.SelectMany(example => example.Statistics).Where(s => s.Name == column).Sum(s => s.Value)).ToArray();
        return metric.Bind(figure, names)(sums);
    }
}
