using System.Text.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>data</c>: a folder for each suite, or an object of its path and options.</summary>
internal static class DataBinder
{
    public static Dictionary<string, DataDeclaration> Bind(ObjectFields manifest)
    {
        var data = new Dictionary<string, DataDeclaration>(StringComparer.Ordinal);
        if (manifest.Object("data") is not { } entries) return data;
        foreach (var member in entries.Node.Members.TakeWhile(_ => !manifest.Context.Errors.Full))
        {
            CheckAddress(manifest.Context, member, entries.PathOf(member.Name));
            if (Entry(manifest.Context, member.Value, entries.PathOf(member.Name)) is { } declaration)
                data[member.Name] = declaration;
        }
        return data;
    }

    private static void CheckAddress(BindingContext context, PositionedMember member, string path)
    {
        if (!ManifestNames.IsSuiteAddress(member.Name))
            context.Errors.Add(member.Place, path, $"{Quotation.Name(member.Name)} is no suite; the names in 'data' must be {ManifestNames.SuiteAddressRule}.", member.Name);
        else if (context.Vocabulary.SuiteFamilies is { } families && !families.Contains(member.Name.Split(':')[0]))
        {
            var suggestion = NearestName.Find(member.Name, families);
            context.Errors.Add(member.Place, path, $"{Quotation.Name(member.Name)} is no known suite{(suggestion is null ? "" : $"; did you mean '{suggestion}'?")}{(suggestion is null ? "; k" : " K")}nown are {Quotation.List(families)}.", member.Name, families, suggestion);
        }
    }

    private static DataDeclaration? Entry(BindingContext context, PositionedNode node, string path)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var pathNode = node;
        if (node.Kind == JsonValueKind.Object)
        {
            pathNode = ObjectFields.Open(context, node, path, "a suite's data")!.TextNode("path", required: true);
            foreach (var member in node.Members.Where(member => member.Name != "path"))
                Option(context, member, ManifestPath.Member(path, member.Name), options);
        }
        else if (node.Kind != JsonValueKind.String)
        {
            context.Errors.Add(node.Place, path, $"{path} is {node.Shown}; it must be a path, or an object of a 'path' and options.", node.Shown);
            return null;
        }
        return pathNode is not null && context.FullPath(pathNode, path) is { } full ? new DataDeclaration(pathNode.Text, full, options) : null;
    }

    private static void Option(BindingContext context, PositionedMember member, string path, Dictionary<string, string> options)
    {
        switch (member.Value.Kind)
        {
            case JsonValueKind.String or JsonValueKind.Number:
                options[member.Name] = member.Value.Text;
                break;
            case JsonValueKind.True or JsonValueKind.False:
                options[member.Name] = member.Value.Shown;
                break;
            default:
                context.Errors.Add(member.Value.Place, path, $"{path} is {member.Value.Shown}; options of a suite's data must be texts, numbers, true or false.", member.Value.Shown);
                break;
        }
    }
}
