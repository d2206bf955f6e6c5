using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>The systems on one group of examples, each in a lane of its own: value and interval.</summary>
internal static class DotRow
{
    private const int Lane = 13;
    private const int Padding = 6;

    public static void Write(HtmlPage page, string group, IReadOnlyList<(SystemView System, int Number, Breakdown? Row)> lanes, PlotAxis axis, FigureFormat format)
    {
        var height = (lanes.Count * Lane) + (2 * Padding);
        page.Write($"<svg class=\"plot\" height=\"{height}\" role=\"img\"><title>{group}</title><desc>");
        foreach (var (system, _, row) in lanes)
            page.Write($"{system.Name} {format.ValueWithUnit(row?.Value)}{(row?.CiLow is null ? "" : $", interval {format.Interval(row.CiLow, row.CiHigh)}")}. ");
        page.Write($"</desc>");
        AxisRow.WriteGrid(page, axis, height);
        for (var i = 0; i < lanes.Count; i++)
        {
            var (system, number, row) = lanes[i];
            var y = Padding + (Lane * i) + (Lane / 2.0);
            if (row is null) continue;
            if (row is { CiLow: { } low, CiHigh: { } high })
                page.Write($"<line class=\"whisker {SystemMarks.ClassOf(system.Role)}\" x1=\"{axis.Percent(low)}\" x2=\"{axis.Percent(high)}\" y1=\"{y}\" y2=\"{y}\"/>");
            if (row.Value is { } value && double.IsFinite(value))
                SystemMarks.Write(page, system, number, axis.Percent(value), y);
        }
        page.Write($"</svg>");
    }
}
