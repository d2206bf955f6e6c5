using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Models;

namespace EvalHarness.Models;

/// <summary>The options of one model, as given and with defaults filled in. Made by <see cref="ModelProvider"/> once they are checked.</summary>
public sealed class ModelOptions
{
    private readonly JsonObject _values = [];

    internal ModelOptions(IReadOnlyList<ModelOption> options, JsonObject given)
    {
        foreach (var option in options)
            if (given[option.Name] is { } value)
                _values[option.Name] = value.DeepClone();
            else if (option.Default is not null)
                _values[option.Name] = option.Default.DeepClone();
    }

    /// <summary>A text; null where it was left out and has no default.</summary>
    public string? Text(string name) => _values[name]?.GetValue<string>();

    /// <summary>A text that is required or has a default.</summary>
    public string RequiredText(string name) => Text(name) ?? throw new InvalidOperationException($"The option '{name}' is neither required nor has a default.");

    /// <summary>A list of texts; empty where it was left out.</summary>
    public IReadOnlyList<string> TextList(string name) => _values[name] is JsonArray items ? [.. items.Select(item => item!.GetValue<string>())] : [];

    /// <summary>A whole number; null where it was left out and has no default.</summary>
    public int? Integer(string name) => Number(name) is { } value ? (int)value : null;

    /// <summary>A number; null where it was left out and has no default.</summary>
    public double? Number(string name) => _values[name] is { } value ? NumberOf(value) : null;

    /// <summary>true or false; false where it was left out and has no default.</summary>
    public bool Boolean(string name) => _values[name] is { } value && value.GetValue<bool>();

    /// <summary>A price, or null.</summary>
    public ModelPrice? Price(string name) => _values[name] is JsonObject price
        ? new ModelPrice(NumberOf(price["promptPerMillion"]!), NumberOf(price["completionPerMillion"]!), price["currency"]?.GetValue<string>() ?? "USD")
        : null;

    /// <summary>What is wrong with the form of a value, or null.</summary>
    internal static string? Problem(ModelOption option, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var fits = option.Type switch
        {
            ModelOptionType.Text => kind == JsonValueKind.String,
            ModelOptionType.TextList => value is JsonArray items && items.All(item => item?.GetValueKind() == JsonValueKind.String),
            ModelOptionType.Integer => kind == JsonValueKind.Number && NumberOf(value!) is var whole && whole == Math.Truncate(whole) && Math.Abs(whole) <= int.MaxValue,
            ModelOptionType.Number => kind == JsonValueKind.Number,
            ModelOptionType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            _ => IsPrice(value),
        };
        if (!fits)
            return $"'{option.Name}' is {Shown(option, value)}; it must be {Form(option)}.";
        if (option.Allowed is { } allowed)
        {
            var texts = value is JsonArray list ? list.Select(item => item!.GetValue<string>()) : [value!.GetValue<string>()];
            if (texts.FirstOrDefault(text => !allowed.Contains(text)) is { } wrong)
                return $"'{option.Name}' is {Shown(option, wrong)}{Spelling.Suggestion(wrong, allowed)}; allowed are {string.Join(", ", allowed)}.";
        }
        if (kind == JsonValueKind.Number && (NumberOf(value!) < option.Minimum || NumberOf(value!) > option.Maximum))
            return $"'{option.Name}' is {Shown(option, value)}; it must be {Form(option)}.";
        return null;
    }

    private static double NumberOf(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool IsPrice(JsonNode? value) =>
        value is JsonObject price
        && price.All(member => member.Key is "promptPerMillion" or "completionPerMillion" or "currency")
        && IsAmount(price["promptPerMillion"]) && IsAmount(price["completionPerMillion"])
        && (!price.ContainsKey("currency") || price["currency"]?.GetValueKind() == JsonValueKind.String);

    private static bool IsAmount(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && NumberOf(value) >= 0;

    private static string Shown(ModelOption option, JsonNode? value)
    {
        if (option.Sensitive)
            return "of the wrong form (not repeated here, in case it is a key)";
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    private static string Form(ModelOption option)
    {
        var form = option.Type switch
        {
            ModelOptionType.Text => "a text",
            ModelOptionType.TextList => "a list of texts",
            ModelOptionType.Integer => "a whole number",
            ModelOptionType.Number => "a number",
            ModelOptionType.Boolean => "true or false",
            _ => """an object such as { "promptPerMillion": 0.15, "completionPerMillion": 0.6, "currency": "USD" }""",
        };
        return form + (option.Minimum, option.Maximum) switch
        {
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $" from {low} to {high}"),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {low}"),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $" of at most {high}"),
            _ => "",
        };
    }
}
