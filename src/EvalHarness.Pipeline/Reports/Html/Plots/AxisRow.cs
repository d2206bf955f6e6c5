using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>Ticks and grid of an axis.</summary>
internal static class AxisRow
{
    /// <summary>How far grids and bands reach beyond a row; the cell cuts them off.</summary>
    public const int Beyond = 150;

    /// <summary>The scale below a plot's rows.</summary>
    public static void Write(HtmlPage page, PlotAxis axis, FigureFormat format, string title)
    {
        page.Write($"<svg class=\"plot axis\" height=\"22\" role=\"img\"><title>{title}</title><desc>Scale from {TickText(axis.Low, format)} to {TickText(axis.High, format)}.</desc>");
        foreach (var tick in axis.Ticks())
            page.Write($"<line class=\"tick\" x1=\"{axis.Percent(tick)}\" x2=\"{axis.Percent(tick)}\" y1=\"0\" y2=\"4\"/><text x=\"{axis.Percent(tick)}\" y=\"17\" text-anchor=\"middle\">{TickText(tick, format)}</text>");
        page.Write($"</svg>");
    }

    /// <summary>Faint lines at the ticks of a row.</summary>
    public static void WriteGrid(HtmlPage page, PlotAxis axis, int height)
    {
        foreach (var tick in axis.Ticks())
            page.Write($"<line class=\"grid\" x1=\"{axis.Percent(tick)}\" x2=\"{axis.Percent(tick)}\" y1=\"{-Beyond}\" y2=\"{height + Beyond}\"/>");
    }

    /// <summary>A tick's label.</summary>
    public static string TickText(double value, FigureFormat format) => NumberText.Significant(Math.Round(format.Scaled(value), 8), 3);
}
