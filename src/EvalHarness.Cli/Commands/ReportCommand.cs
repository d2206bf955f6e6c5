using System.CommandLine;
using EvalHarness.Cli.Output;
using EvalHarness.Core.Reports;

namespace EvalHarness.Cli.Commands;

/// <summary><c>report RUN</c>: prints a finished run's tables and where its report is.</summary>
internal static class ReportCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var run = RunReference.Argument();
        var command = new Command("report", "Prints the tables of a finished run and where its report is.\n\nExample: evalharness report 5f0c2d8e9a1b4c67") { run };
        var options = new RunOptionSet(app).AddTo(command, starts: false);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var folder = await RunReference.FolderAsync(app, options, parsed, parsed.GetValue(run)!, cancellationToken).ConfigureAwait(false);
            var report = await ReadAsync(folder, cancellationToken).ConfigureAwait(false);
            if (options.Json(parsed))
                await app.Out.WriteLineAsync(System.Text.Encoding.UTF8.GetString(ReportJson.Serialize(report))).ConfigureAwait(false);
            else
            {
                ReportTable.Print(app.Out, report);
                await app.Out.WriteLineAsync($"report: {Path.Combine(folder, "report.html")}").ConfigureAwait(false);
            }
            return 0;
        }, cancellationToken));
        return command;
    }

    /// <summary>Reads the report of a run's folder.</summary>
    /// <exception cref="CommandException">There is none yet.</exception>
    public static async Task<RunReport> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "report.json");
        if (!File.Exists(path))
            throw new CommandException($"{folder} has no report.json yet; 'evalharness resume {folder}' finishes the run.");
        await using var stream = File.OpenRead(path);
        return await ReportJson.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
