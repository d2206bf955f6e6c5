using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>The gate's verdict and its checks.</summary>
internal sealed class GateNote(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        if (view.Report.Gate is not { } gate) return;
        page.Write($"<article class=\"gate\"><h3>Regression gate <small>{(gate.Against is null ? "no accepted run" : $"against the accepted run {gate.Against}")}</small></h3><ul class=\"verdicts\"><li>");
        Word(page, gate.Verdict);
        page.Write($"<div><p>{gate.Reason}</p>");
        if (gate.Checks.Count > 0)
        {
            page.Write($"<details><summary>{NumberText.Count(gate.Checks.Count, "check", "checks")}</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Figure</th><th scope=\"col\" class=\"num\">Accepted</th><th scope=\"col\" class=\"num\">Now</th><th scope=\"col\" class=\"num\">Difference</th><th scope=\"col\" class=\"num\">Bound</th><th scope=\"col\">Verdict</th></tr></thead><tbody>");
            foreach (var check in gate.Checks)
                Check(page, check);
            page.Write($"</tbody></table></div></details>");
        }
        page.Write($"</div></li></ul></article>");
    }

    private void Check(HtmlPage page, GateCheck check)
    {
        var format = view.FormatOf(check.Figure);
        page.Write($"<tr><th scope=\"row\">{check.System} <small>{check.Comparison}{(check.Variant.Count == 0 ? "" : $", {VariantText.Of(check.Variant)}")}</small></th><td>{check.Figure}</td><td class=\"num\">{format.ValueWithUnit(check.Accepted)}</td><td class=\"num\">{format.ValueWithUnit(check.Current)}</td><td class=\"num\">{format.Difference(check.Difference)}</td><td class=\"num\">{format.Difference(check.Bound)}</td><td>");
        Word(page, check.Verdict);
        page.Write($" <small>{check.Reason}</small></td></tr>");
    }

    private static void Word(HtmlPage page, string verdict)
    {
        var (kind, shape) = verdict switch
        {
            "pass" => ("better", "\u25cf"),
            "regression" => ("worse", "\u25bc"),
            "inconclusive" => ("inconclusive", "\u25c7"),
            _ => ("none", "\u25d0"),
        };
        page.Write($"<span class=\"word {kind}\"><span aria-hidden=\"true\">{shape}</span> {verdict}</span>");
    }
}
