using System.CommandLine;
using EvalHarness.Pipeline.Gates;

namespace EvalHarness.Cli.Commands;

/// <summary><c>accept RUN</c>: makes a run the baseline that gates of its manifest compare with.</summary>
internal static class AcceptCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var run = RunReference.Argument();
        var command = new Command("accept", "Accepts a complete run as the baseline that the gate of its manifest compares with.\n\nExample: evalharness accept 5f0c2d8e9a1b4c67") { run };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var (store, id) = RunReference.Find(app, options, parsed, parsed.GetValue(run)!);
            var folder = await RunReference.FolderAsync(app, options, parsed, parsed.GetValue(run)!, cancellationToken).ConfigureAwait(false);
            if (!await new AcceptedRuns(store.Artifacts, store.Rows).AcceptAsync(folder, cancellationToken).ConfigureAwait(false))
                throw new CommandException("Another run was accepted at the same moment; look at it ('evalharness runs') and accept again if you still want to.");
            await app.Out.WriteLineAsync($"accepted run {id}").ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }
}
