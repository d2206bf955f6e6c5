namespace EvalHarness.Models.NGram;

/// <summary>
/// Counts of all runs of 1 to n units in a list of texts: a trie in arrays, level by level. A node is a run; its children are the runs that
/// go on from it, side by side and sorted by unit. Twelve bytes a run, no hashing, the same on every machine.
/// </summary>
internal sealed class NGramCounts
{
    private readonly Level[] _levels;

    private NGramCounts(Level[] levels) => _levels = levels;

    /// <summary>Longest run counted.</summary>
    public int Order => _levels.Length;

    /// <summary>Units counted, ends of texts included.</summary>
    public int Total { get; private init; }

    /// <summary>Different units counted.</summary>
    public int Types => _levels[0].Unit.Length;

    /// <summary>Counts the runs of a list of texts that are joined, each with <see cref="Vocabulary.End"/> behind it. Runs do not go on behind an end.</summary>
    public static NGramCounts Of(ReadOnlySpan<int> joined, int order)
    {
        var positions = new int[joined.Length];
        var keys = new int[joined.Length];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = i;
        // Groups of positions whose next units agree so far; each level sorts every group by one more unit and splits it.
        var groups = new List<(int Start, int Length)> { (0, joined.Length) };
        var levels = new Level[order];
        for (var depth = 0; depth < order; depth++)
        {
            var (units, counts, firsts) = (new List<int>(), new List<int>(), new int[groups.Count + 1]);
            var next = new List<(int Start, int Length)>();
            for (var g = 0; g < groups.Count; g++)
            {
                firsts[g] = units.Count;
                var (start, length) = groups[g];
                // A group that ends a text has nothing behind it.
                if (length == 0 || depth > 0 && joined[positions[start] + depth - 1] == Vocabulary.End)
                    continue;
                var group = keys.AsSpan(start, length);
                for (var i = 0; i < length; i++)
                    group[i] = joined[positions[start + i] + depth];
                group.Sort(positions.AsSpan(start, length));
                for (var (i, run) = (0, 0); i < length; i = run)
                {
                    for (run = i + 1; run < length && group[run] == group[i]; run++) { }
                    units.Add(group[i]);
                    counts.Add(run - i);
                    next.Add((start + i, run - i));
                }
            }
            firsts[^1] = units.Count;
            if (depth > 0)
                levels[depth - 1] = levels[depth - 1] with { FirstChild = firsts };
            levels[depth] = new Level([.. units], [.. counts], []);
            groups = next;
        }
        return new NGramCounts(levels) { Total = joined.Length };
    }

    /// <summary>How often a node's run was counted.</summary>
    /// <param name="length">Length of the run.</param>
    /// <param name="node">The node.</param>
    public int Count(int length, int node) => _levels[length - 1].Count[node];

    /// <summary>The last unit of a node's run.</summary>
    public int Unit(int length, int node) => _levels[length - 1].Unit[node];

    /// <summary>The nodes that go on from a node: from the first to before the second number, one level deeper. Only for runs shorter than the order.</summary>
    public (int First, int End) Children(int length, int node)
    {
        var firsts = _levels[length - 1].FirstChild;
        return (firsts[node], firsts[node + 1]);
    }

    /// <summary>The node of a run of one unit, or -1.</summary>
    public int Root(int unit)
    {
        // Units are mostly numbered without gaps, and then a node's place is its unit.
        var units = _levels[0].Unit;
        return (uint)unit < (uint)units.Length && units[unit] == unit ? unit : Search(units, 0, units.Length, unit);
    }

    /// <summary>The node that goes on from a node with a unit, or -1.</summary>
    public int Child(int length, int node, int unit)
    {
        var (first, end) = Children(length, node);
        return Search(_levels[length].Unit, first, end, unit);
    }

    private static int Search(int[] units, int first, int end, int unit)
    {
        var found = units.AsSpan(first, end - first).BinarySearch(unit);
        return found < 0 ? -1 : first + found;
    }

    private sealed record Level(int[] Unit, int[] Count, int[] FirstChild);
}
