using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests.Binding;

/// <summary>Binds <c>sweep</c> and <c>primaryPoint</c>.</summary>
internal static class SweepBinder
{
    private const int MostPoints = 1_000;

    public static List<KeyValuePair<string, JsonArray>> Bind(ObjectFields comparison)
    {
        var axes = new List<KeyValuePair<string, JsonArray>>();
        if (comparison.Take("sweep") is not { } node) return axes;
        var path = comparison.PathOf("sweep");
        if (node.Kind != JsonValueKind.Object || node.Members.Count == 0)
        {
            comparison.Context.Errors.Add(node.Place, path, $"{path} is {(node.Kind == JsonValueKind.Object ? "an empty object" : node.Shown)}; it must be an object of settings and their values, such as {{ \"shots\": [0, 2, 4] }}.", node.Shown);
            return axes;
        }
        ObjectFields.Open(comparison.Context, node, path, "a sweep")!.Exclude(ShotsSetting.Name, ShotsSetting.Setting);
        double points = 1;
        foreach (var axis in node.Members)
        {
            axes.Add(new(axis.Name, Values(comparison.Context, axis, ManifestPath.Member(path, axis.Name))));
            points *= Math.Max(1, axis.Value.Items.Count);
        }
        if (points > MostPoints)
            comparison.Context.Errors.Add(node.Place, path, $"{path} has {points:#,0} points; {MostPoints:#,0} are allowed.");
        return axes;
    }

    /// <summary>The primary point with every axis in it, in the order of the sweep; empty where the manifest names none.</summary>
    public static JsonObject BindPrimaryPoint(ObjectFields comparison, List<KeyValuePair<string, JsonArray>> sweep)
    {
        if (comparison.Take("primaryPoint") is not { } node) return [];
        var path = comparison.PathOf("primaryPoint");
        if (node.Kind != JsonValueKind.Object)
        {
            comparison.Wrong(node, "primaryPoint", "an object of sweep axes and one value of each");
            return [];
        }
        foreach (var member in node.Members)
            CheckCoordinate(comparison.Context, member, ManifestPath.Member(path, member.Name), sweep);
        if (node.Members.Count == 0) return [];
        var point = new JsonObject();
        foreach (var (axis, values) in sweep)
            point[axis] = (node.Member(axis) is { } given ? given.Value.ToJson() : values.Count > 0 ? values[0]?.DeepClone() : null);
        return point;
    }

    private static JsonArray Values(BindingContext context, PositionedMember axis, string path)
    {
        var values = new JsonArray();
        if (axis.Value.Kind != JsonValueKind.Array || axis.Value.Items.Count == 0)
        {
            context.Errors.Add(axis.Value.Place, path, $"{path} is {(axis.Value.Kind == JsonValueKind.Array ? "an empty list" : axis.Value.Shown)}; a sweep axis must be a list of at least one value.", axis.Value.Shown);
            return values;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(MostPoints, axis.Value.Items.Count); i++)
        {
            var item = axis.Value.Items[i];
            if (item.Kind == JsonValueKind.Null)
                context.Errors.Add(item.Place, $"{path}[{i}]", $"{path}[{i}] is null; each value of a sweep axis must be a value of the setting.", "null");
            SettingsBinder.Check(context, axis.Name, item, $"{path}[{i}]");
            var value = item.ToJson();
            if (!seen.Add(CanonicalJson.Text(value)))
                context.Errors.Add(item.Place, $"{path}[{i}]", $"{path}[{i}] is {item.Shown}, which is a value of this axis already.", item.Shown);
            values.Add(value);
        }
        return values;
    }

    private static void CheckCoordinate(BindingContext context, PositionedMember member, string path, List<KeyValuePair<string, JsonArray>> sweep)
    {
        var axis = sweep.FindIndex(candidate => candidate.Key == member.Name);
        if (axis < 0)
        {
            var names = sweep.ConvertAll(candidate => candidate.Key);
            var suggestion = NearestName.Find(member.Name, names);
            context.Errors.Add(member.Place, path, $"{Quotation.Name(member.Name)} is no axis of this sweep{(suggestion is null ? "" : $"; did you mean '{suggestion}'?")}{(suggestion is null ? "; i" : " I")}ts axes are {Quotation.List(names)}.", member.Name, names, suggestion);
            return;
        }
        var value = CanonicalJson.Text(member.Value.ToJson());
        var allowed = sweep[axis].Value.Select(CanonicalJson.Text).ToList();
        if (!allowed.Contains(value))
            context.Errors.Add(member.Value.Place, path, $"{path} is {member.Value.Shown}; it must be one of the axis's values: {Quotation.List(allowed)}.", member.Value.Shown, allowed);
    }
}
