using System.Text.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds a method or baseline.</summary>
internal static class SystemBinder
{
    public static SystemDeclaration? Bind(BindingContext context, PositionedNode node, string path)
    {
        if (ObjectFields.Open(context, node, path, "a system") is not { } fields) return null;
        var nameNode = fields.TextNode("name");
        var systemNode = fields.TextNode("system", required: true);
        var system = systemNode?.Text ?? "";
        if (systemNode is not null && context.Vocabulary.Systems is { } known && !known.Contains(system))
            context.NoneOf(systemNode.Place, fields.PathOf("system"), system, "system", known);
        else if (systemNode is not null && !ManifestNames.IsName(system))
            fields.Wrong(systemNode, "system", $"the name of a system ({ManifestNames.NameRule})");
        if (nameNode is not null && !ManifestNames.IsName(nameNode.Text))
            fields.Wrong(nameNode, "name", ManifestNames.NameRule);
        var declaration = new SystemDeclaration
        {
            Name = nameNode?.Text ?? system,
            System = system,
            Models = Models(fields),
            Settings = SettingsBinder.Bind(fields),
            Generation = GenerationBinder.Bind(fields),
        };
        fields.Close();
        return declaration;
    }

    private static Dictionary<string, string> Models(ObjectFields fields)
    {
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Take("models") is not { } node) return models;
        if (node.Kind != JsonValueKind.Object)
        {
            fields.Wrong(node, "models", "an object: the model of each slot, such as { \"generator\": \"smol\" }");
            return models;
        }
        foreach (var slot in node.Members)
        {
            var path = ManifestPath.Member(fields.PathOf("models"), slot.Name);
            if (slot.Value.Kind != JsonValueKind.String)
                fields.Context.Errors.Add(slot.Value.Place, path, $"{path} is {slot.Value.Shown}; it must be the name of a model of this manifest.", slot.Value.Shown);
            else if (!fields.Context.Models.Contains(slot.Value.Text))
                fields.Context.NoneOf(slot.Value.Place, path, slot.Value.Text, "model of this manifest", fields.Context.Models);
            else
                models[slot.Name] = slot.Value.Text;
        }
        return models;
    }
}
