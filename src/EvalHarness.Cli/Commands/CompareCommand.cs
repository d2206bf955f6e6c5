using System.CommandLine;
using System.Globalization;
using EvalHarness.Pipeline.Gates;

namespace EvalHarness.Cli.Commands;

/// <summary><c>compare RUN RUN</c>: two runs' systems on the same examples.</summary>
internal static class CompareCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var first = RunReference.Argument("RUN");
        var second = RunReference.Argument("OTHER");
        var command = new Command("compare", "Compares the systems of two runs that bear the same names, paired on the same examples: first minus other.\n\nExample: evalharness compare runs/tonight runs/yesterday") { first, second };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var a = await RunReference.FolderAsync(app, options, parsed, parsed.GetValue(first)!, cancellationToken).ConfigureAwait(false);
            var b = await RunReference.FolderAsync(app, options, parsed, parsed.GetValue(second)!, cancellationToken).ConfigureAwait(false);
            var pairs = await RunComparison.CompareAsync(a, b, cancellationToken).ConfigureAwait(false);
            if (options.Json(parsed))
                await app.Out.WriteLineAsync(RunComparison.ToJson(pairs)).ConfigureAwait(false);
            else
                foreach (var pair in pairs)
                    await app.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"{pair.Comparison}/{pair.Method} {pair.Figure}: {pair.Difference:+0.0000;-0.0000;0.0000} ({pair.CiLow:+0.0000;-0.0000;0.0000} to {pair.CiHigh:+0.0000;-0.0000;0.0000}, {pair.Interval}), p = {pair.PValue:0.0000} ({pair.Test}), n = {pair.N}, {pair.NMissing} missing")).ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }
}
