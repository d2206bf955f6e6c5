namespace EvalHarness.Core.Reports;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Every planned unit is covered.</summary>
    Complete,

    /// <summary>Some units are missing: environment failures, or the budget was spent.</summary>
    Incomplete,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>The run itself.</summary>
public sealed record RunSummary
{
    /// <summary>Run id.</summary>
    public required string Id { get; init; }

    /// <summary>The manifest's name.</summary>
    public required string Manifest { get; init; }

    /// <summary>SHA-256 of the effective manifest's canonical JSON, lower-case hex.</summary>
    public required string ManifestDigest { get; init; }

    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Wall-clock seconds, of all its sessions together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where it ran.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>What was really computed and what was reused.</summary>
    public required ExecutedWork Executed { get; init; }
}

/// <summary>Where a run ran.</summary>
/// <param name="Version">Version of EvalHarness.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Runtime">.NET runtime.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Engine">local, or durable.</param>
public sealed record RunEnvironment(string Version, string Os, string Runtime, int Processors, string Engine);

/// <summary>What a run really spent; reuse shows here and nowhere else.</summary>
public sealed record ExecutedWork
{
    /// <summary>Shards computed by this run.</summary>
    public int Shards { get; init; }

    /// <summary>Shards read from earlier runs.</summary>
    public int ShardsReused { get; init; }

    /// <summary>Units computed.</summary>
    public long Units { get; init; }

    /// <summary>Units reused.</summary>
    public long UnitsReused { get; init; }

    /// <summary>Model calls made (a scored continuation or a completion each).</summary>
    public long ModelCalls { get; init; }

    /// <summary>Prompt tokens processed.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Completion tokens produced or scored.</summary>
    public long CompletionTokens { get; init; }

    /// <summary>Seconds inside models.</summary>
    public double ModelSeconds { get; init; }

    /// <summary>Money spent, or null where no model has a price.</summary>
    public double? Price { get; init; }
}
