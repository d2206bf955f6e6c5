using System.CommandLine;
using EvalHarness.Cli.Output;

namespace EvalHarness.Cli.Commands;

/// <summary><c>resume RUN</c>: continues a run that was cancelled, killed or left incomplete.</summary>
internal static class ResumeCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var run = RunReference.Argument();
        var command = new Command("resume", "Continues a run: computes what its plan still misses.\n\nExample: evalharness resume 5f0c2d8e9a1b4c67") { run };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var (store, id) = RunReference.Find(app, options, parsed, parsed.GetValue(run)!);
            using var progress = new ConsoleProgress(app, options.Quiet(parsed));
            var outcome = await options.Service(store, progress.Message).ResumeAsync(id, progress, cancellationToken).ConfigureAwait(false);
            progress.Finish();
            return OutcomePrinter.Print(app, outcome, options.Json(parsed));
        }, cancellationToken));
        return command;
    }
}
