using EvalHarness.Models.Onnx.Batching;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>Runs a graph and keeps account; holds the last shared beginning, which the next call often has again.</summary>
internal sealed class CausalRunner(CausalGraph graph, TokenBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>Memory that the caches of one batch may take.</summary>
    public const long CacheBytes = 1536L << 20;

    private readonly Lock _gate = new();
    private BatchStatistics _statistics;
    private (int[] Tokens, KeyValueCache Cache)? _kept;

    public CausalGraph Graph => graph;

    public TokenBudget Budget => budget;

    public TimeProvider Time => time;

    /// <summary>Rows of so many positions whose caches fit into memory: the repeated beginning, the new cache, and what the graph makes of them.</summary>
    public int MostRows(int positions) => (int)Math.Clamp(CacheBytes / (3 * Math.Max(1, positions) * graph.Layout.BytesPerPosition), 1, 4096);

    public BatchStatistics Statistics
    {
        get
        {
            lock (_gate)
                return _statistics;
        }
    }

    public KeyValueCache Feed(TokenBatch batch, KeyValueCache? past, long[]? pastMask, ScoresVisitor visit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var cache = graph.Feed(batch, past, pastMask, visit, cancellationToken);
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        var tokens = batch.Mask.Sum();
        var places = batch.Rows * batch.Columns;
        if (batch.Columns > 1)
            budget.Report(places, seconds);
        lock (_gate)
            _statistics = _statistics with
            {
                Batches = _statistics.Batches + 1,
                Tokens = _statistics.Tokens + tokens,
                Padding = _statistics.Padding + places - tokens,
                Seconds = _statistics.Seconds + seconds,
            };
        return cache;
    }

    /// <summary>The cache of a shared beginning, computed or kept from the call before.</summary>
    public PrefixCache Prefix(ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        if (tokens.IsEmpty)
            return new PrefixCache(null, 0);
        lock (_gate)
            _statistics = _statistics with { ReusedTokens = _statistics.ReusedTokens + (long)tokens.Length * (rows - 1) };
        if (_kept is { } kept && kept.Tokens.AsSpan().StartsWith(tokens))
        {
            if (kept.Tokens.Length == tokens.Length)
                return new PrefixCache(kept.Cache, tokens.Length);
            Keep(tokens.ToArray(), kept.Cache.Select([0], tokens.Length));
        }
        else
        {
            var batch = new TokenBatch(1, tokens.Length);
            batch.Set(0, 0, tokens, 0);
            Keep(tokens.ToArray(), Feed(batch, null, null, (_, _) => { }, cancellationToken));
        }
        return new PrefixCache(_kept!.Value.Cache, tokens.Length);
    }

    public void Dispose()
    {
        _kept?.Cache.Dispose();
        graph.Dispose();
    }

    private void Keep(int[] tokens, KeyValueCache cache)
    {
        _kept?.Cache.Dispose();
        _kept = (tokens, cache);
    }
}

/// <summary>A shared beginning, repeated for as many rows as a batch has; repeated anew only when that number changes.</summary>
internal sealed class PrefixCache(KeyValueCache? single, int length) : IDisposable
{
    private KeyValueCache? _repeated;

    public int Length => length;

    public KeyValueCache? For(int rows)
    {
        if (single is null || rows == 1)
            return single;
        if (_repeated is null || _repeated.Rows != rows)
        {
            _repeated?.Dispose();
            _repeated = single.Select(new int[rows]);
        }
        return _repeated;
    }

    public void Dispose() => _repeated?.Dispose();
}
