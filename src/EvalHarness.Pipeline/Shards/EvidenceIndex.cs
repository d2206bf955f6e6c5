using System.Text.Json;
using System.Text.Json.Serialization;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Shards;

/// <summary>
/// Which shard holds the evidence of which unit. One small blob beside each shard lists its units; looking a spec up reads the blobs below its
/// key. So reuse does not depend on how earlier runs cut their shards, and no shared row has to be locked.
/// </summary>
public sealed partial class EvidenceIndex(IArtifactStore artifacts)
{
    /// <summary>Path of a shard.</summary>
    public static string ShardPath(string name) => $"shards/{name}.jsonl.zst";

    /// <summary>Path of the texts of a shard's requests.</summary>
    public static string RequestsPath(string name) => $"requests/{name}.jsonl.zst";

    /// <summary>Adds a shard's units. Written after the shard itself: what the index names is there.</summary>
    public Task AddAsync(string specKey, string shardName, IReadOnlyList<string> unitIds, CancellationToken cancellationToken) =>
        artifacts.TryCreateAsync(Path(specKey, shardName), ShardCodec.Compress(JsonSerializer.SerializeToUtf8Bytes(unitIds, IndexJson.Default.IReadOnlyListString)), cancellationToken);

    /// <summary>Removes a shard that another one replaces.</summary>
    public Task RemoveAsync(string specKey, string shardName, CancellationToken cancellationToken) =>
        artifacts.DeleteAsync(Path(specKey, shardName), cancellationToken);

    /// <summary>Shard names by unit. Where several shards hold a unit, the first by name is taken, so that every reader takes the same.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LookUpAsync(string specKey, CancellationToken cancellationToken)
    {
        var shards = new Dictionary<string, string>();
        var folder = $"index/{specKey}/";
        await foreach (var path in artifacts.ListAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            if (await artifacts.OpenReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } blob)
                continue; // removed by another process since it was listed
            await using var units = ShardCodec.Decompress(blob, path);
            foreach (var unit in await JsonSerializer.DeserializeAsync(units, IndexJson.Default.IReadOnlyListString, cancellationToken).ConfigureAwait(false) ?? [])
                shards.TryAdd(unit, path[folder.Length..]);
        }
        return shards;
    }

    private static string Path(string specKey, string shardName) => $"index/{specKey}/{shardName}";

    [JsonSerializable(typeof(IReadOnlyList<string>))]
    private sealed partial class IndexJson : JsonSerializerContext;
}
