using System.Text.Json.Nodes;
using EvalHarness.Core.Systems;

namespace EvalHarness.Methods.Prompting;

/// <summary>How worked examples are chosen: <c>settings.demonstrations</c> of the contracts, section 4.</summary>
public sealed record DemonstrationSettings
{
    /// <summary>No demonstrations.</summary>
    public static DemonstrationSettings None { get; } = new();

    /// <summary>The setting as systems declare it.</summary>
    public static SettingCard Card { get; } = new("demonstrations", SettingType.Object, null,
        "Worked examples before the query: {\"total\": N} or {\"perClass\": N} with \"draw\" fixed (default) or per-example, or {\"ids\": [...]}.");

    /// <summary>In total.</summary>
    public int Total { get; init; }

    /// <summary>Of each class; needs a suite with choices.</summary>
    public int PerClass { get; init; }

    /// <summary>Whether each example gets a draw of its own.</summary>
    public bool PerExample { get; init; }

    /// <summary>These pool items, in this order.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Total == 0 && PerClass == 0 && Ids.Count == 0;

    /// <summary>Whether the choice draws at random, so that the seed is part of what is asked.</summary>
    public bool DrawsAtRandom => !IsEmpty && Ids.Count == 0;

    /// <summary>Reads the setting <c>demonstrations</c> of a system.</summary>
    /// <exception cref="SystemSetupException">A member is unknown, contradictory or of the wrong form.</exception>
    public static DemonstrationSettings Read(SystemSettings settings)
    {
        var given = settings.Object("demonstrations");
        if (given is null)
            return None;
        var read = None;
        foreach (var (name, value) in given)
            read = name switch
            {
                "total" => read with { Total = Count(name, value) },
                "perClass" => read with { PerClass = Count(name, value) },
                "draw" => read with { PerExample = Draw(value) },
                "ids" => read with { Ids = IdList(value) },
                _ => throw new SystemSetupException($"'demonstrations' has no member '{name}'; it has total, perClass, draw, ids."),
            };
        if ((given.ContainsKey("total") ? 1 : 0) + (given.ContainsKey("perClass") ? 1 : 0) + (given.ContainsKey("ids") ? 1 : 0) > 1)
            throw new SystemSetupException("'demonstrations' takes one of total, perClass and ids, not several.");
        if (read.Ids.Count > 0 && read.PerExample)
            throw new SystemSetupException("'demonstrations' with ids are the same for every example; draw: per-example does not apply.");
        return read;
    }

    /// <summary>The part of an evidence spec's settings that demonstrations determine; null without any.</summary>
    public JsonObject? ToJson()
    {
        if (IsEmpty)
            return null;
        var json = new JsonObject();
        if (Total > 0) json["total"] = Total;
        if (PerClass > 0) json["perClass"] = PerClass;
        if (PerExample) json["draw"] = "per-example";
        if (Ids.Count > 0) json["ids"] = new JsonArray([.. Ids.Select(id => JsonValue.Create(id))]);
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static DemonstrationSettings FromJson(JsonObject? json) => json is null ? None : new DemonstrationSettings
    {
        Total = (int?)json["total"] ?? 0,
        PerClass = (int?)json["perClass"] ?? 0,
        PerExample = (string?)json["draw"] == "per-example",
        Ids = json["ids"] is JsonArray ids ? [.. ids.Select(id => (string)id!)] : [],
    };

    private static int Count(string name, JsonNode? value) =>
        value is JsonValue number && int.TryParse(number.ToJsonString(), out var count) && count is >= 0 and <= 1000
            ? count
            : throw new SystemSetupException($"'demonstrations.{name}' is {value?.ToJsonString() ?? "null"}; it must be a whole number from 0 to 1000.");

    private static bool Draw(JsonNode? value) => value?.ToJsonString() switch
    {
        "\"fixed\"" => false,
        "\"per-example\"" => true,
        var other => throw new SystemSetupException($"'demonstrations.draw' is {other ?? "null"}; allowed are fixed, per-example."),
    };

    private static List<string> IdList(JsonNode? value) =>
        value is JsonArray ids && ids.Count > 0 && ids.All(id => id?.GetValueKind() == System.Text.Json.JsonValueKind.String)
            ? [.. ids.Select(id => id!.GetValue<string>())]
            : throw new SystemSetupException("'demonstrations.ids' must be a list of at least one id of the training split or pool.");
}
