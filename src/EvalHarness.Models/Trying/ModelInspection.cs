using System.Globalization;
using System.Text;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Trying;

/// <summary>What a model folder holds and what the harness can do with it, or what is wrong with it. Loads no weights.</summary>
public sealed class ModelInspection
{
    private ModelInspection(string text, string? problem)
    {
        Text = text;
        Problem = problem;
    }

    /// <summary>The report, for people.</summary>
    public string Text { get; }

    /// <summary>What is wrong, in one sentence; null when the model can be used.</summary>
    public string? Problem { get; }

    /// <summary>Inspects a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Which variant is looked at, and where digests are kept.</param>
    public static ModelInspection Of(string path, OnnxModelOptions? options = null)
    {
        var text = new StringBuilder();
        try
        {
            var folder = OnnxModelFolder.Open(path, options?.Variant);
            Line(text, "folder", folder.Path);
            var family = OnnxFamilies.Of(folder);
            Line(text, "family", $"{family.Name}{(folder.Configuration.ModelType.Length > 0 ? $" ({folder.Configuration.ModelType})" : "")}");
            foreach (var name in folder.Graphs.Keys.Order(StringComparer.Ordinal))
                Describe(text, folder, folder.Graph(name));
            Line(text, "precision", family.Precision(folder) ?? "unknown");
            if (folder.HasTokenizer)
                Describe(text, folder.ReadTokenizer(), folder.Configuration);
            family.Check(folder);
            var files = folder.FilesThatMatter();
            Line(text, "size", $"{files.Sum(f => new FileInfo(folder.At(f)).Length).ToString("N0", CultureInfo.InvariantCulture)} bytes in {files.Count} files");
            Line(text, "digest", ModelDigest.Compute(folder, options?.CacheFolder));
            Line(text, "runtime", OnnxSession.Runtime);
            Line(text, "usable as", string.Join(", ", family.Capabilities.Select(c => c.Name).Order(StringComparer.Ordinal)));
            Line(text, "can be tried", string.Join(", ", family.Trials));
            return new ModelInspection(text.ToString(), null);
        }
        catch (Exception e) when (e is ModelException or IOException or UnauthorizedAccessException)
        {
            Line(text, "problem", e.Message);
            return new ModelInspection(text.ToString(), e.Message);
        }
    }

    private static void Describe(StringBuilder text, OnnxModelFolder folder, OnnxGraphFile graph)
    {
        var weights = string.Join(", ", graph.WeightBytes.Select(w => $"{w.Key} {w.Value.ToString("N0", CultureInfo.InvariantCulture)}"));
        Line(text, "graph", $"{Path.GetRelativePath(folder.Path, graph.Path)}, operator set {graph.Opset}, weights in bytes: {weights}");
        foreach (var input in Fold(graph.Inputs))
            Line(text, "  input", input);
        foreach (var output in Fold(graph.Outputs))
            Line(text, "  output", output);
    }

    private static void Describe(StringBuilder text, Tokenizer tokenizer, ModelConfiguration configuration)
    {
        var settings = tokenizer.Settings;
        Line(text, "tokenizer", $"{tokenizer.Kind}, {tokenizer.VocabularySize.ToString("N0", CultureInfo.InvariantCulture)} ids, {tokenizer.AddedTokens.Count} added tokens, "
            + $"{tokenizer.AddedTokenCount()} special tokens for a text{(settings.MaxLength is { } most ? $", at most {most:N0} tokens" : "")}");
        Line(text, "chat template", settings.ChatTemplate is null ? "none" : "yes");
        Line(text, "positions", configuration.MaxPositions?.ToString("N0", CultureInfo.InvariantCulture) ?? "no limit");
    }

    // The cache of every layer looks like that of the first.
    private static IEnumerable<string> Fold(IReadOnlyList<GraphTensor> tensors)
    {
        static bool Repeated(GraphTensor t) => (t.Name.StartsWith("past_key_values.", StringComparison.Ordinal) || t.Name.StartsWith("present.", StringComparison.Ordinal));
        var cache = tensors.Where(Repeated).ToList();
        var shown = tensors.Where(t => !Repeated(t)).Select(t => t.ToString());
        return cache.Count == 0 ? shown : shown.Append($"{cache[0]} and {cache.Count - 1} more of the cache");
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-14}{value}\n");
}
