using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Sessions;

namespace EvalHarness.Models.Onnx;

/// <summary>The <c>onnx</c> provider: a model folder in the Hugging Face/Optimum layout, run by ONNX Runtime.</summary>
public static class OnnxProvider
{
    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "onnx",
        "A model folder in the Hugging Face/Optimum layout, run by ONNX Runtime on CPU or CUDA.",
        [
            new("path", ModelOptionType.Text, "The model folder, relative to the manifest.") { Required = true },
            new("executionProvider", ModelOptionType.Text, "cpu; cuda, which fails where it cannot load; auto, which falls back to cpu and says so.")
                { Default = "cpu", Allowed = ["cpu", "cuda", "auto"] },
            new("deviceId", ModelOptionType.Integer, "Index of the CUDA device.") { Default = 0, Minimum = 0, Maximum = 63 },
            new("deviceMemoryLimit", ModelOptionType.Number, "Most bytes of device memory.") { Minimum = 1 << 20 },
            new("threads", ModelOptionType.Integer, "Threads inside one operator; default: one for each processor.") { Minimum = 1, Maximum = 1024 },
            new("variant", ModelOptionType.Text, "Ending of the graph files, such as fp16; default: the plain files."),
            new("tokenBudget", ModelOptionType.Integer, "Tokens of one batch; default: found while running.") { Minimum = 1 },
        ],
        static (declaration, options, context, _) => ValueTask.FromResult<IModelSource>(OnnxModelSource.Open(
            declaration.Name,
            Path.GetFullPath(options.RequiredText("path"), declaration.BaseFolder),
            new OnnxModelOptions
            {
                ExecutionProvider = options.RequiredText("executionProvider") switch
                {
                    "cuda" => ExecutionProvider.Cuda,
                    "auto" => ExecutionProvider.Auto,
                    _ => ExecutionProvider.Cpu,
                },
                DeviceId = options.Integer("deviceId") ?? 0,
                DeviceMemoryLimit = (long?)options.Number("deviceMemoryLimit"),
                Threads = options.Integer("threads"),
                Variant = options.Text("variant"),
                TokenBudget = options.Integer("tokenBudget"),
                CacheFolder = context.CacheFolder,
                Time = context.Time,
            },
            JinjaChatRenderer.Instance)));
}
