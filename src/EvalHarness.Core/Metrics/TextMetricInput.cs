using System.Globalization;

namespace EvalHarness.Core.Metrics;

/// <summary>What the text metrics read of items and options, with one wording for what is wrong.</summary>
internal static class TextMetricInput
{
    public static readonly IReadOnlyList<string> TrueOrFalse = ["true", "false"];

    public static string Prediction(MetricItem item, string metric) => item.Prediction
        ?? throw new MetricInputException($"'{metric}' needs the field 'prediction', a text; the item '{item.Id}' has none.");

    public static IReadOnlyList<string> References(MetricItem item, string metric) => item.References is { Count: > 0 } references
        ? references
        : throw new MetricInputException($"'{metric}' needs the field 'references', a list of at least one text; the item '{item.Id}' has none.");

    /// <summary>The value in force: the given one, else the default; one of the allowed ones where the option lists them.</summary>
    public static string Value(this IReadOnlyDictionary<string, string> options, MetricOption option, string metric)
    {
        var value = options.GetValueOrDefault(option.Name, option.Default);
        return option.Allowed is null || option.Allowed.Contains(value)
            ? value
            : throw Bad(metric, option, value, $"allowed are {string.Join(", ", option.Allowed)}");
    }

    public static bool Flag(this IReadOnlyDictionary<string, string> options, MetricOption option, string metric) =>
        options.Value(option, metric) == "true";

    public static int Count(this IReadOnlyDictionary<string, string> options, MetricOption option, string metric)
    {
        var value = options.Value(option, metric);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad(metric, option, value, "a whole number from 0 on is needed");
    }

    public static MetricInputException Bad(string metric, MetricOption option, string value, string needed, Exception? cause = null) =>
        new($"The option '{option.Name}' of '{metric}' is '{value}'; {needed}.", cause!);

    /// <summary>The options in force as a card prints them.</summary>
    public static IReadOnlyDictionary<string, string> InForce(
        this IReadOnlyDictionary<string, string> options, IReadOnlyList<MetricOption> known)
    {
        var inForce = new Dictionary<string, string>(known.Count);
        foreach (var option in known)
            inForce.Add(option.Name, options.GetValueOrDefault(option.Name, option.Default));
        return inForce;
    }

    /// <summary>For <see cref="IMetric.Bind"/>: mean figures have no statistics.</summary>
    public static InvalidOperationException NotBound(FigureCard figure, string metric) =>
        new($"'{figure.Name}' of '{metric}' is the mean of a score; only ratio and corpus figures are bound to statistics.");
}

/// <summary>Where the statistics of a figure lie in a table of sums; a name that is absent counts as 0.</summary>
internal readonly struct StatisticColumns
{
    private readonly int[] _columns;

    public StatisticColumns(IReadOnlyList<string> table, params ReadOnlySpan<string> needed)
    {
        _columns = new int[needed.Length];
        for (var i = 0; i < needed.Length; i++)
        {
            _columns[i] = -1;
            for (var column = 0; column < table.Count; column++)
                if (table[column] == needed[i])
                    _columns[i] = column;
        }
    }

    /// <summary>The sum of the needed statistic of that position.</summary>
    public double Of(ReadOnlySpan<double> sums, int needed) => _columns[needed] < 0 ? 0 : sums[_columns[needed]];
}
