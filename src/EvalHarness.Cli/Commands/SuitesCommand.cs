using System.CommandLine;
using EvalHarness.Core.Suites;
using EvalHarness.Suites;

namespace EvalHarness.Cli.Commands;

/// <summary><c>suites [show NAME]</c>.</summary>
internal static class SuitesCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var name = new Argument<string>("NAME") { Description = "Address of the suite: wikitq, bigbench:object_counting." };
        var data = new Option<string?>("--data") { Description = "Folder with the suite's files (default: benchmarks-data/<suite>).", HelpName = "DIR" };
        var split = new Option<string?>("--split") { Description = "The split (default: the suite's first).", HelpName = "SPLIT" };
        var show = new Command("show", "Prints counts, digest, clusters and one rendered example.\n\nExample: evalharness suites show wikitq --split test --data ../shared/data/wikitq") { name, data, split };
        show.SetAction((parsed, cancellationToken) => app.GuardAsync(
            () => ShowAsync(app, parsed.GetValue(name)!, parsed.GetValue(data), parsed.GetValue(split), cancellationToken), cancellationToken));
        var command = new Command("suites", "Lists the suites.\n\nExample: evalharness suites") { show };
        command.SetAction(_ =>
        {
            foreach (var family in SuiteCatalog.Families)
                app.Out.WriteLine($"{family.Name,-14} {family.Title}");
            return 0;
        });
        return command;
    }

    private static async Task<int> ShowAsync(EvalHarnessApp app, string address, string? folder, string? split, CancellationToken cancellationToken)
    {
        var (family, member) = SuiteCatalog.Resolve(address);
        var data = folder is null ? app.PathOf(Path.Combine("benchmarks-data", family.Name)) : app.PathOf(folder);
        if (member.Length == 0 && family.MembersAsync is { } members)
        {
            await app.Out.WriteLineAsync($"{family.Title}\n{family.Source}\nmembers in {data}:").ConfigureAwait(false);
            foreach (var found in await members(data, cancellationToken).ConfigureAwait(false))
                await app.Out.WriteLineAsync($"  {family.Name}:{found}").ConfigureAwait(false);
            return 0;
        }
        var suite = await SuiteCatalog.OpenAsync(address, data, null, cancellationToken).ConfigureAwait(false);
        var opened = await SuiteData.OpenAsync(suite, split, cancellationToken).ConfigureAwait(false);
        var (count, clusters, first) = (0, new HashSet<string>(), (Example?)null);
        await foreach (var example in opened.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            count++;
            clusters.Add(example.Input.Cluster ?? example.Id);
            first ??= example;
        }
        var card = suite.Card;
        var pool = await opened.PoolAsync(cancellationToken).ConfigureAwait(false);
        await app.Out.WriteLineAsync($"{card.Title}\nsource: {card.Source}\nsplits: {string.Join(", ", card.Splits)}; shown: {opened.Split}").ConfigureAwait(false);
        await app.Out.WriteLineAsync($"examples: {count:N0}, {(card.ClusterMeaning is { } meaning ? $"in {clusters.Count:N0} clusters ({meaning})" : "each on its own")}").ConfigureAwait(false);
        await app.Out.WriteLineAsync($"pool: {pool.Count:N0} items ({(opened.HasHashPool ? "the fifth of the split with the lowest hashes" : card.TrainingSplit)})").ConfigureAwait(false);
        await app.Out.WriteLineAsync($"digest: {opened.Digest}\nmetrics: {string.Join(", ", card.DefaultMetrics)}").ConfigureAwait(false);
        if (first is not null)
            await app.Out.WriteLineAsync($"--- {first.Id}{(first.Input.Cluster is { } cluster ? $" (cluster {cluster})" : "")}\n{suite.Format.Instruction(first.Input.Template)}{first.Input.Query}\n--- answer: {first.Answer}").ConfigureAwait(false);
        return 0;
    }
}
