using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Reports.Html;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Publishing;

/// <summary>Writes what a run found: files to its folder, rows to the store.</summary>
public sealed class ReportPublisher(IArtifactStore artifacts, IReportStore rows)
{
    /// <summary>Publishes a run.</summary>
    public async Task PublishAsync(RunDefinition definition, RunPlan plan, AggregatedRun run, RunFolder folder, CancellationToken cancellationToken)
    {
        var texts = new RequestTexts(artifacts);
        if (plan.Requests == "full")
            await texts.PublishAsync(plan, run.Evidence, Path.Combine(folder.FullPath, "requests"), cancellationToken).ConfigureAwait(false);
        await folder.WriteAsync(run.Report, definition.Manifest, cancellationToken).ConfigureAwait(false);
        var examples = await new ExampleSample(folder).ChooseAsync(
            definition, digests => texts.FindAsync(plan, run.Evidence, digests, cancellationToken), cancellationToken).ConfigureAwait(false);
        await RunFolder.ReplaceAsync(folder.ReportHtmlPath, writer => Html(writer, run, definition, examples)).ConfigureAwait(false);
        await rows.PutReportAsync(run.Report, cancellationToken).ConfigureAwait(false);
    }

    private static Task Html(TextWriter writer, AggregatedRun run, RunDefinition definition, IReadOnlyList<ReportExample> examples)
    {
        HtmlReport.Write(writer, run.Report, definition.Manifest.Source, examples);
        return Task.CompletedTask;
    }
}
