using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>What all binders of one manifest share.</summary>
internal sealed class BindingContext(ErrorList errors, ManifestVocabulary vocabulary, string baseFolder)
{
    public ErrorList Errors { get; } = errors;

    public ManifestVocabulary Vocabulary { get; } = vocabulary;

    public string BaseFolder { get; } = baseFolder;

    /// <summary>Names of the manifest's models, those with errors included, so that one mistake is reported once.</summary>
    public HashSet<string> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the manifest's own suites, those with errors included.</summary>
    public HashSet<string> Suites { get; } = new(StringComparer.Ordinal);

    /// <summary>A value that is none of the allowed ones.</summary>
    /// <param name="place">Of the value.</param>
    /// <param name="path">Of the value.</param>
    /// <param name="found">The value.</param>
    /// <param name="what">What it is not, such as "a model of this manifest".</param>
    /// <param name="allowed">What is allowed.</param>
    public void NoneOf(Place place, string path, string found, string what, IReadOnlyCollection<string> allowed)
    {
        var list = allowed as IReadOnlyList<string> ?? [.. allowed];
        var suggestion = NearestName.Find(found, list);
        Errors.Add(place, path, $"{path} is {Quotation.Of(found)}, which is no {what}{(suggestion is null ? "" : $"; did you mean {Quotation.Of(suggestion)}?")}{(suggestion is null ? "; a" : " A")}llowed: {Quotation.List(list)}.",
            found, list, suggestion);
    }

    /// <summary>A path made absolute, or null with an error.</summary>
    public string? FullPath(PositionedNode node, string path)
    {
        if (node.Text.Length == 0 || node.Text.Length > 4_000 || node.Text.Any(char.IsControl))
        {
            Errors.Add(node.Place, path, $"{path} is {node.Shown}; it must be a path of 1 to 4,000 characters without control characters.", node.Shown);
            return null;
        }
        return Path.GetFullPath(node.Text, BaseFolder);
    }
}
