using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>Every measurement, folded: all figures at all points.</summary>
internal sealed class MeasurementList(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        page.Write($"<details><summary>All figures at all points: {NumberText.Count(view.Report.Measurements.Count, "measurement", "measurements")}</summary><div class=\"scroll\"><table class=\"measurements\"><thead><tr><th scope=\"col\">Comparison</th><th scope=\"col\">Point</th><th scope=\"col\">System</th><th scope=\"col\">Figure</th><th scope=\"col\" class=\"num\">Value</th><th scope=\"col\" class=\"num\">95 % interval</th><th scope=\"col\">Interval by</th><th scope=\"col\" class=\"num\">n</th><th scope=\"col\" class=\"num\">Clusters</th><th scope=\"col\" class=\"num\">Coverage</th><th scope=\"col\">Remark</th></tr></thead><tbody>");
        foreach (var row in view.Report.Measurements)
            Row(page, row);
        page.Write($"</tbody></table></div></details>");
    }

    private void Row(HtmlPage page, Measurement row)
    {
        var format = view.FormatOf(row.Figure);
        page.Write($"<tr><td>{row.Comparison}</td><td>{VariantText.Of(row.Variant)}</td><td>{row.System}</td><td>{row.Figure}</td><td class=\"num\">{format.ValueWithUnit(row.Value)}</td><td class=\"num\">{format.Interval(row.CiLow, row.CiHigh)}</td><td>{row.Interval}</td><td class=\"num\">{NumberText.Count(row.N)}</td><td class=\"num\">{NumberText.Count(row.Clusters)}</td><td class=\"num\">{NumberText.Share(row.Coverage)}</td><td>{row.Reason}</td></tr>");
    }
}
