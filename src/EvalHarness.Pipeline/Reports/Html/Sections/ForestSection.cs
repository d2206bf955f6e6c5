using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Plots;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>By how much, everywhere? One forest plot a figure, all its rows on one axis.</summary>
internal sealed class ForestSection(ReportView view) : IReportSection
{
    private const int MostRowsUnfolded = 16;

    public void Write(HtmlPage page)
    {
        page.Write($"<section id=\"how-much\"><h2>By how much, everywhere?</h2>");
        var figures = view.Report.Contrasts.GroupBy(contrast => contrast.Figure).ToList();
        if (figures.Count == 0)
            page.Write($"<p class=\"muted\">There is nothing to compare.</p>");
        else
            page.Write($"<p class=\"muted\">Point: method minus baseline. Line: its 95 % interval. Grey band: differences this run could not have detected with power 0.8 at the adjusted level. Filled: confirmatory. Hollow: exploratory, without a verdict.</p>");
        var shown = figures.Where(figure => figure.Any(contrast => !contrast.Exploratory)).ToList();
        if (shown.Count == 0) shown = [.. figures.Take(1)];
        foreach (var figure in shown)
            Figure(page, figure.Key, [.. figure]);
        if (figures.Count > shown.Count)
        {
            page.Write($"<details><summary>{NumberText.Count(figures.Count - shown.Count, "secondary figure", "secondary figures")}, exploratory</summary>");
            foreach (var figure in figures.Except(shown))
                Figure(page, figure.Key, [.. figure]);
            page.Write($"</details>");
        }
        page.Write($"</section>");
    }

    private void Figure(HtmlPage page, string figure, IReadOnlyList<Contrast> contrasts)
    {
        var format = view.FormatOf(figure);
        // Contrasts with controls are off the scale of what is claimed; those beyond the axis have an arrow at its edge.
        var scale = contrasts.Any(contrast => !view.AgainstControl(contrast)) ? contrasts.Where(contrast => !view.AgainstControl(contrast)) : contrasts;
        var axis = PlotAxis.Of(scale.SelectMany(contrast => (double?[])[contrast.Difference, contrast.CiLow, contrast.CiHigh, ForestRow.EffectOf(contrast), -ForestRow.EffectOf(contrast)]), 0);
        var confirmatory = contrasts.Where(contrast => !contrast.Exploratory).ToList();
        var exploratory = contrasts.Where(contrast => contrast.Exploratory).ToList();
        if (contrasts.Count <= MostRowsUnfolded || confirmatory.Count == 0)
        {
            Table(page, figure, format, axis, [.. confirmatory, .. exploratory]);
            return;
        }
        Table(page, figure, format, axis, confirmatory);
        page.Write($"<details><summary>{NumberText.Count(exploratory.Count, "exploratory contrast", "exploratory contrasts")} of {figure}, on the same axis</summary>");
        Table(page, figure, format, axis, exploratory);
        page.Write($"</details>");
    }

    private void Table(HtmlPage page, string figure, FigureFormat format, PlotAxis axis, IReadOnlyList<Contrast> contrasts)
    {
        var (left, right) = format.HigherIsBetter ? ("baseline better", "method better") : ("method better", "baseline better");
        page.Write($"<table class=\"forest\"><caption>{figure}<small>difference{(format.IsPercent ? " in points" : "")}, {(format.HigherIsBetter ? "higher" : "lower")} is better</small></caption><thead><tr><th scope=\"col\" class=\"label\">Method \u2212 baseline</th><th scope=\"col\" class=\"graph\"><span class=\"sides\"><span>\u2190 {left}</span><span>{right} \u2192</span></span></th><th scope=\"col\" class=\"num difference\">Difference</th><th scope=\"col\" class=\"num interval\">95 % interval</th><th scope=\"col\" class=\"num p\">p</th><th scope=\"col\" class=\"num n\">n{Markup.When(view.Seeds > 1, part => part.Write($"<small>{view.Seeds} seeds</small>"))}</th><th scope=\"col\" class=\"verdict\">Verdict</th></tr></thead>");
        foreach (var suite in contrasts.GroupBy(contrast => (contrast.Suite, contrast.Split, Why: contrast.Exploratory ? WithoutWord(contrast.Reason ?? "") : null)))
        {
            page.Write($"<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"7\">{suite.Key.Suite}{(suite.Key.Split.Length == 0 ? "" : $", {suite.Key.Split}")}{Markup.When(suite.Key.Why is not null, part => part.Write($"<small>exploratory{(suite.Key.Why!.Length == 0 ? "" : $": {suite.Key.Why}")}</small>"))}</th></tr>");
            foreach (var contrast in suite)
                Row(page, contrast, format, axis);
            page.Write($"</tbody>");
        }
        page.Write($"<tfoot><tr><td class=\"label\"></td><td class=\"graph\">");
        AxisRow.Write(page, axis, format, $"{figure}, difference{(format.IsPercent ? " in points" : "")}");
        page.Write($"</td><td colspan=\"5\" class=\"rest\"></td></tr></tfoot></table>");
    }

    // The heading of the group says "exploratory" already.
    private static string WithoutWord(string reason)
    {
        const string Word = "Exploratory: ";
        return (reason.StartsWith(Word, StringComparison.Ordinal) ? reason[Word.Length..] : reason).TrimEnd('.');
    }

    private void Row(HtmlPage page, Contrast contrast, FigureFormat format, PlotAxis axis)
    {
        var sentence = view.SentenceOf(contrast);
        page.Write($"<tr class=\"{(contrast.Exploratory ? "exploratory" : "confirmatory")}\"><th scope=\"row\" class=\"label\"><span class=\"whole\">{contrast.Method}</span> \u2212 <span class=\"whole\">{contrast.Baseline}</span><small>{contrast.Comparison}{(contrast.Variant.Count == 0 ? "" : $", {VariantText.Of(contrast.Variant)}")}</small></th><td class=\"graph\">");
        ForestRow.Write(page, contrast, axis, sentence);
        page.Write($"</td><td class=\"num difference\">{format.Difference(contrast.Difference)}</td><td class=\"num interval\">{format.DifferenceInterval(contrast.CiLow, contrast.CiHigh)}</td><td class=\"num p\" title=\"{(contrast.PAdjusted is null ? "not adjusted" : "after Holm")}\">{((contrast.PAdjusted ?? contrast.PValue) is { } p ? NumberText.PCell(p) : NumberText.None)}</td><td class=\"num n\">{NumberText.Count(contrast.N)}{Markup.When(contrast.Clusters != contrast.N, part => part.Write($"<small>{NumberText.Count(contrast.Clusters, "cluster", "clusters")}</small>"))}{Markup.When(contrast.NMissing > 0, part => part.Write($"<small class=\"alert\">{NumberText.Count(contrast.NMissing)} missing</small>"))}</td><td class=\"verdict\">");
        VerdictSection.WriteWord(page, sentence);
        page.Write($"{Markup.When(contrast.Verdict is null && contrast.Reason is not null && !contrast.Exploratory, part => part.Write($"<small>{contrast.Reason!.TrimEnd('.')}</small>"))}</td></tr>");
    }
}
