using System.Security.Cryptography;
using System.Text;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Leaks;

namespace EvalHarness.Suites;

/// <summary>
/// A suite split as evaluated. Where the suite has no training split, or the training split itself is evaluated, a fifth of the split becomes the
/// pool and the rest is evaluated.
/// </summary>
/// <remarks>
/// The pool is the lowest fifth, rounded down, by SHA-256 of the UTF-8 bytes of the cluster, and of the id where examples stand alone: contracts
/// speak of the id, but whole clusters must not straddle pool and evaluation, or a demonstration could show the very table that is asked about.
/// </remarks>
public sealed class SuiteData : ISuiteData
{
    private readonly HashSet<string>? _poolUnits;
    private volatile IReadOnlyList<Example>? _pool;

    private SuiteData(ISuite suite, string split, string digest, HashSet<string>? poolUnits)
    {
        Suite = suite;
        Split = split;
        Digest = digest;
        _poolUnits = poolUnits;
    }

    /// <inheritdoc/>
    public ISuite Suite { get; }

    /// <inheritdoc/>
    public string Split { get; }

    /// <inheritdoc/>
    public string Digest { get; }

    /// <inheritdoc/>
    public bool HasHashPool => _poolUnits is not null;

    /// <summary>Opens a split of a suite.</summary>
    /// <param name="suite">The opened suite.</param>
    /// <param name="split">The split, or null for the suite's default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SuiteException">There is no such split, or a file is missing or broken.</exception>
    public static async ValueTask<SuiteData> OpenAsync(ISuite suite, string? split, CancellationToken cancellationToken)
    {
        split ??= suite.Card.Splits[0];
        var digest = await suite.DigestAsync(split, cancellationToken);
        if (suite.Card.TrainingSplit is not { } training || training == split)
            return new SuiteData(suite, split, digest, await PoolUnitsAsync(suite, split, cancellationToken));
        var both = $"{digest}\n{await suite.DigestAsync(training, cancellationToken)}";
        return new SuiteData(suite, split, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(both))), null);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Example> ReadAsync(CancellationToken cancellationToken)
    {
        var examples = Suite.ReadAsync(Split, cancellationToken);
        return _poolUnits is { } pool ? examples.Where(example => !pool.Contains(UnitOf(example))) : examples;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Example>> PoolAsync(CancellationToken cancellationToken)
    {
        if (_pool is { } known)
            return known;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var queries = new HashSet<ulong>();
        await foreach (var example in ReadAsync(cancellationToken))
        {
            ids.Add(example.Id);
            if (TextHash.OfQuery(example.Input) is { } query)
                queries.Add(query);
        }
        var pool = new List<Example>();
        var source = Suite.ReadAsync(_poolUnits is null ? Suite.Card.TrainingSplit! : Split, cancellationToken);
        await foreach (var example in source)
        {
            var isDuplicate = TextHash.OfQuery(example.Input) is { } query && queries.Contains(query);
            if (_poolUnits?.Contains(UnitOf(example)) != false && !ids.Contains(example.Id) && !isDuplicate)
                pool.Add(example);
        }
        return _pool = pool;
    }

    private static string UnitOf(Example example) => example.Input.Cluster ?? example.Id;

    private static async ValueTask<HashSet<string>> PoolUnitsAsync(ISuite suite, string split, CancellationToken cancellationToken)
    {
        var units = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var example in suite.ReadAsync(split, cancellationToken))
            units.Add(UnitOf(example));
        return units.OrderBy(unit => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(unit))), StringComparer.Ordinal)
            .Take(units.Count / 5).ToHashSet(StringComparer.Ordinal);
    }
}
