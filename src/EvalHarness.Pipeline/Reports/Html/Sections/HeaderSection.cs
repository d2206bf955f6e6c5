using System.Globalization;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>What was run, when, and whether it is complete.</summary>
internal sealed class HeaderSection(ReportView view) : IReportSection
{
    private static readonly (string Anchor, string Text)[] Parts =
    [
        ("better", "Is it better?"), ("how-much", "By how much?"), ("systems", "How good is each?"), ("where", "Where?"), ("examples", "Examples"), ("trust", "Provenance"),
    ];

    public void Write(HtmlPage page)
    {
        var run = view.Report.Run;
        page.Write($"<header class=\"top\"><p class=\"eyebrow\">Evaluation report</p><h1>{run.Manifest}</h1><p class=\"meta\">{run.Started.ToString("d MMMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture).Replace("UTC+00:00", "UTC", StringComparison.Ordinal)} · {NumberText.Duration(run.Seconds)} · run <code>{run.Id}</code></p>");
        if (run.Status != RunStatus.Complete)
            WarningNotes.Write(page, run.Status == RunStatus.Cancelled
                ? "This run was cancelled. What is missing is missing from every figure below; look at coverage and at missing pairs."
                : "This run is incomplete. What is missing is missing from every figure below; look at coverage and at missing pairs.");
        WarningNotes.Write(page, view.Report.Warnings.Where(warning => warning.Comparison is null));
        page.Write($"</header><nav aria-label=\"Parts of this report\"><ul>");
        foreach (var (anchor, text) in Parts)
            page.Write($"<li><a href=\"#{anchor}\">{text}</a></li>");
        page.Write($"</ul></nav>");
    }
}
