using System.CommandLine;
using System.Text.Json;
using EvalHarness.Pipeline.Stores.Local;

namespace EvalHarness.Cli.Commands;

/// <summary>A run as a user names it: its id, or its folder.</summary>
internal static class RunReference
{
    public static Argument<string> Argument(string name = "RUN") => new(name) { Description = "A run id, or the folder of its results." };

    /// <summary>The store and id of a run. A folder of results below a store leads to that store; else the store is the one given or the default.</summary>
    public static (LocalStores Store, string Id) Find(EvalHarnessApp app, RunOptionSet options, ParseResult parsed, string run)
    {
        var folder = app.PathOf(run);
        if (!Directory.Exists(folder))
            return (options.Store(parsed, null), run);
        var id = IdOf(folder);
        var above = Path.GetDirectoryName(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)));
        return (above is not null && File.Exists(Path.Combine(above, "rows.db")) ? LocalStores.Open(above) : options.Store(parsed, null), id);
    }

    /// <summary>The folder of a run's results.</summary>
    /// <exception cref="CommandException">There is no such run.</exception>
    public static async Task<string> FolderAsync(EvalHarnessApp app, RunOptionSet options, ParseResult parsed, string run, CancellationToken cancellationToken)
    {
        if (Directory.Exists(app.PathOf(run)))
            return app.PathOf(run);
        var store = options.Store(parsed, null);
        var row = await store.Rows.FindRunAsync(run, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandException($"There is no run '{run}' in {store.Folder}; 'evalharness runs' lists them, and --store-dir names another store.");
        return row.Folder ?? throw new CommandException($"Run '{run}' has no results yet; 'evalharness resume {run}' finishes it.");
    }

    private static string IdOf(string folder)
    {
        var report = Path.Combine(folder, "report.json");
        if (!File.Exists(report))
            return Path.GetFileName(folder.TrimEnd(Path.DirectorySeparatorChar));
        using var json = JsonDocument.Parse(File.ReadAllBytes(report));
        return json.RootElement.GetProperty("run").GetProperty("id").GetString()!;
    }
}
