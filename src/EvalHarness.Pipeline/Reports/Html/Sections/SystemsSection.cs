using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Plots;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>How good is each system? Systems down, suites across; costs; every figure, folded.</summary>
internal sealed class SystemsSection(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        page.Write($"<section id=\"systems\"><h2>How good is each system?</h2>");
        var measured = view.Comparisons.Where(comparison => comparison.Systems.Count > 0).ToList();
        if (measured.Count == 0)
        {
            page.Write($"<p class=\"muted\">Nothing was measured.</p></section>");
            return;
        }
        var notes = new PublishedNotes();
        // Comparisons of one method stand side by side; another method has other baselines and a table of its own.
        page.Write($"<div class=\"blocks\">");
        foreach (var block in measured.GroupBy(comparison => comparison.Systems[0].Name))
            Table(page, [.. block], notes);
        page.Write($"</div>");
        notes.Write(page, view);
        new CostTable(view).Write(page);
        new MeasurementList(view).Write(page);
        page.Write($"</section>");
    }

    private void Table(HtmlPage page, IReadOnlyList<ComparisonView> comparisons, PublishedNotes notes)
    {
        var columns = comparisons.SelectMany(comparison => comparison.Figures.Select(figure => (Comparison: comparison, Figure: figure))).ToList();
        var systems = comparisons.SelectMany(comparison => comparison.Systems).DistinctBy(system => system.Name).OrderBy(system => system.Role).ToList();
        var axes = columns.ToDictionary(column => (column.Comparison.Name, column.Figure), column => AxisOf(column.Comparison, column.Figure));
        page.Write($"<div class=\"scroll\"><table class=\"results\"><thead><tr><th scope=\"col\">System</th>");
        foreach (var (comparison, figure) in columns)
            page.Write($"<th scope=\"col\">{comparison.Name}<small>{comparison.Where}{(comparison.Primary.Count == 0 ? "" : $", {VariantText.Of(comparison.Primary)}")}</small><small>{figure}{(view.FormatOf(figure).Unit.Length == 0 ? "" : $", {view.FormatOf(figure).Unit}")}{(view.FormatOf(figure).HigherIsBetter ? "" : ", lower is better")}</small></th>");
        page.Write($"</tr></thead><tbody>");
        foreach (var (system, number) in SystemMarks.Numbered(systems))
        {
            page.Write($"<tr class=\"{SystemMarks.ClassOf(system.Role)}\"><th scope=\"row\">");
            SystemMarks.WriteNamed(page, system, number);
            page.Write($"<small>{SystemMarks.WordOf(system.Role)}</small></th>");
            foreach (var (comparison, figure) in columns)
                Cell(page, comparison, system, number, figure, axes[(comparison.Name, figure)], notes);
            page.Write($"</tr>");
        }
        page.Write($"</tbody></table></div>");
    }

    /// <summary>The axis of a column: what is compared sets it, controls may fall outside.</summary>
    private PlotAxis AxisOf(ComparisonView comparison, string figure)
    {
        var rows = comparison.Systems.Select(system => view.Find(comparison.Name, system.Name, figure, comparison.Primary)).OfType<Measurement>().ToList();
        var scale = rows.Where(row => row.Role != SystemRole.Control).DefaultIfEmpty(rows.FirstOrDefault()).OfType<Measurement>();
        return PlotAxis.Of(scale.SelectMany(row => (double?[])[row.Value, row.CiLow, row.CiHigh]));
    }

    private static void Strip(HtmlPage page, Measurement row, SystemView system, int number, PlotAxis axis)
    {
        if (row.Value is not { } value || !axis.Shows(value)) return;
        page.Write($"<svg class=\"plot strip\" height=\"12\" aria-hidden=\"true\"><line class=\"rail\" x1=\"{axis.Percent(axis.Low)}\" x2=\"{axis.Percent(axis.High)}\" y1=\"6\" y2=\"6\"/>");
        if (row is { CiLow: { } low, CiHigh: { } high })
            page.Write($"<line class=\"whisker {SystemMarks.ClassOf(system.Role)}\" x1=\"{axis.Percent(low)}\" x2=\"{axis.Percent(high)}\" y1=\"6\" y2=\"6\"/>");
        SystemMarks.Write(page, system, number, axis.Percent(value), 6);
        page.Write($"</svg>");
    }

    private void Cell(HtmlPage page, ComparisonView comparison, SystemView system, int number, string figure, PlotAxis axis, PublishedNotes notes)
    {
        if (view.Find(comparison.Name, system.Name, figure, comparison.Primary) is not { } row)
        {
            var notRun = view.WarningsOf(comparison.Name, system.Name).FirstOrDefault(warning => warning.Code == "not-run");
            page.Write($"<td class=\"absent\">{(notRun is null ? NumberText.None : "not run")}{Markup.When(notRun is not null, part => part.Write($"<small>{notRun!.Message}</small>"))}</td>");
            return;
        }
        var format = view.FormatOf(figure);
        if (row.Value is null && row.N == 0)
        {
            page.Write($"<td class=\"absent\">not run<small>{row.Reason}</small></td>");
            return;
        }
        page.Write($"<td><span class=\"value\">{format.Value(row.Value)}</span>{Markup.When(row.CiLow is not null, part => part.Write($" <span class=\"ci\">{format.Interval(row.CiLow, row.CiHigh)}</span>"))}");
        Strip(page, row, system, number, axis);
        page.Write($"<small>n {NumberText.Count(row.N)}{(row.Clusters == row.N ? "" : $" in {NumberText.Count(row.Clusters, "cluster", "clusters")}")}, <span class=\"{(row.Coverage < 1 ? "alert" : "coverage")}\">coverage {NumberText.Share(row.Coverage)}</span></small>");
        if (row.SeedDeviation is { } deviation)
            page.Write($"<small>\u00b1 {NumberText.Significant(format.Scaled(deviation), 2)} over {view.Seeds} seeds</small>");
        if (row.Value is null && row.Reason is not null)
            page.Write($"<small>{row.Reason}</small>");
        if (row.Published is { } published)
            page.Write($"<small class=\"published\">published {PublishedNotes.ValueOf(published, format)}<sup><a href=\"#published-{notes.Add(row)}\">{notes.Count}</a></sup>{(published.Comparable ? "" : ", not comparable")}</small>");
        WarningNotes.Write(page, view.WarningsOf(comparison.Name, system.Name).Where(warning => warning.Code != "not-run" || row.Value is not null));
        page.Write($"</td>");
    }
}
