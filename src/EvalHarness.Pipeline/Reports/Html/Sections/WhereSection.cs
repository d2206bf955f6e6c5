using System.Text.Json.Nodes;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Plots;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>Where does it win and lose? Breakdowns as small multiples on a common axis, sweeps as curves.</summary>
internal sealed class WhereSection(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        page.Write($"<section id=\"where\"><h2>Where does it win and lose?</h2>");
        var swept = view.Comparisons.Where(comparison => comparison.Points.Count > 1).ToList();
        if (view.Report.Breakdowns.Count == 0 && swept.Count == 0)
            page.Write($"<p class=\"muted\">No suite of this run has groups, and nothing was swept.</p>");
        else
            page.Write($"<p class=\"muted\">Exploratory: nothing here is adjusted for how often one looks.</p>");
        foreach (var comparison in view.Comparisons)
            foreach (var figure in view.Report.Breakdowns.Where(row => row.Comparison == comparison.Name).GroupBy(row => row.Figure))
                Breakdowns(page, comparison, figure.Key, [.. figure]);
        foreach (var comparison in swept)
            foreach (var figure in comparison.Figures)
                Sweep(page, comparison, figure);
        page.Write($"</section>");
    }

    private void Breakdowns(HtmlPage page, ComparisonView comparison, string figure, IReadOnlyList<Breakdown> rows)
    {
        var format = view.FormatOf(figure);
        // One axis for all panels of a figure, over all comparisons.
        var axis = PlotAxis.Of(view.Report.Breakdowns.Where(row => row.Figure == figure).SelectMany(row => (double?[])[row.Value, row.CiLow, row.CiHigh]));
        var systems = SystemMarks.Numbered(comparison.Systems).Where(entry => entry.System.Role != SystemRole.Control && rows.Any(row => row.System == entry.System.Name)).ToList();
        page.Write($"<h3>{comparison.Name} <small>{comparison.Where}: {figure}{(format.Unit.Length == 0 ? "" : $", {format.Unit}")}</small></h3>");
        Legend(page, systems);
        page.Write($"<div class=\"panels\">");
        foreach (var by in rows.GroupBy(row => row.By))
        {
            page.Write($"<table class=\"dots\"><caption>{by.Key}</caption><tbody>");
            foreach (var group in by.GroupBy(row => row.Group))
            {
                page.Write($"<tr><th scope=\"row\" class=\"label\">{group.Key}<small>n {NumberText.Count(group.Max(row => row.N))}</small></th><td class=\"graph\">");
                DotRow.Write(page, $"{by.Key}: {group.Key}", [.. systems.Select(entry => (entry.System, entry.Number, group.FirstOrDefault(row => row.System == entry.System.Name)))], axis, format);
                page.Write($"</td></tr>");
            }
            page.Write($"</tbody><tfoot><tr><td class=\"label\"></td><td class=\"graph\">");
            AxisRow.Write(page, axis, format, figure);
            page.Write($"</td></tr></tfoot></table>");
        }
        page.Write($"</div>");
        Numbers(page, rows, format);
    }

    private static void Numbers(HtmlPage page, IReadOnlyList<Breakdown> rows, FigureFormat format)
    {
        page.Write($"<details><summary>These numbers as a table</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">By</th><th scope=\"col\">Group</th><th scope=\"col\">System</th><th scope=\"col\" class=\"num\">Value</th><th scope=\"col\" class=\"num\">95 % interval</th><th scope=\"col\" class=\"num\">n</th><th scope=\"col\" class=\"num\">Clusters</th><th scope=\"col\">Remark</th></tr></thead><tbody>");
        foreach (var row in rows)
            page.Write($"<tr><td>{row.By}</td><td>{row.Group}</td><td>{row.System}</td><td class=\"num\">{format.ValueWithUnit(row.Value)}</td><td class=\"num\">{format.Interval(row.CiLow, row.CiHigh)}</td><td class=\"num\">{NumberText.Count(row.N)}</td><td class=\"num\">{NumberText.Count(row.Clusters)}</td><td>{row.Reason}</td></tr>");
        page.Write($"</tbody></table></div></details>");
    }

    private static void Legend(HtmlPage page, IReadOnlyList<(SystemView System, int Number)> systems)
    {
        page.Write($"<ul class=\"legend\">");
        foreach (var (system, number) in systems)
        {
            page.Write($"<li>");
            SystemMarks.WriteNamed(page, system, number);
            page.Write($"</li>");
        }
        page.Write($"</ul>");
    }

    private void Sweep(HtmlPage page, ComparisonView comparison, string figure)
    {
        var format = view.FormatOf(figure);
        var axes = comparison.Points.SelectMany(point => point.Select(axis => axis.Key)).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Values: comparison.Points.Select(point => point[name]).DistinctBy(value => value?.ToJsonString()).ToList()))
            .OrderByDescending(axis => axis.Values.Count).ToList();
        if (axes.Count == 0) return;
        var (along, values) = axes[0];
        // Controls may be far off; what is compared sets the scale.
        var scale = comparison.Systems.Where(system => system.Role != SystemRole.Control).DefaultIfEmpty(comparison.Systems[0]).ToList();
        var rows = comparison.Points.SelectMany(point => scale.Select(system => view.Find(comparison.Name, system.Name, figure, point))).OfType<Measurement>();
        var plot = new SweepPlot(format, values, PlotAxis.Of(rows.SelectMany(row => (double?[])[row.Value, row.CiLow, row.CiHigh])));
        page.Write($"<h3>{comparison.Name} over {along} <small>{comparison.Where}: {figure}{(format.Unit.Length == 0 ? "" : $", {format.Unit}")}</small></h3><div class=\"panels sweeps\">");
        foreach (var rest in comparison.Points.Select(point => Without(point, along)).DistinctBy(point => point.ToJsonString()))
        {
            var curves = SystemMarks.Numbered(comparison.Systems).Select(entry => (entry.System, entry.Number,
                (IReadOnlyList<Measurement?>)[.. values.Select(value => view.Find(comparison.Name, entry.System.Name, figure, With(rest, along, value)))])).ToList();
            page.Write($"<figure>{Markup.When(rest.Count > 0, part => part.Write($"<figcaption>{VariantText.Of(rest)}</figcaption>"))}");
            plot.Write(page, along, $"{comparison.Name}: {figure} over {along}{(rest.Count == 0 ? "" : $", {VariantText.Of(rest)}")}", curves);
            page.Write($"</figure>");
        }
        page.Write($"</div>");
    }

    private static JsonObject Without(JsonObject point, string axis)
    {
        var rest = (JsonObject)point.DeepClone();
        rest.Remove(axis);
        return rest;
    }

    private static JsonObject With(JsonObject point, string axis, JsonNode? value)
    {
        var whole = (JsonObject)point.DeepClone();
        whole[axis] = value?.DeepClone();
        return whole;
    }
}
