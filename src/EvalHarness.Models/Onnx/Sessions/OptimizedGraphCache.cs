using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace EvalHarness.Models.Onnx.Sessions;

/// <summary>
/// Graphs as the runtime has optimised them, saved once with their weights beside them, so that later processes load them in a fraction of
/// the time and memory. An entry is keyed by the model, the runtime, the level and the processor, appears by one rename, and goes when the
/// folder grows beyond its limit.
/// </summary>
internal sealed class OptimizedGraphCache(string folder, long limit)
{
    private const string GraphName = "model.onnx";
    private const string WeightsName = "weights.bin";

    /// <summary>The name of an entry.</summary>
    public static string Key(string graphDigest, string runtime, GraphOptimizationLevel level)
    {
        var processor = $"{RuntimeInformation.ProcessArchitecture} avx2={Avx2.IsSupported} fma={Fma.IsSupported} avx512={Avx512F.IsSupported} "
            + $"avx512bw={Avx512BW.IsSupported} vnni={AvxVnni.IsSupported} advsimd={AdvSimd.IsSupported} dp={Dp.IsSupported}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{graphDigest}\n{runtime}\n{level}\n{processor}")))[..40];
    }

    /// <summary>The graph of an entry, or null.</summary>
    public string? Find(string key)
    {
        var graph = Path.Combine(folder, key, GraphName);
        if (!File.Exists(graph))
            return null;
        Touch(Path.Combine(folder, key));
        return graph;
    }

    /// <summary>Makes an entry by letting the runtime save what <paramref name="save"/> loads; the path of the graph, or null where it cannot be kept.</summary>
    public string? Add(string key, Action<SessionOptions> save)
    {
        var draft = Path.Combine(folder, $"{key}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(draft);
            using var options = new SessionOptions { OptimizedModelFilePath = Path.Combine(draft, GraphName) };
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_file_name", WeightsName);
            options.AddSessionConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", "1024");
            save(options);
            var entry = Path.Combine(folder, key);
            try
            {
                Directory.Move(draft, entry);
            }
            catch (IOException) when (Directory.Exists(entry))
            {
                // Another process was first; its entry is as good.
            }
            Trim(key);
            return Find(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // no room or no right to write: the model loads without the cache
        }
        finally
        {
            Remove(draft);
        }
    }

    /// <summary>Drops an entry that does not load.</summary>
    public void Drop(string key) => Remove(Path.Combine(folder, key));

    private void Trim(string keep)
    {
        var entries = new DirectoryInfo(folder).EnumerateDirectories()
            .Select(d => (Folder: d, Bytes: d.EnumerateFiles().Sum(f => f.Length), Used: d.LastWriteTimeUtc))
            .OrderByDescending(e => e.Folder.Name == keep).ThenByDescending(e => e.Used).ToList();
        var total = 0L;
        foreach (var (entry, bytes, _) in entries)
        {
            total += bytes;
            if (total > limit && entry.Name != keep && !entry.Name.EndsWith(".tmp", StringComparison.Ordinal))
                Remove(entry.FullName);
        }
    }

    // The time of use is the folder's time of change; a file of no content is made and removed, so no clock is read here.
    private static void Touch(string entry)
    {
        try
        {
            var mark = Path.Combine(entry, $".used-{Guid.NewGuid():N}");
            File.WriteAllBytes(mark, []);
            File.Delete(mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written can still be read.
        }
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still in use by another process: it goes the next time.
        }
    }
}
