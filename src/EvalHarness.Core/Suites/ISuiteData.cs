namespace EvalHarness.Core.Suites;

/// <summary>
/// A suite split as evaluated: what producers and planners read. Where the suite has no training split, the pool is the fifth of the split
/// with the lowest SHA-256 of the id, and the evaluated examples are the others.
/// </summary>
public interface ISuiteData
{
    /// <summary>The opened suite.</summary>
    ISuite Suite { get; }

    /// <summary>The evaluated split.</summary>
    string Split { get; }

    /// <summary>Dataset digest of the evaluated split and, where there is one, of the training split.</summary>
    string Digest { get; }

    /// <summary>Whether the pool is the hash pool of the evaluated split; the report prints that as a setting difference.</summary>
    bool HasHashPool { get; }

    /// <summary>Streams all evaluated examples of the split, whatever the manifest's limit. Repeatable.</summary>
    IAsyncEnumerable<Example> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Items that demonstrations, prototypes and n-gram counts may come from, in file order: never an evaluated item nor an exact duplicate of one.
    /// </summary>
    ValueTask<IReadOnlyList<Example>> PoolAsync(CancellationToken cancellationToken);
}
