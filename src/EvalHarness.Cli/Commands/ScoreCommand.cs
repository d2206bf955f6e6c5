using System.CommandLine;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Scoring;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Cli.Commands;

/// <summary><c>score</c>: scores predictions made elsewhere.</summary>
internal static class ScoreCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var metric = new Option<string>("--metric") { Description = "The metric; 'evalharness metrics show NAME' prints its options, each given as --option value.", Required = true, HelpName = "NAME" };
        var input = new Option<string>("--input") { Description = "JSON lines of predictions, or - for standard input.", Required = true, HelpName = "FILE|-" };
        var byExample = new Option<string?>("--by-example") { Description = "Writes the lines of the examples here instead of to standard output.", HelpName = "FILE" };
        var command = new Command("score", "Scores predictions made elsewhere: one JSON object a line in, one a line out, the aggregate with intervals last.\n\nExample: evalharness score --metric rougeL --stem false --input predictions.jsonl") { metric, input, byExample };
        // A metric's options are its own: they are checked against its card, not against a list of all metrics' options.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var selection = MetricSelection.Create(parsed.GetValue(metric)!, OptionsOf(parsed.UnmatchedTokens));
            var path = parsed.GetValue(input)!;
            await using var stream = app.OpenInputStream(path);
            var split = await PredictionScorer.ScoreAsync(selection, stream, path == "-" ? "standard input" : path, cancellationToken).ConfigureAwait(false);
            var intervals = new InferredIntervals(new InferenceSettings());
            if (parsed.GetValue(byExample) is { } file)
            {
                await using (var lines = File.Create(app.PathOf(file)))
                    await ScoreWriter.WriteAsync(split, lines, intervals, cancellationToken).ConfigureAwait(false);
                await app.WriteAsync(output => ScoreWriter.WriteAggregateAsync(split, output, intervals, cancellationToken)).ConfigureAwait(false);
            }
            else
                await app.WriteAsync(output => ScoreWriter.WriteAsync(split, output, intervals, cancellationToken)).ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Dictionary<string, string> OptionsOf(IReadOnlyList<string> tokens)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].StartsWith("--", StringComparison.Ordinal) || tokens[i].Length < 3)
                throw new CommandException($"'{tokens[i]}' is no option; options of a metric are given as --option value.");
            var (name, value) = tokens[i][2..].Split('=', 2) is [var before, var after] ? (before, after) : (tokens[i][2..], null);
            // A flag without a value is true; a value may be negative, so only another option ends it.
            value ??= i + 1 < tokens.Count && !tokens[i + 1].StartsWith("--", StringComparison.Ordinal) ? tokens[++i] : "true";
            if (!options.TryAdd(name, value))
                throw new CommandException($"The option --{name} is given twice.");
        }
        return options;
    }
}
