using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Statistics;

/// <summary>An example with its metric's score: what a table of one figure is filled from.</summary>
/// <param name="Id">The example's id.</param>
/// <param name="Cluster">Its cluster, or null where it stands alone.</param>
/// <param name="Score">What the metric says of it.</param>
public readonly record struct ScoredExample(string Id, string? Cluster, ExampleScore Score);

/// <summary>
/// What a figure needs of each covered example of one system: one score (mean figures) or its sufficient statistics. Filled in any order.
/// </summary>
public sealed class ExampleTable
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly List<string?> _clusters = [];
    private readonly List<double> _values = [];

    /// <summary>An empty table.</summary>
    /// <param name="columns">
    /// Names of the values of a row: one score, or statistics in the order a figure was bound to; none where no side covers an example.
    /// </param>
    public ExampleTable(IReadOnlyList<string> columns) => Columns = columns;

    /// <summary>Names of the values of a row.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Ids of the examples, in the order they were added.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Adds a covered example.</summary>
    /// <param name="id">Its id, new to the table.</param>
    /// <param name="cluster">Its cluster, or null where it stands alone.</param>
    /// <param name="values">One finite number a column.</param>
    /// <exception cref="ArgumentException">The id is there already, or the values are too few, too many or not finite.</exception>
    public void Add(string id, string? cluster, params ReadOnlySpan<double> values)
    {
        if (values.Length != Columns.Count)
            throw new ArgumentException($"Example {id}: {values.Length} values for {Columns.Count} columns.", nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"Example {id}: {Columns[i]} is {values[i]}; a score is a finite number, or the example is left out.", nameof(values));
        }
        if (!_rows.TryAdd(id, _ids.Count))
            throw new ArgumentException($"Example {id} is there twice; each example counts once.", nameof(id));
        _ids.Add(id);
        _clusters.Add(cluster);
        _values.AddRange(values);
    }

    /// <summary>Whether the example is covered.</summary>
    public bool Contains(string id) => _rows.ContainsKey(id);

    /// <summary>The values of an example.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the table.</exception>
    public IReadOnlyList<double> Row(string id) => _values.GetRange(RowOf(id) * Columns.Count, Columns.Count);

    /// <summary>The cluster of an example, or null where it stands alone.</summary>
    /// <exception cref="KeyNotFoundException">It is not in the table.</exception>
    public string? ClusterOf(string id) => _clusters[RowOf(id)];

    /// <summary>Adds everything up by unit.</summary>
    public UnitTable ToUnits() => ToUnits(_ids);

    /// <summary>Adds up some of the examples by unit.</summary>
    /// <exception cref="KeyNotFoundException">One is not in the table.</exception>
    public UnitTable ToUnits(IEnumerable<string> ids)
    {
        // Sorted units, and sorted examples inside each: floating sums, and draws, then do not depend on the order of arrival.
        var order = ids.Select(id => (Id: id, Row: RowOf(id))).ToArray();
        Array.Sort(order, (a, b) => UnitKey.Compare(KeyOf(a.Row), KeyOf(b.Row)) is var units and not 0 ? units : string.CompareOrdinal(a.Id, b.Id));
        var units = new List<string>();
        var examples = new List<int>();
        var sums = new List<double>();
        UnitKey? last = null;
        foreach (var (_, row) in order)
        {
            var key = KeyOf(row);
            if (key != last)
            {
                units.Add(key.Name);
                examples.Add(0);
                sums.AddRange(Enumerable.Repeat(0.0, Columns.Count));
                last = key;
            }
            examples[^1]++;
            for (var column = 0; column < Columns.Count; column++)
                sums[sums.Count - Columns.Count + column] += _values[(row * Columns.Count) + column];
        }
        return new UnitTable(Columns, units, [.. examples], [.. sums]);
    }

    /// <summary>A table of one score; examples where it is null are left out, and so count as missing.</summary>
    public static ExampleTable OfScore(string score, IEnumerable<ScoredExample> examples)
    {
        var table = new ExampleTable([score]);
        foreach (var example in examples)
        {
            if (example.Score[score] is { } value)
                table.Add(example.Id, example.Cluster, value);
        }
        return table;
    }

    /// <summary>A table of sufficient statistics; a statistic an example lacks counts 0.</summary>
    /// <param name="names">The columns: <see cref="StatisticNames"/> of every side that will be compared.</param>
    /// <param name="examples">The examples; those without any statistics are left out, and so count as missing.</param>
    public static ExampleTable OfStatistics(IReadOnlyList<string> names, IEnumerable<ScoredExample> examples)
    {
        var table = new ExampleTable(names);
        var columns = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        var values = new double[names.Count];
        foreach (var example in examples)
        {
            if (example.Score.Statistics.Count == 0)
                continue;
            Array.Clear(values);
            foreach (var statistic in example.Score.Statistics)
            {
                if (!columns.TryGetValue(statistic.Name, out var column))
                    throw new ArgumentException($"Example {example.Id}: statistic {statistic.Name} is no column of the table.", nameof(names));
                values[column] += statistic.Value;
            }
            table.Add(example.Id, example.Cluster, values);
        }
        return table;
    }

    /// <summary>The names of all statistics of the given examples, sorted.</summary>
    public static IReadOnlyList<string> StatisticNames(IEnumerable<ScoredExample> examples) =>
        [.. examples.SelectMany(example => example.Score.Statistics).Select(statistic => statistic.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private int RowOf(string id) => _rows.TryGetValue(id, out var row) ? row : throw new KeyNotFoundException($"Example {id} is not in the table.");

    private UnitKey KeyOf(int row) => _clusters[row] is { } cluster ? new UnitKey(cluster, true) : new UnitKey(_ids[row], false);

    // A cluster and an example that stands alone may share a name without being the same unit.
    private readonly record struct UnitKey(string Name, bool IsCluster)
    {
        public static int Compare(UnitKey a, UnitKey b) =>
            string.CompareOrdinal(a.Name, b.Name) is var names and not 0 ? names : a.IsCluster.CompareTo(b.IsCluster);
    }
}
