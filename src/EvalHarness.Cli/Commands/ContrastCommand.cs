using System.CommandLine;
using EvalHarness.Core.Scoring;
using EvalHarness.Pipeline.Aggregation;

namespace EvalHarness.Cli.Commands;

/// <summary><c>contrast</c>: compares two outputs of <c>score</c>.</summary>
internal static class ContrastCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var a = new Option<string>("--a") { Description = "Scores of the method.", Required = true, HelpName = "FILE" };
        var b = new Option<string>("--b") { Description = "Scores of the baseline.", Required = true, HelpName = "FILE" };
        var figure = new Option<string?>("--figure") { Description = "The figure (default: the metric's primary one).", HelpName = "FIGURE" };
        var allowMissing = new Option<bool>("--allow-missing") { Description = "Leaves out ids that stand in one file only, and counts them." };
        var command = new Command("contrast", "Compares two outputs of 'score', paired by id: difference, interval, test, detectable effect.\n\nExample: evalharness contrast --a method.jsonl --b baseline.jsonl --figure rougeL.fmeasure") { a, b, figure, allowMissing };
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var method = await ReadAsync(app, parsed.GetValue(a)!, cancellationToken).ConfigureAwait(false);
            var baseline = await ReadAsync(app, parsed.GetValue(b)!, cancellationToken).ConfigureAwait(false);
            var pairs = ScorePairs.Join(method, baseline, parsed.GetValue(allowMissing));
            await app.Out.WriteLineAsync(ScoreContrast.ToJson(ScoreContrast.Compare(
                pairs, parsed.GetValue(figure), Path.GetFileNameWithoutExtension(parsed.GetValue(a)!), Path.GetFileNameWithoutExtension(parsed.GetValue(b)!)))).ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static async Task<ScoredSplit> ReadAsync(EvalHarnessApp app, string path, CancellationToken cancellationToken)
    {
        await using var stream = app.OpenInputStream(path);
        return await ScoreFileReader.ReadAsync(stream, path, cancellationToken).ConfigureAwait(false);
    }
}
