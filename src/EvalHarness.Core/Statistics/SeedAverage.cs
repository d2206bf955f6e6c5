using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Statistics;

/// <summary>
/// One system's examples averaged over seeds. Seeds are a second factor: they are averaged away before pairing and never multiply n.
/// </summary>
/// <param name="Table">Each example with the mean of its values over the seeds.</param>
/// <param name="Missing">Examples that some seed covers and another does not; they are left out, so that every example weighs every seed alike.</param>
/// <param name="Seeds">The tables of the seeds, as given.</param>
public sealed record SeedAverage(ExampleTable Table, int Missing, IReadOnlyList<ExampleTable> Seeds)
{
    /// <summary>Averages tables of the same columns, one a seed.</summary>
    /// <exception cref="ArgumentException">No tables, or other columns in one.</exception>
    public static SeedAverage Of(IReadOnlyList<ExampleTable> seeds)
    {
        if (seeds.Count == 0 || seeds.Any(table => !table.Columns.SequenceEqual(seeds[0].Columns)))
            throw new ArgumentException("An average over seeds needs a table for each seed, all with the same columns.", nameof(seeds));
        if (seeds.Count == 1)
            return new SeedAverage(seeds[0], 0, seeds);
        var average = new ExampleTable(seeds[0].Columns);
        var covered = new HashSet<string>(seeds.SelectMany(table => table.Ids), StringComparer.Ordinal);
        var values = new double[average.Columns.Count];
        foreach (var id in seeds[0].Ids.Where(id => seeds.All(table => table.Contains(id))))
        {
            Array.Clear(values);
            foreach (var row in seeds.Select(table => table.Row(id)))
            {
                for (var column = 0; column < values.Length; column++)
                    values[column] += row[column];
            }
            for (var column = 0; column < values.Length; column++)
                values[column] /= seeds.Count;
            average.Add(id, seeds[0].ClusterOf(id), values);
        }
        return new SeedAverage(average, covered.Count - average.Ids.Count, seeds);
    }

    /// <summary>The figure of each seed on the examples that every seed covers; null where undefined.</summary>
    public IReadOnlyList<double?> Values(FigureCard card, FigureFunction? figure) =>
        [.. Seeds.Select(table => table.ToUnits(Table.Ids).Value(card, figure))];

    /// <summary>The standard deviation of the figure over seeds (n − 1); null for fewer than two seeds with a value.</summary>
    public double? Deviation(FigureCard card, FigureFunction? figure)
    {
        var values = Values(card, figure).OfType<double>().ToArray();
        return values.Length < 2 ? null : SampleMoments.Of(values).StandardDeviation;
    }
}
