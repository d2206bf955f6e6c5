using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>
/// Binds <c>settings</c>. Their names are the systems' business and checked against system cards later; demonstrations are the same for every
/// system and checked here.
/// </summary>
internal static class SettingsBinder
{
    private const int MostShots = 1_000;

    public static JsonObject Bind(ObjectFields parent)
    {
        if (parent.Take("settings") is not { } node) return [];
        if (node.Kind != JsonValueKind.Object)
        {
            parent.Wrong(node, "settings", "an object: settings by name");
            return [];
        }
        var path = parent.PathOf("settings");
        foreach (var member in node.Members)
            Check(parent.Context, member.Name, member.Value, ManifestPath.Member(path, member.Name));
        ObjectFields.Open(parent.Context, node, path, "'settings'")!.Exclude(ShotsSetting.Name, ShotsSetting.Setting);
        return ShotsSetting.Expand((JsonObject)node.ToJson()!);
    }

    /// <summary>Checks a value of <c>shots</c> or <c>demonstrations</c>, in settings or in a sweep; other names pass.</summary>
    public static void Check(BindingContext context, string name, PositionedNode value, string path)
    {
        if (name == ShotsSetting.Name)
            ObjectFields.WholeOf(context, value, path, new NumberRange(0, MostShots));
        else if (name == ShotsSetting.Setting && ObjectFields.Open(context, value, path, "'demonstrations'") is { } fields)
            CheckDemonstrations(fields);
    }

    private static void CheckDemonstrations(ObjectFields fields)
    {
        fields.Integer("total", 0, MostShots);
        fields.Integer("perClass", 0, MostShots);
        fields.Texts("ids");
        if (fields.OneOf("draw", "fixed", "per-example") == "per-example" && fields.Node.Member("ids") is { } ids)
            fields.Context.Errors.Add(ids.Place, fields.PathOf("ids"), "'ids' are the same demonstrations for every example; \"draw\": \"per-example\" does not go with them.", "ids");
        fields.Exclude("total", "perClass");
        fields.Exclude("total", "ids");
        fields.Exclude("perClass", "ids");
        if (fields.Node.Member("total") is null && fields.Node.Member("perClass") is null && fields.Node.Member("ids") is null)
            fields.Context.Errors.Add(fields.Node.Place, fields.Path, $"{fields.Path} does not say how many; it needs 'total', 'perClass' or 'ids'.", allowed: ["total", "perClass", "ids"]);
        fields.Close();
    }
}
