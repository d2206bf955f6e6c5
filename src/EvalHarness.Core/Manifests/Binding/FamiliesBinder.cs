using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>families</c>: which comparisons are corrected together.</summary>
internal static class FamiliesBinder
{
    public static Dictionary<string, IReadOnlyList<string>> Bind(ObjectFields manifest, IReadOnlyList<ComparisonDeclaration> comparisons)
    {
        var families = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (manifest.Object("families") is not { } entries) return families;
        var known = comparisons.Select(comparison => comparison.Name).ToHashSet(StringComparer.Ordinal);
        var familyOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in entries.Node.Members.TakeWhile(_ => !manifest.Context.Errors.Full))
        {
            if (!ManifestNames.IsName(member.Name))
                manifest.Context.Errors.Add(member.Place, entries.PathOf(member.Name), $"{Quotation.Name(member.Name)} is no name of a family; it must be {ManifestNames.NameRule}.", member.Name);
            families[member.Name] = entries.Texts(member.Name, least: 1) ?? [];
            for (var i = 0; i < member.Value.Items.Count; i++)
                Check(manifest.Context, member.Name, member.Value.Items[i], $"{entries.PathOf(member.Name)}[{i}]", known, familyOf);
        }
        return families;
    }

    private static void Check(BindingContext context, string family, PositionedNode item, string path, HashSet<string> known, Dictionary<string, string> familyOf)
    {
        if (item.Kind != System.Text.Json.JsonValueKind.String || item.Text.Length == 0) return;
        if (!known.Contains(item.Text))
            context.NoneOf(item.Place, path, item.Text, "comparison of this manifest", known);
        else if (!familyOf.TryAdd(item.Text, family) && familyOf[item.Text] != family)
            context.Errors.Add(item.Place, path, $"{path} is {item.Shown}, which belongs to the family '{familyOf[item.Text]}' already; a comparison is in one family.", item.Shown);
    }
}
