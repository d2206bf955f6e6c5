using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests;

/// <summary>A manifest, or what is wrong with it; and where every field stands, for checks that come later.</summary>
public sealed class ManifestReadResult
{
    private readonly PositionedNode? _root;
    private readonly SourceText _source;

    internal ManifestReadResult(Manifest? manifest, IReadOnlyList<ManifestError> errors, PositionedNode? root, SourceText source) =>
        (Manifest, Errors, _root, _source) = (manifest, errors, root, source);

    /// <summary>The manifest; null where there are errors.</summary>
    public Manifest? Manifest { get; }

    /// <summary>Everything that is wrong, in the order of the file, overrides last; empty where there is a manifest.</summary>
    public IReadOnlyList<ManifestError> Errors { get; }

    /// <summary>
    /// Where a field's value stands: <c>comparisons[0].baselines[1].settings.samples</c>. Where it is absent (a default, an inherited value), where
    /// the nearest object around it begins. A field that an override set stands in that override.
    /// </summary>
    public JsonPosition PositionOf(string path)
    {
        if (_root is null || ManifestPath.Parse(path, out var steps, out _) is not null) return _source.PositionAt(0);
        var node = _root;
        foreach (var step in steps)
        {
            var next = step.Index is { } index ? index < node.Items.Count ? node.Items[index] : null
                : step.Name is not { } name ? null
                : node.Member(name)?.Value ?? node.Items.Find(item => OverrideSet.EntryName(item) == name);
            if (next is null) break;
            node = next;
        }
        return node.Place.Position;
    }

    /// <summary>An error found by a later check, at the place of a field.</summary>
    public ManifestError ErrorAt(string path, string message) => new(PositionOf(path), path, message);
}
