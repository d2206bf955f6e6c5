using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Runs;

namespace EvalHarness.Cli.Output;

/// <summary>Prints how a command on a run ended, and gives its exit code.</summary>
internal static class OutcomePrinter
{
    public static int Print(EvalHarnessApp app, RunOutcome outcome, bool json)
    {
        foreach (var error in outcome.Errors)
            app.Error.WriteLine($"error: {error}");
        if (outcome.Errors.Count > 0)
            app.Error.WriteLine(outcome.Errors.Count == 1 ? "1 error; nothing was run." : $"{outcome.Errors.Count} errors; nothing was run.");
        if (outcome.Cancelled)
            app.Error.WriteLine($"cancelled; what is finished is kept: 'evalharness resume {outcome.Folder}' goes on.");
        if (outcome.Report is { } report)
        {
            if (json)
                app.Out.WriteLine(System.Text.Encoding.UTF8.GetString(ReportJson.Serialize(report)));
            else
                ReportTable.Print(app.Out, report);
            foreach (var warning in report.Warnings)
                app.Error.WriteLine($"warning: {warning.Message}");
            if (report.Run.Status != RunStatus.Complete)
                app.Error.WriteLine($"incomplete: some examples are missing; 'evalharness resume {outcome.Folder}' computes them.");
            if (!json)
                app.Out.WriteLine($"report: {Path.Combine(outcome.Folder!, "report.html")}");
        }
        return outcome.ExitCode;
    }
}
