using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>Decoder-only language models with a key-value cache: Llama, Qwen, SmolLM, GPT-2 and their like.</summary>
public sealed class CausalFamily : IOnnxFamily
{
    /// <inheritdoc/>
    public string Name => "decoder-only language model";

    /// <inheritdoc/>
    public IReadOnlySet<Type> Capabilities { get; } = new HashSet<Type> { typeof(ITextGenerator), typeof(ILikelihoodScorer) };

    /// <inheritdoc/>
    public IReadOnlyList<string> Trials { get; } = ["tokenize", "decode", "render", "generate", "likelihood", "logits", "nextToken"];

    /// <inheritdoc/>
    public bool Recognises(OnnxModelFolder folder) =>
        folder.Graphs.ContainsKey("model") && folder.Graph("model") is var graph && graph.Inputs.Any(i => i.Name == "input_ids")
        && (graph.Inputs.Any(i => i.Name.StartsWith("past_key_values.", StringComparison.Ordinal))
            || folder.Configuration.Architectures.Any(a => a.EndsWith("ForCausalLM", StringComparison.Ordinal) || a.EndsWith("LMHeadModel", StringComparison.Ordinal)));

    /// <inheritdoc/>
    public string? Precision(OnnxModelFolder folder) =>
        folder.Graph("model").Inputs.FirstOrDefault(i => i.Name.StartsWith("past_key_values.", StringComparison.Ordinal))?.ElementType;

    /// <inheritdoc/>
    public bool HasChatTemplate(OnnxModelFolder folder) => TokenizerFolder.ReadSettings(folder.Path).ChatTemplate is not null;

    /// <inheritdoc/>
    public void Check(OnnxModelFolder folder)
    {
        folder.ReadTokenizer();
        CausalGraph.Check(folder);
    }

    /// <inheritdoc/>
    public IModel Load(OnnxModelFolder folder, ModelIdentity identity, OnnxModelOptions options)
    {
        var tokenizer = folder.ReadTokenizer();
        var graph = CausalGraph.Load(folder, identity.Digest, options);
        return new OnnxCausalLanguageModel(graph, tokenizer, folder.Configuration, identity, options);
    }
}
