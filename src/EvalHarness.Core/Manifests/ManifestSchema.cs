using EvalHarness.Core.Json;

namespace EvalHarness.Core.Manifests;

/// <summary>The published JSON Schema of manifests (draft 2020-12), and the manifest <c>evalharness init</c> writes.</summary>
public static class ManifestSchema
{
    /// <summary>The name manifests give in <c>$schema</c>.</summary>
    public const string FileName = "manifest.schema.json";

    /// <summary>The schema. Editors complete and check with it; the reader checks what a schema cannot say (references, positions, names).</summary>
    public static string Text => EmbeddedText.Read(FileName);

    /// <summary>A commented manifest to start from.</summary>
    public static string Starter => EmbeddedText.Read("starter.manifest.jsonc");
}
