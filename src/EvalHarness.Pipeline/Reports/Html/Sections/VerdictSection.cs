using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>Is it better? One sentence for each confirmatory contrast, and the gate's verdict.</summary>
internal sealed class VerdictSection(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        page.Write($"<section id=\"better\"><h2>Is it better?</h2>");
        Tally(page);
        new GateNote(view).Write(page);
        foreach (var comparison in view.Comparisons)
            Comparison(page, comparison);
        page.Write($"</section>");
    }

    /// <summary>The verdict in its shape and word.</summary>
    public static void WriteWord(HtmlPage page, VerdictSentence sentence) =>
        page.Write($"<span class=\"word {sentence.Kind}\"><span aria-hidden=\"true\">{sentence.Shape}</span> {sentence.Word}</span>");

    private void Tally(HtmlPage page)
    {
        var confirmatory = view.Report.Contrasts.Where(contrast => !contrast.Exploratory).ToList();
        var words = confirmatory.GroupBy(contrast => view.SentenceOf(contrast).Word).OrderBy(group => Array.IndexOf(["better", "worse", "equivalent", "inconclusive"], group.Key) is var order and >= 0 ? order : 9)
            .Select(group => $"{group.Count()} {group.Key}");
        page.Write($"<p class=\"lead\">");
        if (confirmatory.Count > 0)
            page.Write($"Of {NumberText.Count(confirmatory.Count, "confirmatory contrast", "confirmatory contrasts")}: {string.Join(", ", words)}. ");
        else
            page.Write($"This run has no confirmatory contrast, so it has no verdict. ");
        page.Write($"<span class=\"muted\">Confirmatory are methods against baselines on primary figures at the primary point; p-values are adjusted for their number (Holm), intervals are not. Everything else is exploratory.</span></p>");
    }

    private void Comparison(HtmlPage page, ComparisonView comparison)
    {
        var contrasts = view.Report.Contrasts.Where(contrast => contrast.Comparison == comparison.Name && !contrast.Exploratory).ToList();
        page.Write($"<article class=\"comparison\"><h3>{comparison.Name} <small>{comparison.Where}{(comparison.Primary.Count == 0 ? "" : $", {VariantText.Of(comparison.Primary)}")}</small></h3>");
        WarningNotes.Write(page, view.WarningsOf(comparison.Name, null));
        if (contrasts.Count == 0)
            page.Write($"<p class=\"muted\">No confirmatory contrast: see the exploratory ones below.</p>");
        page.Write($"<ul class=\"verdicts\">");
        foreach (var contrast in contrasts)
            Sentence(page, contrast);
        foreach (var system in comparison.Systems.Where(system => contrasts.All(contrast => contrast.Method != system.Name && contrast.Baseline != system.Name)))
            foreach (var warning in view.WarningsOf(comparison.Name, system.Name).Where(warning => warning.Code == "not-run"))
                page.Write($"<li><span class=\"word none\"><span aria-hidden=\"true\">\u2205</span> not run</span><p><strong>{system.Name}</strong>: {warning.Message}</p></li>");
        page.Write($"</ul></article>");
    }

    private void Sentence(HtmlPage page, Contrast contrast)
    {
        var sentence = view.SentenceOf(contrast);
        page.Write($"<li>");
        WriteWord(page, sentence);
        page.Write($"<div><p><strong>{sentence.Headline}</strong> {sentence.Rest} <span class=\"figure-name\">{contrast.Figure}</span></p>");
        if (contrast.NMissing > 0)
            WarningNotes.Write(page, $"{NumberText.Count(contrast.NMissing, "pair is", "pairs are")} missing on one side or both; the sentence holds for the others.");
        WarningNotes.Write(page, ((string[])[contrast.Method, contrast.Baseline]).SelectMany(system => view.WarningsOf(contrast.Comparison, system)).Where(warning => warning.Code != "not-run"));
        page.Write($"</div></li>");
    }
}
