using System.CommandLine;
using EvalHarness.Cli.Output;

namespace EvalHarness.Cli.Commands;

/// <summary><c>run MANIFEST</c>: the main job.</summary>
internal static class RunCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "The manifest to run." };
        var command = new Command("run", "Runs a manifest: computes what is missing, compares, reports.\n\nExample: evalharness run benchmarks-data/manifests/quickstart.json --limit 50") { manifest };
        var options = new RunOptionSet(app).AddTo(command, starts: true);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var path = parsed.GetValue(manifest)!;
            var store = options.Store(parsed, path);
            using var progress = new ConsoleProgress(app, options.Quiet(parsed));
            var read = await options.ReadAsync(parsed, path, cancellationToken).ConfigureAwait(false);
            var outcome = await options.Service(store, progress.Message).StartAsync(read, options.Options(parsed), progress, cancellationToken).ConfigureAwait(false);
            progress.Finish();
            return OutcomePrinter.Print(app, outcome, options.Json(parsed));
        }, cancellationToken));
        return command;
    }
}
