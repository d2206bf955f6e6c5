namespace EvalHarness.Models.Onnx.Sessions;

/// <summary>What a model runs on.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA device; loading fails where it cannot be had.</summary>
    Cuda,

    /// <summary>An NVIDIA device where it can be had, else the processor; which it was, and why, is reported.</summary>
    Auto,
}

/// <summary>How a model folder is run.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>What it runs on.</summary>
    public ExecutionProvider ExecutionProvider { get; init; }

    /// <summary>Index of the device.</summary>
    public int DeviceId { get; init; }

    /// <summary>Most bytes the device's arena may take; null: no limit.</summary>
    public long? DeviceMemoryLimit { get; init; }

    /// <summary>Threads inside one operator; null: one for each processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Where digests and optimised graphs are kept; null keeps nothing.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Most bytes of optimised graphs that are kept; the least recently used go first.</summary>
    public long CacheLimit { get; init; } = 16L << 30;

    /// <summary>Graphs of fewer bytes load at once and are not kept.</summary>
    public long SmallestCachedGraph { get; init; } = 8L << 20;

    /// <summary>Precision by the ending of the graph files, such as <c>fp16</c>; null: the plain files.</summary>
    public string? Variant { get; init; }

    /// <summary>Tokens of one batch; null: found while running.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Takes sentences the user should see once, such as why the processor is used although a device was preferred.</summary>
    public Action<string> Notice { get; init; } = static _ => { };

    /// <summary>Where loading and inference times are taken from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
