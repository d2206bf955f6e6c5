using System.CommandLine;
using EvalHarness.Core.Manifests;
using EvalHarness.Models;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Runs;
using EvalHarness.Pipeline.Stores.Local;

namespace EvalHarness.Cli.Commands;

/// <summary>The options that commands on manifests and runs share; <see cref="AddTo"/> adds them to a command.</summary>
internal sealed class RunOptionSet(EvalHarnessApp app)
{
    private readonly Option<string?> _out = new("--out") { Description = "Folder of the results (default: below the store).", HelpName = "DIR" };
    private readonly Option<string?> _storeDir = new("--store-dir") { Description = "Folder of the local store (default: .evalharness beside the manifest).", HelpName = "DIR" };
    private readonly Option<int?> _parallelism = new("--parallelism") { Description = "Shards computed side by side.", HelpName = "N" };
    private readonly Option<string?> _shardSize = new("--shard-size") { Description = "Units a shard: a number, or auto.", HelpName = "N|auto" };
    private readonly Option<int?> _limit = new("--limit") { Description = "At least this many examples in every comparison, clusters whole.", HelpName = "N" };
    private readonly Option<string[]> _set = new("--set") { Description = "Overrides a manifest field, such as comparisons[0].limit=50.", HelpName = "path=value", AllowMultipleArgumentsPerToken = false };
    private readonly Option<bool> _fresh = new("--fresh") { Description = "Use nothing that earlier runs computed." };
    private readonly Option<string> _requests = new("--requests") { Description = "What is kept of request texts: full, digest or none.", DefaultValueFactory = _ => "full", HelpName = "full|digest|none" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document on standard output instead of tables." };

    /// <summary>Adds the options to a command.</summary>
    public RunOptionSet AddTo(Command command, bool starts)
    {
        command.Options.Add(_storeDir);
        command.Options.Add(_quiet);
        command.Options.Add(_json);
        if (!starts)
            return this;
        foreach (var option in (Option[])[_out, _parallelism, _shardSize, _limit, _set, _fresh, _requests])
            command.Options.Add(option);
        _requests.AcceptOnlyFromAmong("full", "digest", "none");
        return this;
    }

    /// <summary>Whether tables are JSON.</summary>
    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Whether progress is silent.</summary>
    public bool Quiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>The local stores: the named folder, else beside the manifest, else in the working folder.</summary>
    public LocalStores Store(ParseResult parsed, string? manifest) => LocalStores.Open(
        parsed.GetValue(_storeDir) is { } named ? app.PathOf(named)
        : Path.Combine(manifest is null ? app.PathOf(".") : Path.GetDirectoryName(app.PathOf(manifest))!, LocalStores.DefaultFolderName));

    /// <summary>What the user says of a run.</summary>
    public RunOptions Options(ParseResult parsed) => new()
    {
        OutputFolder = parsed.GetValue(_out) is { } folder ? app.PathOf(folder) : null,
        Fresh = parsed.GetValue(_fresh),
        Requests = parsed.GetValue(_requests)!,
    };

    /// <summary>Reads a manifest file with the overrides given.</summary>
    public async Task<ManifestReadResult> ReadAsync(ParseResult parsed, string manifest, CancellationToken cancellationToken)
    {
        var reader = new ManifestReader(RunDefinitionFactory.Vocabulary);
        var overrides = Overrides(parsed).ToList();
        var read = await reader.ReadFileAsync(app.PathOf(manifest), overrides, cancellationToken).ConfigureAwait(false);
        return LimitOverrides(parsed, read) is { Count: > 0 } limits
            ? await reader.ReadFileAsync(app.PathOf(manifest), [.. overrides, .. limits], cancellationToken).ConfigureAwait(false)
            : read;
    }

    /// <summary>Reads a manifest that is no file, with the overrides given; relative paths start from the working folder.</summary>
    public ManifestReadResult Read(ParseResult parsed, byte[] utf8, string name)
    {
        var reader = new ManifestReader(RunDefinitionFactory.Vocabulary);
        var overrides = Overrides(parsed).ToList();
        var read = reader.Read(utf8, name, app.PathOf("."), overrides);
        return LimitOverrides(parsed, read) is { Count: > 0 } limits ? reader.Read(utf8, name, app.PathOf("."), [.. overrides, .. limits]) : read;
    }

    /// <summary>The run service on a store.</summary>
    public RunService Service(LocalStores store, Action<string> notice) => new(
        store.Artifacts, store.Rows, store.Folder, Definitions(store, notice), app.Time);

    /// <summary>Resolves manifests.</summary>
    public RunDefinitionFactory Definitions(LocalStores store, Action<string> notice) =>
        new(new ModelOpeningContext { CacheFolder = Path.Combine(store.Folder, "cache"), Time = app.Time, Notice = notice });

    // How many comparisons there are is known once the manifest is read.
    private List<string> LimitOverrides(ParseResult parsed, ManifestReadResult read) =>
        parsed.GetValue(_limit) is { } limit && read.Manifest is { } manifest ? [.. manifest.Comparisons.Select((_, number) => $"comparisons[{number}].limit={limit}")] : [];

    private IEnumerable<string> Overrides(ParseResult parsed)
    {
        foreach (var given in parsed.GetValue(_set) ?? [])
            yield return given;
        if (parsed.GetValue(_parallelism) is { } parallelism)
            yield return $"execution.parallelism={parallelism}";
        if (parsed.GetValue(_shardSize) is { } size)
            yield return size == "auto" ? "execution.shardSize=\"auto\"" : $"execution.shardSize={size}";
    }
}
