using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Json;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Shards;

/// <summary>
/// Keys of evidence: hashes of what is asked. Metrics, systems' names and report settings are in no key, so evidence outlives them.
/// </summary>
/// <param name="data">The suite split.</param>
/// <param name="models">The models by name.</param>
/// <param name="freshness">Empty for evidence that stays true, else what limits its reuse; asked for each model (null: no model).</param>
public sealed class EvidenceKeys(ISuiteData data, IReadOnlyDictionary<string, IModelSource> models, Func<ModelIdentity?, string> freshness)
{
    /// <summary>The key of a spec: SHA-256 of canonical JSON, lower-case hex.</summary>
    public string KeyOf(EvidenceSpec spec)
    {
        var identity = spec.Model is { } name ? models[name].Identity : null;
        var json = new JsonObject
        {
            ["producer"] = spec.Producer.Name,
            ["revision"] = spec.Producer.Revision,
            ["unit"] = spec.Unit.ToString(),
            ["settings"] = spec.Settings.DeepClone(),
            ["suite"] = data.Suite.Card.Name,
            ["split"] = data.Split,
            ["dataset"] = data.Digest,
        };
        if (identity is not null)
            json["model"] = new JsonObject
            {
                ["digest"] = identity.Digest,
                ["executionProvider"] = identity.ExecutionProvider,
                ["precision"] = identity.Precision,
                ["runtime"] = identity.Runtime,
            };
        if (spec.Seed is { } seed) json["seed"] = seed;
        if (spec.Needs.Count > 0) json["needs"] = new JsonArray([.. spec.Needs.Select(need => JsonValue.Create(KeyOf(need)))]);
        if (freshness(identity) is { Length: > 0 } fresh) json["freshness"] = fresh;
        return CanonicalJson.Digest(json);
    }

    /// <summary>The key of a shard: SHA-256 of the spec's key and the unit ids in order.</summary>
    public static string ShardKey(string specKey, IEnumerable<string> unitIds)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(specKey));
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var id in unitIds)
        {
            // Lengths keep ids apart whatever characters they hold.
            var bytes = Encoding.UTF8.GetBytes(id);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
