using EvalHarness.Core.Metrics;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Resampling;

namespace EvalHarness.Core.Statistics;

/// <summary>A figure of one system with its interval.</summary>
/// <param name="Value">The figure; null with a reason.</param>
/// <param name="CiLow">The interval's low end; null with a reason.</param>
/// <param name="CiHigh">Its high end.</param>
/// <param name="Interval">The name of the interval, one of <see cref="IntervalNames"/>.</param>
/// <param name="Reason">Why a value is null or the interval not the usual one; else null.</param>
/// <param name="N">Covered examples.</param>
/// <param name="Clusters">Units of inference.</param>
/// <param name="Warning">What stands beside the number in a report; else null.</param>
public sealed record MeasurementEstimate(
    double? Value, double? CiLow, double? CiHigh, string Interval, string? Reason, int N, int Clusters, string? Warning);

/// <summary>The rules for the interval of one system's figure.</summary>
public static class MeasurementInference
{
    /// <summary>
    /// Estimates a figure: Wilson for 0/1 scores with one example a unit; else BCa over units, Student's t where there are few, degenerate where
    /// no unit moves the figure.
    /// </summary>
    /// <param name="table">The system's sums by unit.</param>
    /// <param name="card">The figure.</param>
    /// <param name="figure">Its function of summed statistics, bound to the table's columns; null for mean figures.</param>
    /// <param name="settings">The numbers of the rules.</param>
    /// <param name="stream">Names the draws, such as comparison, system and figure. Equal names, seeds and data give equal results.</param>
    /// <exception cref="ArgumentException">Figure and columns do not fit.</exception>
    public static MeasurementEstimate Estimate(UnitTable table, FigureCard card, FigureFunction? figure, InferenceSettings settings, string stream)
    {
        table.CheckFigure(card, figure);
        if (table.Count == 0)
            return new MeasurementEstimate(null, null, null, IntervalNames.None, "No example is covered.", 0, 0, null);
        if (card.ZeroOne && figure is null && table.IsZeroOne)
            return Rate(table, settings);
        var statistic = table.Statistic(card, figure);
        var named = new UnitInterval(statistic, !table.HasOneExampleAUnit, settings, new SeededRandom(settings.Seed, "bootstrap", stream))
            .At(settings.Confidence);
        return Make(table, double.IsNaN(statistic.Value) ? null : statistic.Value, named, settings);
    }

    private static MeasurementEstimate Rate(UnitTable table, InferenceSettings settings)
    {
        var right = (int)SumOf(table.Sums);
        var interval = WilsonInterval.Of(right, table.Count, settings.Confidence);
        return Make(table, (double)right / table.Count, new NamedInterval(interval, IntervalNames.Wilson), settings);
    }

    private static MeasurementEstimate Make(UnitTable table, double? value, NamedInterval named, InferenceSettings settings)
    {
        var warning = table.Count < settings.VerdictUnits ? $"Only {table.Count} units: figures, no verdict. {named.Warning}".TrimEnd() : named.Warning;
        return new MeasurementEstimate(
            value, named.Interval?.Low, named.Interval?.High, named.Name, named.Reason, table.ExampleCount, table.Count, warning);
    }

    private static double SumOf(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
