using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Sections;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>
/// <c>report.html</c>: one self-contained page that answers, in this order, whether it is better, by how much, how good each system is, where
/// it wins and loses, and shows examples. Readable without its script; loads nothing; below 5 MB.
/// </summary>
public static class HtmlReport
{
    /// <summary>Largest page: 5 MB. Examples make room; everything else is always there.</summary>
    public const long MaxBytes = 5_000_000;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where it goes; to be encoded as UTF-8.</param>
    /// <param name="report">What the run found.</param>
    /// <param name="manifest">The effective manifest.</param>
    /// <param name="examples">A sample of examples; those where method and baselines disagree are shown first.</param>
    public static void Write(TextWriter writer, RunReport report, JsonObject manifest, IReadOnlyList<ReportExample> examples)
    {
        var view = new ReportView(report, manifest, examples);
        var before = Render(new HeaderSection(view), new MainOpening(), new VerdictSection(view), new ForestSection(view), new SystemsSection(view), new WhereSection(view));
        var after = Render(new ProvenanceSection(view));
        var head = Head(report);
        var room = MaxBytes - Encoding.UTF8.GetByteCount(head) - Encoding.UTF8.GetByteCount(before) - Encoding.UTF8.GetByteCount(after) - Encoding.UTF8.GetByteCount(ReportAssets.Script) - 200;
        writer.Write(head);
        writer.Write(before);
        new ExamplesSection(view, room).Write(new HtmlPage(writer));
        writer.Write(after);
        writer.Write($"</main><script>{ReportAssets.Script}</script></body></html>\n");
    }

    private static string Head(RunReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlPage(text);
        page.Write($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\" content=\"{ReportAssets.Policy}\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/><meta name=\"referrer\" content=\"no-referrer\"/><title>{report.Run.Manifest}: evaluation report</title><style>");
        page.Raw(ReportAssets.Style);
        page.Write($"</style></head><body>");
        return text.ToString();
    }

    private static string Render(params IReportSection[] sections)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlPage(text);
        foreach (var section in sections)
            section.Write(page);
        return text.ToString();
    }

    private sealed class MainOpening : IReportSection
    {
        public void Write(HtmlPage page) => page.Write($"<main>");
    }
}
