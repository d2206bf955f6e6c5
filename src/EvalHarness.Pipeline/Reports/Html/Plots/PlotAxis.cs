using System.Globalization;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>A linear axis, shared by all plots of a figure. Positions are percent of its width, so that plots stretch and text does not.</summary>
internal sealed class PlotAxis
{
    // Room at both ends for markers and labels.
    private const double Margin = 4;

    private PlotAxis(double low, double high) => (Low, High) = (low, high);

    public double Low { get; }

    public double High { get; }

    /// <summary>An axis over values; what is not finite is left out.</summary>
    /// <param name="values">What must be in view.</param>
    /// <param name="anchor">A value that is always in view, such as zero, or null.</param>
    public static PlotAxis Of(IEnumerable<double?> values, double? anchor = null)
    {
        var finite = values.OfType<double>().Append(anchor ?? double.NaN).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        if (high - low < 1e-12) (low, high) = (low - Math.Max(Math.Abs(low) * 0.1, 0.01), high + Math.Max(Math.Abs(high) * 0.1, 0.01));
        return new PlotAxis(low, high);
    }

    /// <summary>Whether a value is in view.</summary>
    public bool Shows(double value) => value >= Low && value <= High;

    /// <summary>Position of a value in percent; values out of view stand at the edge.</summary>
    public double At(double value) => Margin + ((Math.Clamp(value, Low, High) - Low) / (High - Low) * (100 - (2 * Margin)));

    /// <summary>The position as an attribute.</summary>
    public string Percent(double value) => Text(At(value));

    /// <summary>A distance between two values as an attribute.</summary>
    public string Width(double from, double to) => Text(At(to) - At(from));

    /// <summary>Round values in view, about as many as asked for.</summary>
    public IReadOnlyList<double> Ticks(int about = 5)
    {
        var rough = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        var ticks = new List<double>();
        for (var i = Math.Ceiling((Low / step) - 1e-9); i * step <= High + (step * 1e-9) && ticks.Count < 20; i++)
            ticks.Add(i * step);
        return ticks;
    }

    private static string Text(double percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
