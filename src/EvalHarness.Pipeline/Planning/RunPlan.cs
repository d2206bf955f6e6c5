using System.Text.Json.Nodes;

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
}

/// <summary>One spec of a plan.</summary>
/// <param name="Key">The spec's key; resuming fails when data, models or code no longer give it.</param>
/// <param name="Units">All its units, in order.</param>
/// <param name="Reused">How many of them earlier runs had computed when the plan was made.</param>
/// <param name="Comparison">The first comparison that needs it.</param>
public sealed record PlannedSpec(string Key, IReadOnlyList<string> Units, int Reused, string Comparison);
