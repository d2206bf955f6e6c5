using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;

namespace EvalHarness.Pipeline.Planning;

/// <summary>The points of a comparison's sweep.</summary>
public static class SweepGrid
{
    /// <summary>All combinations of the axes' values, the primary one first, then in the order written with the last axis moving fastest.</summary>
    public static IReadOnlyList<JsonObject> Points(ComparisonDeclaration comparison)
    {
        var points = Combine(comparison.Sweep);
        var primary = new JsonObject(comparison.Sweep.Select(axis =>
            KeyValuePair.Create(axis.Key, (comparison.PrimaryPoint[axis.Key] ?? axis.Value[0])?.DeepClone())));
        return [.. points.OrderByDescending(point => JsonNode.DeepEquals(point, primary))];
    }

    /// <summary>All combinations of some axes' values.</summary>
    public static IReadOnlyList<JsonObject> Combine(IEnumerable<KeyValuePair<string, JsonArray>> axes)
    {
        IReadOnlyList<JsonObject> points = [[]];
        foreach (var (name, values) in axes)
            points = [.. points.SelectMany(point => values.Select(value => new JsonObject(point.Select(member =>
                KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) { [name] = value?.DeepClone() }))];
        return points;
    }
}
