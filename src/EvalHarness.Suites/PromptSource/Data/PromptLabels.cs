using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>Label names as whole numbers.</summary>
internal static class PromptLabels
{
    /// <summary>The position of a label's name; -1, as the public loaders have it, where the item is unlabelled.</summary>
    public static long Index(string? name, string[] labels, string field, Place place)
    {
        if (name is null)
            return -1;
        var index = Array.IndexOf(labels, name);
        return index >= 0 ? index : throw place.Error($"found {Place.Quote(name)}", string.Join(", ", labels), field);
    }
}
