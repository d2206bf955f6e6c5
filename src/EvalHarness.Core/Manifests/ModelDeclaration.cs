using System.Text.Json.Nodes;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Manifests;

/// <summary>A suite's data: a path, or an object with a path and options.</summary>
/// <param name="Path">As written.</param>
/// <param name="FullPath">Absolute.</param>
/// <param name="Options">Options such as <c>subset</c>.</param>
public sealed record DataDeclaration(string Path, string FullPath, IReadOnlyDictionary<string, string> Options);

/// <summary>A model: its provider and the provider's options.</summary>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Provider">onnx, chat, completions, replay, mock, ngram.</param>
/// <param name="Options">All other members but the price, as written; the provider checks them.</param>
/// <param name="BaseFolder">The folder relative paths start from.</param>
public sealed record ModelDeclaration(string Name, string Provider, JsonObject Options, string BaseFolder)
{
    /// <summary>Its price, or null.</summary>
    public ModelPrice? Price { get; init; }
}
