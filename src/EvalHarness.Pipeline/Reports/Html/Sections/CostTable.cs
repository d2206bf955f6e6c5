using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Plots;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>What each system would spend alone, and what a point over the cheapest baseline costs.</summary>
internal sealed class CostTable(ReportView view) : IReportSection
{
    public void Write(HtmlPage page)
    {
        var priced = view.Report.Measurements.Any(row => row.Cost.Price is not null);
        page.Write($"<h3>What it costs <small>alone, whatever was shared or reused</small></h3><div class=\"scroll\"><table class=\"costs\"><thead><tr><th scope=\"col\">System</th><th scope=\"col\" class=\"num\">Time in models</th><th scope=\"col\" class=\"num\">on a GPU</th><th scope=\"col\" class=\"num\">Prompt tokens</th><th scope=\"col\" class=\"num\">Completion tokens</th><th scope=\"col\" class=\"num\">Model calls</th>{Markup.When(priced, part => part.Write($"<th scope=\"col\" class=\"num\">Price{(view.Currency is null ? "" : $", {view.Currency}")}</th>"))}<th scope=\"col\" class=\"num\">Per point gained</th></tr></thead>");
        foreach (var comparison in view.Comparisons)
            Comparison(page, comparison, priced);
        page.Write($"</table></div>");
        var executed = view.Report.Run.Executed;
        page.Write($"<p class=\"muted\">This run itself computed {NumberText.Count(executed.Shards, "shard", "shards")} ({NumberText.Count(executed.Units, "unit", "units")}) and reused {NumberText.Count(executed.ShardsReused)} ({NumberText.Count(executed.UnitsReused)}): {NumberText.Count(executed.ModelCalls, "model call", "model calls")}, {NumberText.Short(executed.PromptTokens)} prompt and {NumberText.Short(executed.CompletionTokens)} completion tokens, {NumberText.Duration(executed.ModelSeconds)} in models{(executed.Price is { } price ? $", {NumberText.Significant(price, 3)}{(view.Currency is null ? "" : NumberText.Space + view.Currency)}" : "")}.</p>");
    }

    private void Comparison(HtmlPage page, ComparisonView comparison, bool priced)
    {
        var figure = comparison.Figures[0];
        var rows = SystemMarks.Numbered(comparison.Systems).Select(entry => (entry.System, entry.Number, Row: view.Find(comparison.Name, entry.System.Name, figure, comparison.Primary)))
            .Where(entry => entry.Row is { N: > 0 }).ToList();
        if (rows.Count == 0) return;
        var cheapest = rows.Where(entry => entry.System.Role == SystemRole.Baseline).OrderBy(entry => entry.Row!.Cost.Seconds).ThenBy(entry => entry.Row!.Cost.ModelCalls).FirstOrDefault();
        page.Write($"<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{(priced ? 8 : 7)}\">{comparison.Name}{Markup.When(cheapest.Row is not null, part => part.Write($"<small>cheapest baseline: {cheapest.System.Name}</small>"))}</th></tr>");
        foreach (var (system, number, row) in rows)
        {
            var cost = row!.Cost;
            page.Write($"<tr><th scope=\"row\">");
            SystemMarks.WriteNamed(page, system, number);
            page.Write($"</th><td class=\"num\">{NumberText.Duration(cost.Seconds)}</td><td class=\"num\">{(cost.GpuSeconds > 0 ? NumberText.Duration(cost.GpuSeconds) : NumberText.None)}</td><td class=\"num\">{NumberText.Short(cost.PromptTokens)}</td><td class=\"num\">{NumberText.Short(cost.CompletionTokens)}</td><td class=\"num\">{NumberText.Short(cost.ModelCalls)}</td>{Markup.When(priced, part => part.Write($"<td class=\"num\">{(cost.Price is { } price ? NumberText.Significant(price, 3) : NumberText.None)}</td>"))}<td class=\"num\">{PerPoint(row, cheapest.Row, figure)}</td></tr>");
        }
        page.Write($"</tbody>");
    }

    private string PerPoint(Measurement row, Measurement? cheapest, string figure)
    {
        var format = view.FormatOf(figure);
        if (cheapest is null || row.Role == SystemRole.Control || ReferenceEquals(row, cheapest) || row.Value is not { } value || cheapest.Value is not { } least) return NumberText.None;
        var gained = format.Scaled(format.HigherIsBetter ? value - least : least - value);
        if (gained <= 0) return "no gain";
        var gpu = row.Cost.GpuSeconds > 0 || cheapest.Cost.GpuSeconds > 0;
        var spent = gpu ? row.Cost.GpuSeconds - cheapest.Cost.GpuSeconds : row.Cost.Seconds - cheapest.Cost.Seconds;
        return spent <= 0 ? "costs less" : $"{NumberText.Significant(spent / gained, 2)}{NumberText.Space}{(gpu ? "GPU-s" : "s")}";
    }
}
