using EvalHarness.Core.Manifests;

namespace EvalHarness.Pipeline.Planning;

/// <summary>A resolved manifest, or everything that is wrong with it.</summary>
/// <param name="Definition">The definition; null where there are errors.</param>
/// <param name="Errors">Errors with their places.</param>
public sealed record DefinitionResult(RunDefinition? Definition, IReadOnlyList<ManifestError> Errors);
