using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics.Resampling;

namespace EvalHarness.Core.Statistics;

/// <summary>
/// Sums over the units of inference, row by row: the cluster where examples have clusters, else the example. Sorted by id.
/// </summary>
public sealed class UnitTable
{
    private readonly int[] _examples;
    private readonly double[] _sums;

    /// <summary>Takes rows that are already added up and sorted by unit id (ordinal).</summary>
    /// <param name="columns">Names of the values of a row.</param>
    /// <param name="unitIds">A cluster or example id for each row.</param>
    /// <param name="examples">How many examples each row sums, at least one.</param>
    /// <param name="sums">Units × columns values, row-major; taken over, not copied.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public UnitTable(IReadOnlyList<string> columns, IReadOnlyList<string> unitIds, int[] examples, double[] sums)
    {
        if (examples.Length != unitIds.Count || sums.Length != unitIds.Count * columns.Count || examples.Any(count => count < 1))
            throw new ArgumentException($"{unitIds.Count} units of {columns.Count} columns need a count and a row of sums each.", nameof(sums));
        (Columns, UnitIds, _examples, _sums) = (columns, unitIds, examples, sums);
        ExampleCount = examples.Sum();
        HasOneExampleAUnit = ExampleCount == unitIds.Count;
        IsZeroOne = columns.Count == 1 && HasOneExampleAUnit && sums.All(value => value is 0 or 1);
    }

    /// <summary>Names of the values of a row.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The ids of the units, sorted ordinally.</summary>
    public IReadOnlyList<string> UnitIds { get; }

    /// <summary>The number of units.</summary>
    public int Count => UnitIds.Count;

    /// <summary>The number of examples in all units.</summary>
    public int ExampleCount { get; }

    /// <summary>Whether no unit holds several examples.</summary>
    public bool HasOneExampleAUnit { get; }

    /// <summary>Whether every unit is one example that scores exactly 0 or 1. Averages over seeds and weighted predictions may not.</summary>
    public bool IsZeroOne { get; }

    /// <summary>How many examples each unit holds.</summary>
    public ReadOnlySpan<int> Examples => _examples;

    /// <summary>The sums, row-major.</summary>
    public ReadOnlySpan<double> Sums => _sums;

    /// <summary>The row of a unit.</summary>
    public ReadOnlySpan<double> Row(int unit) => _sums.AsSpan(unit * Columns.Count, Columns.Count);

    /// <summary>
    /// The figure over all units; null without units or where it is undefined.
    /// </summary>
    /// <param name="card">The figure.</param>
    /// <param name="figure">Its function of summed statistics, bound to the columns; null for mean figures.</param>
    public double? Value(FigureCard card, FigureFunction? figure) =>
        Count == 0 || Statistic(card, figure).Value is var value && double.IsNaN(value) ? null : value;

    /// <summary>The figure as a function of which units are drawn.</summary>
    /// <exception cref="ArgumentException">There are no units, or figure and columns do not fit.</exception>
    public UnitStatistic Statistic(FigureCard card, FigureFunction? figure)
    {
        CheckFigure(card, figure);
        return figure is null ? new MeanStatistic(_sums, _examples) : new FigureStatistic(figure, new SummedRows(_sums, Columns.Count));
    }

    /// <summary>Refuses a mean figure with a function or several columns, and another figure without its function.</summary>
    /// <exception cref="ArgumentException">It is so.</exception>
    public void CheckFigure(FigureCard card, FigureFunction? figure)
    {
        var isMean = card.Aggregation == FigureAggregation.Mean;
        if (isMean != figure is null || (isMean && Columns.Count != 1))
        {
            throw new ArgumentException(isMean
                ? $"{card.Name} is a mean: it needs a table of its one score and no function of sums, not {Columns.Count} columns."
                : $"{card.Name} is no mean: it needs the function of its summed statistics.");
        }
    }
}
