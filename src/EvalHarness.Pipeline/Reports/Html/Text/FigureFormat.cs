using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Reports.Html.Text;

/// <summary>
/// How one figure is written throughout a report: in one unit, and with as many decimals as its intervals allow. Figures from 0 to 1, and error
/// rates, are shown in percent and their differences in points; others on their own scale.
/// </summary>
public sealed class FigureFormat
{
    private readonly double _factor;
    private readonly int _valueDecimals;
    private readonly int _differenceDecimals;

    /// <summary>Settles unit and decimals.</summary>
    /// <param name="name">The figure.</param>
    /// <param name="card">Its card, or null where the report has none.</param>
    /// <param name="measurements">All measurements of it.</param>
    /// <param name="contrasts">All contrasts of it.</param>
    public FigureFormat(string name, FigureCard? card, IReadOnlyCollection<Measurement> measurements, IReadOnlyCollection<Contrast> contrasts)
    {
        Name = name;
        IsPercent = card is { Low: 0 } && (card.High == 1 || (card.High is null && card.Aggregation == FigureAggregation.Ratio));
        HigherIsBetter = card?.Direction != FigureDirection.Lower;
        _factor = IsPercent ? 100 : 1;
        _valueDecimals = Decimals(measurements.Select(row => row.CiHigh - row.CiLow), measurements.Select(row => row.Value));
        _differenceDecimals = Decimals(contrasts.Select(row => row.CiHigh - row.CiLow), contrasts.Select(row => row.Difference));
    }

    /// <summary>The figure.</summary>
    public string Name { get; }

    /// <summary>Whether it is shown in percent, and differences in points.</summary>
    public bool IsPercent { get; }

    /// <summary>Which way it improves.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>Unit of values for a heading: <c>%</c>, or empty.</summary>
    public string Unit => IsPercent ? "%" : "";

    /// <summary>Unit of differences in words: <c>points</c>, or the figure's name.</summary>
    public string DifferenceUnit => IsPercent ? "points" : Name;

    /// <summary>A value on the shown scale.</summary>
    public double Scaled(double value) => value * _factor;

    /// <summary>A value without unit; a dash where there is none.</summary>
    public string Value(double? value) => value is { } number && double.IsFinite(number) ? NumberText.Fixed(number * _factor, _valueDecimals) : NumberText.None;

    /// <summary>A value with its unit.</summary>
    public string ValueWithUnit(double? value) => IsPercent && value is not null ? $"{Value(value)}{NumberText.Space}%" : Value(value);

    /// <summary>An interval of values, without unit; empty where there is none.</summary>
    public string Interval(double? low, double? high) => low is null || high is null ? "" : $"{Value(low)} to {Value(high)}";

    /// <summary>A difference without unit; a plus is not written.</summary>
    public string Difference(double? difference) =>
        difference is { } number && double.IsFinite(number) ? NumberText.Fixed(number * _factor, _differenceDecimals) : NumberText.None;

    /// <summary>An interval of differences, without unit; empty where there is none.</summary>
    public string DifferenceInterval(double? low, double? high) => low is null || high is null ? "" : $"{Difference(low)} to {Difference(high)}";

    /// <summary>The size of a difference with its unit: <c>3.1 points</c>, <c>0.8 bleu</c>.</summary>
    public string Size(double difference)
    {
        var size = Difference(Math.Abs(difference));
        return $"{size}{NumberText.Space}{(IsPercent && size == "1" ? "point" : DifferenceUnit)}";
    }

    // Two significant digits of the typical half-width: 0.4 to 5.8 gives one decimal in points, 0.41 to 0.95 two.
    private int Decimals(IEnumerable<double?> widths, IEnumerable<double?> values)
    {
        var halves = widths.OfType<double>().Where(width => width > 0 && double.IsFinite(width)).Select(width => width * _factor / 2).Order().ToList();
        if (halves.Count > 0)
            return Math.Clamp(1 - (int)Math.Floor(Math.Log10(halves[halves.Count / 2])), 0, 4);
        if (IsPercent) return 1;
        var largest = values.OfType<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return largest == 0 ? 2 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 0, 4);
    }
}
