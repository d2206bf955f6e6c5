using System.CommandLine;
using EvalHarness.Core.Metrics;

namespace EvalHarness.Cli.Commands;

/// <summary><c>metrics [show NAME]</c>.</summary>
internal static class MetricsCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var name = new Argument<string>("NAME") { Description = "The metric." };
        var show = new Command("show", "Prints a metric's identity card: figures, options, and the official scorer it equals.\n\nExample: evalharness metrics show rougeL") { name };
        show.SetAction((parsed, cancellationToken) => app.GuardAsync(() => ShowAsync(app, parsed.GetValue(name)!), cancellationToken));
        var command = new Command("metrics", "Lists the metrics.\n\nExample: evalharness metrics") { show };
        command.SetAction(_ =>
        {
            foreach (var factory in MetricCatalog.Factories)
                app.Out.WriteLine($"{factory.Name,-20} {MetricSelection.Create(factory).Card.Description}");
            return 0;
        });
        return command;
    }

    private static async Task<int> ShowAsync(EvalHarnessApp app, string name)
    {
        var metric = MetricSelection.Create(name);
        var card = metric.Card;
        await app.Out.WriteLineAsync($"{card.Name} (revision {card.Revision})\n{card.Description}\nequals: {card.Scorer}").ConfigureAwait(false);
        foreach (var figure in card.Figures)
            await app.Out.WriteLineAsync(
                $"figure {figure.Name}{(figure.Name == card.Primary ? " (primary)" : "")}: {figure.Aggregation.ToString().ToLowerInvariant()}, {figure.Direction.ToString().ToLowerInvariant()} is better, {figure.Low} to {figure.High?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unbounded"}").ConfigureAwait(false);
        foreach (var option in metric.Factory.Options)
            await app.Out.WriteLineAsync(
                $"option {option.Name} (default {(option.Default.Length == 0 ? "empty" : option.Default)}{(option.Allowed is { } allowed ? $"; {string.Join(" | ", allowed)}" : "")}): {option.Description}").ConfigureAwait(false);
        return 0;
    }
}
