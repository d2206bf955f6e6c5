using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Pipeline.Reports.Html.Text;

/// <summary>Points of a sweep in words: <c>shots 2, template a</c>.</summary>
public static class VariantText
{
    /// <summary>The point; empty without a sweep.</summary>
    public static string Of(JsonObject variant) => string.Join(", ", variant.Select(axis => $"{axis.Key} {Value(axis.Value)}"));

    /// <summary>A value of an axis; texts without their quotes.</summary>
    public static string Value(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "null";

    /// <summary>Whether what stands at one point stands at another: every axis it names has the same value there.</summary>
    public static bool StandsAt(JsonObject variant, JsonObject point) => variant.All(axis => JsonNode.DeepEquals(axis.Value, point[axis.Key]));
}
