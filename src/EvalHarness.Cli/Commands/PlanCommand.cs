using System.CommandLine;
using System.Globalization;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Shards;

namespace EvalHarness.Cli.Commands;

/// <summary><c>plan MANIFEST</c>: what a run would compute, and how long it would take by earlier runs.</summary>
internal static class PlanCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "The manifest to plan." };
        var command = new Command("plan", "Prints what a run would compute: examples, waves, shards, what is computed already, and an estimate of time.\n\nExample: evalharness plan my.json --limit 200") { manifest };
        var options = new RunOptionSet(app).AddTo(command, starts: true);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var path = parsed.GetValue(manifest)!;
            var store = options.Store(parsed, path);
            var read = await options.ReadAsync(parsed, path, cancellationToken).ConfigureAwait(false);
            var result = await options.Definitions(store, app.Error.WriteLine).CreateAsync(read, cancellationToken).ConfigureAwait(false);
            foreach (var error in result.Errors)
                await app.Error.WriteLineAsync($"error: {error}").ConfigureAwait(false);
            if (result.Definition is null)
                return EvalHarnessApp.InvalidInput;
            var fresh = options.Options(parsed).Fresh || !result.Definition.Manifest.Execution.Reuse;
            var estimate = await new RunEstimator(new EvidenceIndex(store.Artifacts), store.Rows)
                .EstimateAsync(result.Definition, app.Time.GetUtcNow(), fresh ? "fresh" : null, cancellationToken).ConfigureAwait(false);
            if (options.Json(parsed))
                await app.Out.WriteLineAsync(estimate.ToJson()).ConfigureAwait(false);
            else
                Print(app.Out, result.Definition, estimate);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static void Print(TextWriter output, RunDefinition definition, RunEstimate estimate)
    {
        foreach (var comparison in definition.Comparisons)
            output.WriteLine($"{comparison.Declaration.Name}: {comparison.Selection.Ids.Count:N0} examples in {comparison.Selection.Clusters:N0} clusters, {comparison.Points.Count} points, {comparison.Systems.Count} systems");
        foreach (var spec in estimate.Specs)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"wave {spec.Wave}: {spec.Producer} on {spec.Suite}{(spec.Model is null ? "" : $" by {spec.Model}")}: {spec.Units:N0} units, {spec.Computed:N0} computed already, {spec.Shards:N0} shards, about {spec.PromptCharacters:N0} prompt characters{(spec.Seconds is { } seconds ? $", about {TimeSpan.FromSeconds(seconds):h\\:mm\\:ss}" : ", no timing yet")}"));
        output.WriteLine(estimate.Seconds is { } total
            ? string.Create(CultureInfo.InvariantCulture, $"in all about {TimeSpan.FromSeconds(total):h\\:mm\\:ss} of model time{(estimate.Price is { } price ? $", about {price:0.00} {estimate.Currency}" : "")}")
            : "no estimate of time: no earlier run used these models and producers");
    }
}
