using System.Text.Json.Nodes;
using EvalHarness.Models.Onnx.Sessions;

namespace EvalHarness.Models.Onnx;

/// <summary>The <c>onnx</c> provider: a model folder in the Hugging Face and Optimum layout, run in this process by ONNX Runtime.</summary>
public static class OnnxProvider
{
    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "onnx",
        "A model folder in the layout of Hugging Face Optimum (config.json, tokenizer.json, onnx/*.onnx), run in this process by ONNX Runtime.",
        [
            new("path", ModelOptionType.Text, "The folder, relative to the manifest.") { Required = true },
            new("executionProvider", ModelOptionType.Text, "What it runs on: cpu; cuda, which fails where no device can be used; auto, which then falls back to cpu and says so.")
            {
                Default = JsonValue.Create("cpu"), Allowed = ["cpu", "cuda", "auto"],
            },
            new("deviceId", ModelOptionType.Integer, "Index of the device.") { Default = JsonValue.Create(0), Minimum = 0, Maximum = 255 },
            new("deviceMemoryGigabytes", ModelOptionType.Number, "Most memory that the runtime takes on the device; without it, no limit.") { Minimum = 0.1, Maximum = 4096 },
            new("variant", ModelOptionType.Text, "Precision by the ending of the graph files, such as fp16 or q4; without it, the plain files."),
            new("threads", ModelOptionType.Integer, "Threads inside one operator; without it, one for each core.") { Minimum = 1, Maximum = 1024 },
            new("tokenBudget", ModelOptionType.Integer, "Tokens of one batch; without it, found while running.") { Minimum = 1, Maximum = 10_000_000 },
            new("price", ModelOptionType.Price, "What a token is to cost in the report."),
        ],
        static (declaration, options, context, cancellationToken) => new(Task.Run(() => (Core.Models.IModelSource)OnnxModelSource.Open(
            declaration.Name,
            Path.GetFullPath(Path.Combine(declaration.BaseFolder, options.RequiredText("path"))),
            new OnnxModelOptions
            {
                ExecutionProvider = options.RequiredText("executionProvider") switch { "cuda" => ExecutionProvider.Cuda, "auto" => ExecutionProvider.Auto, _ => ExecutionProvider.Cpu },
                DeviceId = options.Integer("deviceId") ?? 0,
                DeviceMemoryLimit = options.Number("deviceMemoryGigabytes") is { } gigabytes ? (long)(gigabytes * (1L << 30)) : null,
                Variant = options.Text("variant"),
                Threads = options.Integer("threads"),
                TokenBudget = options.Integer("tokenBudget"),
                CacheFolder = context.CacheFolder,
                Time = context.Time,
                Notice = context.Notice,
            },
            declaration.Price ?? options.Price("price")), cancellationToken)));
}
