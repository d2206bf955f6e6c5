using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Core.Systems;

/// <summary>The settings of one system, checked against its card and with defaults filled in.</summary>
public sealed class SystemSettings
{
    private readonly JsonObject _values;

    /// <summary>Checks given settings against a card.</summary>
    /// <exception cref="SystemSetupException">A setting is unknown, of the wrong form or out of range.</exception>
    public SystemSettings(SystemCard card, JsonObject given)
    {
        foreach (var (name, value) in given)
        {
            var setting = card.Settings.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new SystemSetupException($"The system '{card.Name}' has no setting '{name}'; it has {List(card.Settings.Select(candidate => candidate.Name))}.");
            Check(card, setting, value);
        }
        _values = [];
        foreach (var setting in card.Settings)
            if (given[setting.Name] is { } value)
                _values[setting.Name] = value.DeepClone();
            else if (setting.Default is not null)
                _values[setting.Name] = setting.Default.DeepClone();
    }

    /// <summary>A whole number; null where it was left out and has no default.</summary>
    public int? Integer(string name) => _values[name] is { } value ? (int)Number(value) : null;

    /// <summary>A number; null where it was left out and has no default.</summary>
    public double? Number(string name) => _values[name] is { } value ? Number(value) : null;

    /// <summary>true or false; false where it was left out and has no default.</summary>
    public bool Boolean(string name) => _values[name] is { } value && value.GetValue<bool>();

    /// <summary>A text; null where it was left out and has no default.</summary>
    public string? Text(string name) => _values[name]?.GetValue<string>();

    /// <summary>A list of texts; empty where it was left out.</summary>
    public IReadOnlyList<string> TextList(string name) =>
        _values[name] is JsonArray items ? [.. items.Select(item => item!.GetValue<string>())] : [];

    /// <summary>An object; null where it was left out.</summary>
    public JsonObject? Object(string name) => _values[name] as JsonObject;

    /// <summary>All settings in force, for the report.</summary>
    public JsonObject ToJson() => (JsonObject)_values.DeepClone();

    private static void Check(SystemCard card, SettingCard setting, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var fits = setting.Type switch
        {
            SettingType.Integer => kind == JsonValueKind.Number && Number(value!) is var whole && whole == Math.Truncate(whole) && Math.Abs(whole) <= int.MaxValue,
            SettingType.Number => kind == JsonValueKind.Number,
            SettingType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            SettingType.Text => kind == JsonValueKind.String,
            SettingType.TextList => value is JsonArray items && items.All(item => item?.GetValueKind() == JsonValueKind.String),
            _ => kind == JsonValueKind.Object,
        };
        if (!fits)
            throw new SystemSetupException($"The setting '{setting.Name}' of '{card.Name}' is {value?.ToJsonString() ?? "null"}; it must be {Form(setting.Type)}.");
        if (setting.Allowed is { } allowed && kind == JsonValueKind.String && !allowed.Contains(value!.GetValue<string>()))
            throw new SystemSetupException($"The setting '{setting.Name}' of '{card.Name}' is {value.ToJsonString()}; allowed are {List(allowed)}.");
        if (kind == JsonValueKind.Number && (Number(value!) < setting.Minimum || Number(value!) > setting.Maximum))
            throw new SystemSetupException($"The setting '{setting.Name}' of '{card.Name}' is {value!.ToJsonString()}; it must be{(setting.Minimum is { } low ? $" at least {low}" : "")}{(setting.Maximum is { } high ? $"{(setting.Minimum is null ? "" : " and")} at most {high}" : "")}.");
    }

    private static double Number(JsonNode value) =>
        double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Form(SettingType type) => type switch
    {
        SettingType.Integer => "a whole number",
        SettingType.Number => "a number",
        SettingType.Boolean => "true or false",
        SettingType.Text => "a text",
        SettingType.TextList => "a list of texts",
        _ => "an object",
    };

    private static string List(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
