using System.Text.Encodings.Web;
using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>What makes it trustworthy, folded.</summary>
internal sealed class ProvenanceSection(ReportView view) : IReportSection
{
    private const int LongestManifest = 400_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(HtmlPage page)
    {
        page.Write($"<section id=\"trust\"><h2>What it rests on</h2>");
        Warnings(page);
        Outcomes(page);
        Models(page);
        Datasets(page);
        Metrics(page);
        Run(page);
        Manifest(page);
        page.Write($"</section>");
    }

    private void Warnings(HtmlPage page)
    {
        page.Write($"<details><summary>Warnings: {NumberText.Count(view.Report.Warnings.Count)}</summary>");
        if (view.Report.Warnings.Count == 0) page.Write($"<p>There are none.</p>");
        page.Write($"<ul class=\"plain\">");
        foreach (var warning in view.Report.Warnings)
            page.Write($"<li><span class=\"code\">{warning.Code}</span><span>{warning.Message}{Markup.When(warning.Comparison is not null, part => part.Write($" <small>{warning.Comparison}{(warning.System is null ? "" : $", {warning.System}")}</small>"))}</span></li>");
        page.Write($"</ul></details>");
    }

    private void Outcomes(HtmlPage page)
    {
        page.Write($"<details><summary>How predictions ended</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Comparison</th><th scope=\"col\">Point</th><th scope=\"col\">System</th><th scope=\"col\" class=\"num\">Answered</th><th scope=\"col\" class=\"num\">Unparsable</th><th scope=\"col\" class=\"num\">Refused</th><th scope=\"col\" class=\"num\">Truncated</th><th scope=\"col\" class=\"num\">Failed by input</th><th scope=\"col\" class=\"num\">Failed by environment</th><th scope=\"col\" class=\"num\">Shortened</th><th scope=\"col\" class=\"num\">Tied</th></tr></thead><tbody>");
        foreach (var row in view.Report.Measurements.DistinctBy(row => (row.Comparison, row.System, row.Variant.ToJsonString())))
        {
            var outcomes = row.Outcomes;
            page.Write($"<tr><td>{row.Comparison}</td><td class=\"whole\">{VariantText.Of(row.Variant)}</td><td>{row.System}</td>");
            foreach (var count in (int[])[outcomes.Answered, outcomes.Unparsable, outcomes.Refused, outcomes.Truncated, outcomes.FailedInput, outcomes.FailedEnvironment, outcomes.Shortened, outcomes.Tied])
                page.Write($"<td class=\"num{(count == 0 ? " zero" : "")}\">{NumberText.Count(count)}</td>");
            page.Write($"</tr>");
        }
        page.Write($"</tbody></table></div><p class=\"muted\">Unparsable, refused and failed by input count as the metric's worst value; failed by environment is missing and tried again. Shortened and tied are counted besides.</p></details>");
    }

    private void Models(HtmlPage page)
    {
        page.Write($"<details><summary>Models: {NumberText.Count(view.Report.Models.Count)}</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Model</th><th scope=\"col\">Provider</th><th scope=\"col\">Ran on</th><th scope=\"col\">Precision</th><th scope=\"col\">Runtime</th><th scope=\"col\">Digest</th></tr></thead><tbody>");
        foreach (var model in view.Report.Models)
            page.Write($"<tr><th scope=\"row\">{model.Name}</th><td>{model.Provider}</td><td>{model.ExecutionProvider}</td><td>{model.Precision}</td><td>{model.Runtime}</td><td><code>{model.Digest}</code></td></tr>");
        page.Write($"</tbody></table></div></details>");
    }

    private void Datasets(HtmlPage page)
    {
        page.Write($"<details><summary>Data: {NumberText.Count(view.Report.Datasets.Count)}</summary><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Suite</th><th scope=\"col\">Split</th><th scope=\"col\" class=\"num\">Examples</th><th scope=\"col\" class=\"num\">Clusters</th><th scope=\"col\">Demonstrations from</th><th scope=\"col\" class=\"num\">Pool</th><th scope=\"col\">Digest</th></tr></thead><tbody>");
        foreach (var data in view.Report.Datasets)
            page.Write($"<tr><th scope=\"row\">{data.Suite}</th><td>{data.Split}</td><td class=\"num\">{NumberText.Count(data.Examples)}</td><td class=\"num\">{NumberText.Count(data.Clusters)}</td><td>{data.Pool}</td><td class=\"num\">{(data.PoolSize is { } size ? NumberText.Count(size) : "")}</td><td><code>{data.Digest}</code></td></tr>");
        page.Write($"</tbody></table></div></details>");
    }

    private void Metrics(HtmlPage page)
    {
        page.Write($"<details><summary>Metrics: {NumberText.Count(view.Report.Metrics.Count)}</summary><div class=\"cards\">");
        foreach (var metric in view.Report.Metrics)
        {
            page.Write($"<article><h4>{metric.Name} <small>revision {metric.Revision}</small></h4><p>{metric.Description}</p><dl><dt>Equals</dt><dd>{metric.Scorer}</dd><dt>Tested</dt><dd>{metric.Primary}</dd>");
            if (metric.Options.Count > 0)
                page.Write($"<dt>Options</dt><dd>{string.Join(", ", metric.Options.Select(option => $"{option.Key} {option.Value}"))}</dd>");
            page.Write($"<dt>Figures</dt><dd>{string.Join("; ", metric.Figures.Select(Describe))}</dd></dl></article>");
        }
        page.Write($"</div></details>");
    }

    private void Run(HtmlPage page)
    {
        var (run, environment) = (view.Report.Run, view.Report.Run.Environment);
        page.Write($"<details><summary>Run and environment</summary><dl><dt>Run</dt><dd><code>{run.Id}</code></dd><dt>Status</dt><dd>{run.Status.ToString().ToLowerInvariant()}</dd><dt>Manifest digest</dt><dd><code>{run.ManifestDigest}</code></dd><dt>EvalHarness</dt><dd>{environment.Version}, {environment.Engine} engine</dd><dt>System</dt><dd>{environment.Os}, {NumberText.Count(environment.Processors, "processor", "processors")}</dd><dt>Runtime</dt><dd>{environment.Runtime}</dd><dt>Form of report.json</dt><dd>{view.Report.Schema}</dd></dl></details>");
    }

    private void Manifest(HtmlPage page)
    {
        var text = view.Manifest.ToJsonString(Indented);
        page.Write($"<details><summary>The manifest</summary><pre class=\"text\">{(text.Length <= LongestManifest ? text : text[..LongestManifest])}</pre>{Markup.When(text.Length > LongestManifest, part => part.Write($"<p class=\"muted\">{NumberText.Count(text.Length - LongestManifest)} further characters stand in manifest.json.</p>"))}</details>");
    }

    private static string Describe(FigureCard figure) =>
        $"{figure.Name} ({figure.Aggregation.ToString().ToLowerInvariant()}, {NumberText.Significant(figure.Low, 3)} to {(figure.High is { } high ? NumberText.Significant(high, 3) : "no limit")}, {(figure.Direction == FigureDirection.Higher ? "higher" : "lower")} is better)";
}
