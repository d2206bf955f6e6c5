using System.Text.Json;
using EvalHarness.Core.Evidence;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Publishing;

/// <summary>The texts of a run's requests, gathered from its shards into <c>requests/&lt;2 hex digits&gt;.jsonl.zst</c>, each once.</summary>
public sealed class RequestTexts(IArtifactStore artifacts)
{
    /// <summary>Writes all request texts of a run below a folder.</summary>
    public async Task PublishAsync(RunPlan plan, RunEvidence evidence, string folder, CancellationToken cancellationToken)
    {
        var buckets = new SortedDictionary<string, List<ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        var known = new HashSet<string>();
        await foreach (var (digest, line) in LinesAsync(plan, evidence, cancellationToken).ConfigureAwait(false))
            if (known.Add(digest))
            {
                if (!buckets.TryGetValue(digest[..2], out var lines))
                    buckets[digest[..2]] = lines = [];
                lines.Add(line);
            }
        if (buckets.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        foreach (var (bucket, lines) in buckets)
        {
            using var content = new MemoryStream();
            foreach (var line in lines)
            {
                content.Write(line.Span);
                content.WriteByte((byte)'\n');
            }
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{bucket}.jsonl.zst"), ShardCodec.Compress(content.GetBuffer().AsSpan(0, (int)content.Length)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The texts of some requests; those that were not kept are absent.</summary>
    public async Task<IReadOnlyDictionary<string, RequestText>> FindAsync(
        RunPlan plan, RunEvidence evidence, IReadOnlySet<string> digests, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RequestText>();
        var prefixes = new Dictionary<string, string>();
        await foreach (var (digest, line) in LinesAsync(plan, evidence, cancellationToken).ConfigureAwait(false))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("text", out var text))
                prefixes[digest] = text.GetString()!;
            else if (digests.Contains(digest))
                found[digest] = new RequestText(
                    json.RootElement.TryGetProperty("p", out var prefix) ? prefixes.GetValueOrDefault(prefix.GetString()!, "") : "",
                    json.RootElement.GetProperty("q").GetString()!,
                    json.RootElement.GetProperty("a").GetString()!);
        }
        return found;
    }

    // A prefix stands before the requests that use it, in every shard's file.
    private async IAsyncEnumerable<(string Digest, ReadOnlyMemory<byte> Line)> LinesAsync(
        RunPlan plan, RunEvidence evidence, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in plan.Specs.SelectMany(spec => evidence.ShardsOf(spec.Key)).Distinct())
        {
            if (await artifacts.OpenReadAsync(EvidenceIndex.RequestsPath(shard), cancellationToken).ConfigureAwait(false) is not { } blob)
                continue;
            await foreach (var line in LineReader.ReadAsync(ShardCodec.Decompress(blob, EvidenceIndex.RequestsPath(shard)), cancellationToken).ConfigureAwait(false))
                yield return (DigestOf(line.Span), line);
        }
    }

    // Lines begin with {"d":"<64 hex>" or {"p":"<64 hex>": the digest is read without parsing the rest.
    private static string DigestOf(ReadOnlySpan<byte> line) => System.Text.Encoding.ASCII.GetString(line.Slice(6, 64));
}
