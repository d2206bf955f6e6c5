namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>What leaving out one unit at a time says about a statistic.</summary>
/// <param name="IsDefined">Whether the statistic is defined without any one unit, and there are at least two.</param>
/// <param name="IsConstant">Whether no unit moves the statistic.</param>
/// <param name="StandardError">√((n − 1) / n · Σ u²), u the deviations about their mean; for a plain mean s / √n. NaN where undefined.</param>
/// <param name="Acceleration">Σ u³ / (6 (Σ u²)^1.5) with u = mean − value; NaN where undefined or constant.</param>
/// <remarks>B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 11 and 14.</remarks>
public sealed record Jackknife(bool IsDefined, bool IsConstant, double StandardError, double Acceleration)
{
    /// <summary>Leaves out each unit once.</summary>
    public static Jackknife Of(UnitStatistic statistic)
    {
        var deviations = new double[statistic.Units];
        statistic.LeaveOneOut(deviations);
        var n = deviations.Length;
        if (n < 2 || Array.Exists(deviations, double.IsNaN))
            return new Jackknife(false, false, double.NaN, double.NaN);
        if (Array.TrueForAll(deviations, deviation => Math.Abs(deviation) <= statistic.TieSlack))
            return new Jackknife(true, true, 0, double.NaN);
        var mean = deviations.Sum() / n;
        double squares = 0, cubes = 0;
        foreach (var deviation in deviations)
        {
            var u = mean - deviation;
            squares += u * u;
            cubes += u * u * u;
        }
        return new Jackknife(true, false, Math.Sqrt((n - 1.0) / n * squares), cubes / (6 * squares * Math.Sqrt(squares)));
    }
}
