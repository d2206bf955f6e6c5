using System.CommandLine;
using EvalHarness.Cli.Output;

namespace EvalHarness.Cli.Commands;

/// <summary><c>rescore RUN</c>: decides, scores and reports again from stored evidence.</summary>
internal static class RescoreCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var run = RunReference.Argument();
        var command = new Command("rescore", "Decides, scores and reports a run again from its stored evidence; calls no model.\n\nExample: evalharness rescore 5f0c2d8e9a1b4c67") { run };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var (store, id) = RunReference.Find(app, options, parsed, parsed.GetValue(run)!);
            var outcome = await options.Service(store, app.Error.WriteLine).RescoreAsync(id, cancellationToken).ConfigureAwait(false);
            return OutcomePrinter.Print(app, outcome, options.Json(parsed));
        }, cancellationToken));
        return command;
    }
}
