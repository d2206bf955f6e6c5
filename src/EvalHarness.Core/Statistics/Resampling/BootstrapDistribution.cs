using EvalHarness.Core.Randomness;

namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>The values of a statistic over draws of its units with replacement.</summary>
public sealed class BootstrapDistribution
{
    private readonly double[] _sorted;

    private BootstrapDistribution(UnitStatistic statistic, List<double> values, int undefined)
    {
        (Value, Undefined) = (statistic.Value, undefined);
        foreach (var value in values)
        {
            if (Math.Abs(value - Value) <= statistic.TieSlack)
                Equal++;
            else if (value < Value)
                Less++;
        }
        _sorted = [.. values];
        Array.Sort(_sorted);
    }

    /// <summary>The statistic with every unit once.</summary>
    public double Value { get; }

    /// <summary>Draws in which the statistic is defined; the others are left out.</summary>
    public int Count => _sorted.Length;

    /// <summary>Draws in which it is not.</summary>
    public int Undefined { get; }

    /// <summary>Draws below the value.</summary>
    public int Less { get; }

    /// <summary>Draws equal to it, rounding aside.</summary>
    public int Equal { get; }

    /// <summary>(less + equal / 2) / count; NaN without draws.</summary>
    public double Fraction => (Less + (Equal / 2.0)) / Count;

    /// <summary>Draws rows of units.</summary>
    public static BootstrapDistribution Draw(UnitStatistic statistic, int resamples, SeededRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        var row = new int[statistic.Units];
        return Collect(statistic, resamples, _ =>
        {
            UnitDraws.Fill(row, row.Length, random);
            return row;
        });
    }

    /// <summary>Takes the rows as given: indices of units, from 0.</summary>
    public static BootstrapDistribution OfRows(UnitStatistic statistic, IReadOnlyList<int[]> rows) =>
        Collect(statistic, rows.Count, i => rows[i]);

    /// <summary>The quantile at p: position (count − 1) p of the sorted values, linear between its neighbours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">p is outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The statistic is undefined in every draw.</exception>
    public double Quantile(double p)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        if (Count == 0)
            throw new InvalidOperationException("The statistic is undefined in every draw, so it has no quantile.");
        var position = (Count - 1) * p;
        var below = (int)position;
        var above = Math.Min(below + 1, Count - 1);
        return _sorted[below] + ((position - below) * (_sorted[above] - _sorted[below]));
    }

    private static BootstrapDistribution Collect(UnitStatistic statistic, int resamples, Func<int, int[]> row)
    {
        var values = new List<double>(resamples);
        for (var i = 0; i < resamples; i++)
        {
            var value = statistic.OfDraw(row(i));
            if (!double.IsNaN(value))
                values.Add(value);
        }
        return new BootstrapDistribution(statistic, values, resamples - values.Count);
    }
}
