using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Planning;

/// <summary>
/// What a run will compute, frozen at its start: the effective manifest, what limits reuse, and the units of every spec. <c>resume</c> reads it and
/// computes what is still missing; nothing in it changes afterwards.
/// </summary>
public sealed record RunPlan
{
    /// <summary>Version of this form.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the form this plan has.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Run id.</summary>
    public required string RunId { get; init; }

    /// <summary>The effective manifest.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>Folder relative paths of the manifest start from.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>When the run started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whether nothing of earlier runs may be used: keys hold the run id then.</summary>
    public required bool Fresh { get; init; }

    /// <summary>full, digest, none.</summary>
    public required string Requests { get; init; }

    /// <summary>Where the report goes.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Every spec with its units.</summary>
    public required IReadOnlyList<PlannedSpec> Specs { get; init; }

    /// <summary>Stores the plan once.</summary>
    public async Task SaveAsync(IArtifactStore artifacts, CancellationToken cancellationToken) =>
        await artifacts.TryCreateAsync(PathOf(RunId), ShardCodec.Compress(JsonSerializer.SerializeToUtf8Bytes(this, RunPlanJson.Default.RunPlan)), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a run's plan, or null where the store has none.</summary>
    /// <exception cref="InvalidDataException">The plan was written by another version.</exception>
    public static async Task<RunPlan?> FindAsync(IArtifactStore artifacts, string runId, CancellationToken cancellationToken)
    {
        if (await artifacts.OpenReadAsync(PathOf(runId), cancellationToken).ConfigureAwait(false) is not { } blob)
            return null;
        await using var content = ShardCodec.Decompress(blob, PathOf(runId));
        var plan = await JsonSerializer.DeserializeAsync(content, RunPlanJson.Default.RunPlan, cancellationToken).ConfigureAwait(false);
        return plan is { Version: CurrentVersion } ? plan : throw new InvalidDataException($"The plan of run {runId} has version {plan?.Version}; this version of EvalHarness reads {CurrentVersion}.");
    }

    private static string PathOf(string runId) => $"runs/{runId}/plan.json.zst";
}

/// <summary>Serialisation of plans.</summary>
[JsonSerializable(typeof(RunPlan))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RunPlanJson : JsonSerializerContext;

/// <summary>One spec of a plan.</summary>
/// <param name="Key">The spec's key; resuming fails when data, models or code no longer give it.</param>
/// <param name="Units">All its units, in order.</param>
/// <param name="Missing">Those that no earlier run had computed when the plan was made, in order; null: all of them.</param>
/// <param name="Comparison">The first comparison that needs it.</param>
public sealed record PlannedSpec(string Key, IReadOnlyList<string> Units, IReadOnlyList<string>? Missing, string Comparison)
{
    /// <summary>The units this run computes.</summary>
    public IReadOnlyList<string> ToCompute => Missing ?? Units;
}
