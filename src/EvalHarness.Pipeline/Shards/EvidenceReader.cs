using EvalHarness.Core.Evidence;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Shards;

/// <summary>
/// Reads the evidence of one spec unit by unit. Asked in the order the units were planned in, it reads every shard once from front to back and
/// holds one line of each open shard; asked out of order it reads a shard again from its start.
/// </summary>
public sealed class EvidenceReader(IArtifactStore artifacts, IReadOnlyDictionary<string, string> shardOfUnit) : IAsyncDisposable
{
    // Interleaved shards (a limit doubled, a resumed run) need a few cursors; beyond that the least recently used one starts over when needed.
    private const int MaximumOpen = 16;

    private readonly LinkedList<Cursor> _open = new();

    /// <summary>The evidence of a unit, or null where no shard has it.</summary>
    /// <exception cref="InvalidDataException">The index names a shard that lacks the unit or cannot be read.</exception>
    public async ValueTask<UnitEvidence?> ReadAsync(string unitId, CancellationToken cancellationToken)
    {
        if (!shardOfUnit.TryGetValue(unitId, out var shard))
            return null;
        var node = _open.First;
        while (node is not null && node.Value.Shard != shard)
            node = node.Next;
        var fresh = node is null;
        node ??= new LinkedListNode<Cursor>(await OpenAsync(shard, cancellationToken).ConfigureAwait(false));
        if (!fresh)
            _open.Remove(node);
        _open.AddFirst(node);
        if (_open.Count > MaximumOpen)
        {
            await _open.Last!.Value.DisposeAsync().ConfigureAwait(false);
            _open.RemoveLast();
        }
        if (await node.Value.AdvanceToAsync(unitId).ConfigureAwait(false) is { } unit)
            return unit;
        await node.Value.DisposeAsync().ConfigureAwait(false);
        node.Value = await OpenAsync(shard, cancellationToken).ConfigureAwait(false);
        return fresh ? throw Missing(unitId, shard) : await node.Value.AdvanceToAsync(unitId).ConfigureAwait(false) ?? throw Missing(unitId, shard);
    }

    /// <summary>Closes all shards.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var cursor in _open)
            await cursor.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
    }

    private async Task<Cursor> OpenAsync(string shard, CancellationToken cancellationToken)
    {
        var path = EvidenceIndex.ShardPath(shard);
        var blob = await artifacts.OpenReadAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The evidence shard {shard} is in the index but not in the store; delete its entry below index/, and its units are computed again.");
        return new Cursor(shard, LineReader.ReadAsync(ShardCodec.Decompress(blob, path), cancellationToken).GetAsyncEnumerator(cancellationToken));
    }

    private static InvalidDataException Missing(string unitId, string shard) =>
        new($"The evidence shard {shard} lacks the unit '{unitId}' that the index says it has; the store is damaged.");

    private sealed class Cursor(string shard, IAsyncEnumerator<ReadOnlyMemory<byte>> lines) : IAsyncDisposable
    {
        public string Shard => shard;

        public async ValueTask<UnitEvidence?> AdvanceToAsync(string unitId)
        {
            while (await lines.MoveNextAsync().ConfigureAwait(false))
                if (ShardCodec.DecodeLine(lines.Current) is var unit && unit.UnitId == unitId)
                    return unit;
            return null;
        }

        public ValueTask DisposeAsync() => lines.DisposeAsync();
    }
}
