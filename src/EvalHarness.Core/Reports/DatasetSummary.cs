using EvalHarness.Core.Models;

namespace EvalHarness.Core.Reports;

/// <summary>A data set as evaluated.</summary>
public sealed record DatasetSummary
{
    /// <summary>Suite address.</summary>
    public required string Suite { get; init; }

    /// <summary>Split.</summary>
    public required string Split { get; init; }

    /// <summary>Digest of its files.</summary>
    public required string Digest { get; init; }

    /// <summary>Examples evaluated.</summary>
    public required int Examples { get; init; }

    /// <summary>Clusters among them.</summary>
    public required int Clusters { get; init; }

    /// <summary>Where demonstrations came from: a split's name, "hash pool", or null.</summary>
    public string? Pool { get; init; }

    /// <summary>Items in the pool.</summary>
    public int? PoolSize { get; init; }
}

/// <summary>A model as it ran.</summary>
public sealed record ModelSummary
{
    /// <summary>The manifest's name.</summary>
    public required string Name { get; init; }

    /// <summary>Digest.</summary>
    public required string Digest { get; init; }

    /// <summary>Provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Execution provider, or null.</summary>
    public string? ExecutionProvider { get; init; }

    /// <summary>Precision, or null.</summary>
    public string? Precision { get; init; }

    /// <summary>Runtime and version, or null.</summary>
    public string? Runtime { get; init; }

    /// <summary>From an identity.</summary>
    public static ModelSummary Of(ModelIdentity identity) => new()
    {
        Name = identity.Name,
        Digest = identity.Digest,
        Provider = identity.Provider,
        ExecutionProvider = identity.ExecutionProvider,
        Precision = identity.Precision,
        Runtime = identity.Runtime,
    };
}

/// <summary>What a reader must know.</summary>
/// <param name="Code">Stable word: leak, duplicate, not-run, failed, shortened, precision, hash-pool, small-sample.</param>
/// <param name="Message">One sentence.</param>
public sealed record Warning(string Code, string Message)
{
    /// <summary>The comparison it concerns, or null.</summary>
    public string? Comparison { get; init; }

    /// <summary>The system it concerns, or null.</summary>
    public string? System { get; init; }
}
