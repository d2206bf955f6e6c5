using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics.Resampling;

namespace EvalHarness.Core.Statistics;

/// <summary>Two systems on the same examples, added up by the same units.</summary>
public sealed class PairedUnits
{
    private PairedUnits(UnitTable method, UnitTable baseline, int missing) => (Method, Baseline, Missing) = (method, baseline, missing);

    /// <summary>The side whose advantage is asked for.</summary>
    public UnitTable Method { get; }

    /// <summary>The side it is compared with.</summary>
    public UnitTable Baseline { get; }

    /// <summary>Planned examples that are not covered on both sides.</summary>
    public int Missing { get; }

    /// <summary>The number of units.</summary>
    public int Count => Method.Count;

    /// <summary>The number of pairs of examples.</summary>
    public int Pairs => Method.ExampleCount;

    /// <summary>Whether both sides score exactly 0 or 1 with one example a unit.</summary>
    public bool IsZeroOne => Method.IsZeroOne && Baseline.IsZeroOne;

    /// <summary>Joins two tables by example id, keeping the pairs covered on both sides.</summary>
    /// <param name="method">The method's examples.</param>
    /// <param name="baseline">The baseline's.</param>
    /// <param name="planned">How many examples were to be covered; null counts the ids seen on either side.</param>
    /// <exception cref="ArgumentException">Other columns, an example in different clusters, or fewer planned than covered.</exception>
    public static PairedUnits Align(ExampleTable method, ExampleTable baseline, int? planned = null)
    {
        if (!method.Columns.SequenceEqual(baseline.Columns))
        {
            throw new ArgumentException(
                $"The two sides have other columns: {string.Join(", ", method.Columns)} and {string.Join(", ", baseline.Columns)}.", nameof(baseline));
        }
        var both = new List<string>();
        foreach (var id in method.Ids)
        {
            if (!baseline.Contains(id))
                continue;
            if (method.ClusterOf(id) != baseline.ClusterOf(id))
            {
                throw new ArgumentException(
                    $"Example {id} is in cluster {method.ClusterOf(id) ?? "(none)"} on one side and {baseline.ClusterOf(id) ?? "(none)"} on the other.",
                    nameof(baseline));
            }
            both.Add(id);
        }
        var seen = method.Ids.Count + baseline.Ids.Count - both.Count;
        if (planned < seen)
            throw new ArgumentException($"{planned} examples were planned, but {seen} are there.", nameof(planned));
        return new PairedUnits(method.ToUnits(both), baseline.ToUnits(both), (planned ?? seen) - both.Count);
    }

    /// <summary>The same pairs with the sides exchanged.</summary>
    public PairedUnits Swapped() => new(Baseline, Method, Missing);

    /// <summary>Method less baseline of each unit, for tables of one score.</summary>
    public double[] Differences()
    {
        var differences = new double[Method.Sums.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = Method.Sums[i] - Baseline.Sums[i];
        return differences;
    }

    /// <summary>The difference of a figure as a function of which units are drawn.</summary>
    /// <exception cref="ArgumentException">There are no units, or figure and columns do not fit.</exception>
    public UnitStatistic Statistic(FigureCard card, FigureFunction? figure)
    {
        Method.CheckFigure(card, figure);
        return figure is null
            ? new MeanStatistic(Differences(), Method.Examples)
            : FigureStatistic.Difference(figure, SummedRows.SideBySide(Method.Sums, Baseline.Sums, Method.Columns.Count));
    }

    /// <summary>The two-by-two table of 0/1 scores: pairs both right, method only, baseline only, neither.</summary>
    /// <exception cref="InvalidOperationException">The scores are not 0/1 with one example a unit.</exception>
    public (int Both, int MethodOnly, int BaselineOnly, int Neither) TwoByTwo()
    {
        if (!IsZeroOne)
            throw new InvalidOperationException("A two-by-two table needs scores of 0 or 1 with one example a unit.");
        Span<int> cells = stackalloc int[4];
        for (var i = 0; i < Count; i++)
            cells[(int)((2 * Method.Sums[i]) + Baseline.Sums[i])]++;
        return (cells[3], cells[2], cells[1], cells[0]);
    }
}
