using System.CommandLine;
using System.Text.Json;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Cli.Commands;

/// <summary><c>runs</c>: lists the runs of a store.</summary>
internal static class RunsCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var manifest = new Option<string?>("--manifest") { Description = "Only runs of the manifest of that name.", HelpName = "NAME" };
        var command = new Command("runs", "Lists the runs of a store, newest first.\n\nExample: evalharness runs --store-dir benchmarks-data/manifests/.evalharness") { manifest };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var runs = await options.Store(parsed, null).Rows.ListRunsAsync(parsed.GetValue(manifest), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (options.Json(parsed))
                await app.Out.WriteLineAsync(JsonSerializer.Serialize(runs, ReportStoreJson.Default.ListRunRow)).ConfigureAwait(false);
            else
                foreach (var run in runs)
                    await app.Out.WriteLineAsync($"{run.Id}  {run.Started:yyyy-MM-dd HH:mm}  {run.Status,-10} {run.Seconds,8:0.0} s  {run.Manifest}{(run.Verdict is null ? "" : $"  gate: {run.Verdict}")}").ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }
}
