using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;

namespace EvalHarness.Models.Onnx;

/// <summary>A kind of model that the harness can run from a folder: how it is recognised, what it can do, how it is loaded.</summary>
public interface IOnnxFamily
{
    /// <summary>In words, such as <c>decoder-only language model</c>.</summary>
    string Name { get; }

    /// <summary>Capability interfaces of the loaded model.</summary>
    IReadOnlySet<Type> Capabilities { get; }

    /// <summary>What <c>models try</c> offers for it.</summary>
    IReadOnlyList<string> Trials { get; }

    /// <summary>Whether the folder holds such a model. Reads declarations only.</summary>
    bool Recognises(OnnxModelFolder folder);

    /// <summary>Precision of the weights as the graph runs them, such as <c>float32</c>; null where it cannot be told.</summary>
    string? Precision(OnnxModelFolder folder);

    /// <summary>Whether the folder's model has a chat template.</summary>
    bool HasChatTemplate(OnnxModelFolder folder);

    /// <summary>Checks what can be checked without loading weights.</summary>
    /// <exception cref="ModelException">Something is missing or does not fit; the message says what.</exception>
    void Check(OnnxModelFolder folder);

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">It cannot be loaded.</exception>
    IModel Load(OnnxModelFolder folder, ModelIdentity identity, OnnxModelOptions options);
}

/// <summary>The families the harness knows, in the order in which a folder is compared with them.</summary>
public static class OnnxFamilies
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IOnnxFamily> All { get; } = [new Causal.CausalFamily()];

    /// <summary>The family of a folder.</summary>
    /// <exception cref="ModelException">None recognises it; the message says what was found.</exception>
    public static IOnnxFamily Of(OnnxModelFolder folder) => All.FirstOrDefault(f => f.Recognises(folder))
        ?? throw new ModelException(
            $"{folder.Path} holds no model of a known family: model_type is \"{folder.Configuration.ModelType}\", its graphs are {string.Join(", ", folder.Graphs.Keys.Order())}. Known are: {string.Join("; ", All.Select(f => f.Name))}.");
}
