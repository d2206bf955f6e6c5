using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EvalHarness.Models.Onnx.Folders;

/// <summary>
/// The digest of a model: SHA-256 over the names and SHA-256 digests of the files that matter, in ordinal order. With a cache folder, the
/// digest of each file is kept there by path, size and time of change, so that planning reads gigabytes once only.
/// </summary>
public static class ModelDigest
{
    /// <summary>The digest of a folder, in lower-case hex.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="cacheFolder">Where digests of files are kept; null keeps none.</param>
    public static string Compute(OnnxModelFolder folder, string? cacheFolder)
    {
        var store = cacheFolder is null ? null
            : Path.Combine(cacheFolder, "digests", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Path)))[..32] + ".json");
        var known = Load(store);
        var current = new Dictionary<string, FileDigest>(StringComparer.Ordinal);
        var lines = new StringBuilder();
        foreach (var name in folder.FilesThatMatter())
        {
            var file = new FileInfo(folder.At(name));
            var digest = known.TryGetValue(name, out var old) && old.Size == file.Length && old.Changed == file.LastWriteTimeUtc.Ticks
                ? old
                : new FileDigest(file.Length, file.LastWriteTimeUtc.Ticks, OfFile(file.FullName));
            current[name] = digest;
            lines.Append(digest.Sha256).Append("  ").Append(name).Append('\n');
        }
        if (store is not null && !(current.Count == known.Count && current.All(c => known.TryGetValue(c.Key, out var k) && k == c.Value)))
            Save(store, current);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    /// <summary>SHA-256 of a file, in lower-case hex.</summary>
    public static string OfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static Dictionary<string, FileDigest> Load(string? store)
    {
        if (store is null || !File.Exists(store))
            return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, FileDigest>>(File.ReadAllBytes(store)) ?? [];
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return []; // a damaged cache is only a slow start
        }
    }

    private static void Save(string store, Dictionary<string, FileDigest> digests)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(store)!);
            var draft = $"{store}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(digests));
            File.Move(draft, store, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the right to write, digests are computed each time.
        }
    }

    private sealed record FileDigest(long Size, long Changed, string Sha256);
}
