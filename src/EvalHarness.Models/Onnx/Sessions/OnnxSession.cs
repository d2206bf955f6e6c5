using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Folders;
using Microsoft.ML.OnnxRuntime;

namespace EvalHarness.Models.Onnx.Sessions;

/// <summary>A loaded graph: the runtime's session and what really runs it. Thread safe.</summary>
public sealed class OnnxSession : IDisposable
{
    private const GraphOptimizationLevel Level = GraphOptimizationLevel.ORT_ENABLE_ALL;

    private OnnxSession(InferenceSession inference, string provider, string? note, bool fromCache, TimeSpan loadTime)
    {
        Inference = inference;
        Provider = provider;
        Note = note;
        FromCache = fromCache;
        LoadTime = loadTime;
    }

    /// <summary>The runtime's session.</summary>
    public InferenceSession Inference { get; }

    /// <summary>What runs it: <c>cpu</c> or <c>cuda</c>.</summary>
    public string Provider { get; }

    /// <summary>Why the processor runs it although a device was preferred; null where nothing was given up.</summary>
    public string? Note { get; }

    /// <summary>Whether an optimised graph of an earlier run was loaded.</summary>
    public bool FromCache { get; }

    /// <summary>How long loading took.</summary>
    public TimeSpan LoadTime { get; }

    /// <summary>The runtime and its version: <c>onnxruntime 1.31.1</c>.</summary>
    public static string Runtime => "onnxruntime " + OrtEnv.Instance().GetVersionString();

    /// <summary>Whether the graph has an input of that name.</summary>
    public bool HasInput(string name) => Inference.InputMetadata.ContainsKey(name);

    /// <summary>Whether the graph has an output of that name.</summary>
    public bool HasOutput(string name) => Inference.OutputMetadata.ContainsKey(name);

    /// <summary>Loads a graph.</summary>
    /// <param name="graph">What the file declares; read and checked before.</param>
    /// <param name="options">What it runs on, and where optimised graphs are kept.</param>
    /// <param name="digest">Digest of the graph with its weights, the key of the cache; null keeps nothing.</param>
    /// <exception cref="ModelException">The runtime refuses it, or the demanded device cannot be had.</exception>
    public static OnnxSession Load(OnnxGraphFile graph, OnnxModelOptions options, string? digest) =>
        Load(new GraphBytes(graph.Path, null), graph.Name, graph.Bytes + graph.WeightBytes.Values.Sum() / 2, options, digest);

    /// <summary>Loads a graph from a file, or from memory where it was rewritten.</summary>
    internal static OnnxSession Load(GraphBytes graph, string name, long size, OnnxModelOptions options, string? digest)
    {
        var started = options.Time.GetTimestamp();
        string? note = null;
        if (options.ExecutionProvider != ExecutionProvider.Cpu)
        {
            try
            {
                using var session = NewOptions(options);
                AppendCuda(session, options);
                var inference = Open(graph, session, name);
                return new OnnxSession(inference, "cuda", null, false, options.Time.GetElapsedTime(started));
            }
            catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
            {
                var reason = $"CUDA device {options.DeviceId} cannot be used: {e.Message.ReplaceLineEndings(" ").Trim()}";
                if (options.ExecutionProvider == ExecutionProvider.Cuda)
                    throw new ModelException($"{reason}. Use a build with -p:Gpu=true on a machine with the CUDA libraries, or executionProvider cpu or auto.", e);
                note = reason + "; the processor is used instead.";
                options.Notice(note);
            }
        }
        var (loaded, cached) = LoadOnProcessor(graph, name, size, options, digest);
        return new OnnxSession(loaded, "cpu", note, cached, options.Time.GetElapsedTime(started));
    }

    /// <inheritdoc/>
    public void Dispose() => Inference.Dispose();

    private static (InferenceSession Session, bool Cached) LoadOnProcessor(GraphBytes graph, string name, long size, OnnxModelOptions options, string? digest)
    {
        if (options.CacheFolder is { } folder && digest is not null && size >= options.SmallestCachedGraph)
        {
            var cache = new OptimizedGraphCache(Path.Combine(folder, "graphs"), options.CacheLimit);
            var key = OptimizedGraphCache.Key(digest, Runtime, Level);
            var found = cache.Find(key);
            var kept = found ?? cache.Add(key, saving =>
            {
                Configure(saving, options);
                Open(graph, saving, name).Dispose();
            });
            if (kept is not null)
            {
                try
                {
                    using var session = NewOptions(options);
                    return (new InferenceSession(kept, session), found is not null);
                }
                catch (OnnxRuntimeException)
                {
                    cache.Drop(key);
                }
            }
        }
        using var plain = NewOptions(options);
        return (Open(graph, plain, name), false);
    }

    private static InferenceSession Open(GraphBytes graph, SessionOptions options, string name)
    {
        try
        {
            return graph.Content is { } bytes ? new InferenceSession(bytes, options) : new InferenceSession(graph.Path, options);
        }
        catch (OnnxRuntimeException e) when (!e.Message.Contains("CUDA", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException($"{name} cannot be loaded by {Runtime}: {e.Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }

    private static SessionOptions NewOptions(OnnxModelOptions options)
    {
        var session = new SessionOptions();
        Configure(session, options);
        return session;
    }

    private static void Configure(SessionOptions session, OnnxModelOptions options)
    {
        session.GraphOptimizationLevel = Level;
        // Shapes differ from batch to batch: a memory plan for each would only pile up.
        session.EnableMemoryPattern = false;
        // Warnings about nodes that were folded away are of no use to the user.
        session.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        if (options.Threads is { } threads)
            session.IntraOpNumThreads = threads;
    }

    private static void AppendCuda(SessionOptions session, OnnxModelOptions options)
    {
        using var cuda = new OrtCUDAProviderOptions();
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = options.DeviceId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["use_tf32"] = "0",
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        if (options.DeviceMemoryLimit is { } limit)
            settings["gpu_mem_limit"] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture);
        cuda.UpdateOptions(settings);
        session.AppendExecutionProvider_CUDA(cuda);
    }
}

/// <summary>A graph: its file, or its content where it was rewritten in memory.</summary>
internal readonly record struct GraphBytes(string Path, byte[]? Content);
