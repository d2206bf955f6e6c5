using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics;

/// <summary>A metric made by name with its options checked: of single examples or of a whole split.</summary>
public sealed class MetricSelection
{
    private MetricSelection(MetricFactory factory, IMetric? metric, ISplitMetric? splitMetric) =>
        (Factory, Metric, SplitMetric) = (factory, metric, splitMetric);

    /// <summary>How it was made.</summary>
    public MetricFactory Factory { get; }

    /// <summary>The metric, or null where it scores whole splits.</summary>
    public IMetric? Metric { get; }

    /// <summary>The metric where it scores whole splits, else null.</summary>
    public ISplitMetric? SplitMetric { get; }

    /// <summary>What it computes, with the options in force.</summary>
    public MetricCard Card => Metric?.Card ?? SplitMetric!.Card;

    /// <summary>Makes a metric of the catalogue.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">The options given; the others get their defaults.</param>
    /// <exception cref="MetricInputException">There is no such metric or option, or a value is not allowed; the message lists what is.</exception>
    public static MetricSelection Create(string name, IReadOnlyDictionary<string, string>? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var factory = MetricCatalog.Find(name)
            ?? throw new MetricInputException(NearestName.Sentence($"there is no metric \"{name}\"", name, MetricCatalog.Factories.Select(known => known.Name), "metrics are"));
        return Create(factory, options);
    }

    /// <summary>Makes a metric of a factory.</summary>
    /// <exception cref="MetricInputException">There is no such option, or a value is not allowed; the message lists what is.</exception>
    public static MetricSelection Create(MetricFactory factory, IReadOnlyDictionary<string, string>? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var inForce = factory.Options.ToDictionary(option => option.Name, option => option.Default);
        foreach (var (name, value) in options ?? new Dictionary<string, string>())
        {
            var option = factory.Options.FirstOrDefault(known => known.Name == name)
                ?? throw new MetricInputException(factory.Options.Count == 0
                    ? $"{factory.Name} has no option \"{name}\"; it takes none"
                    : NearestName.Sentence($"{factory.Name} has no option \"{name}\"", name, inForce.Keys, "its options are"));
            if (option.Allowed is { } allowed && !allowed.Contains(value))
                throw new MetricInputException($"the option \"{name}\" of {factory.Name} is \"{value}\"; allowed are {string.Join(", ", allowed)}");
            inForce[name] = value;
        }
        return factory.CreateForSplit is { } createForSplit
            ? new(factory, null, createForSplit(inForce))
            : new(factory, factory.Create(inForce), null);
    }

    /// <summary>All figures of examples with these statistics: those of the card and those the data add.</summary>
    public IReadOnlyList<FigureCard> FiguresFor(IReadOnlyList<string> statisticNames) =>
        Metric is IFiguresFromData open ? open.FiguresFor(statisticNames) : Card.Figures;
}
