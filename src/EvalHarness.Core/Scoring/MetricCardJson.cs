using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Scoring;

/// <summary>The JSON of an identity card: camelCase, enumerations by name, options under their own names.</summary>
public static class MetricCardJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The card as JSON.</summary>
    public static JsonObject ToJson(MetricCard card) => JsonSerializer.SerializeToNode(card, Options)!.AsObject();

    /// <summary>Reads a card.</summary>
    /// <exception cref="JsonException">It is no card.</exception>
    public static MetricCard FromJson(JsonNode json) =>
        json.Deserialize<MetricCard>(Options) ?? throw new JsonException("the metric's card is null");
}
