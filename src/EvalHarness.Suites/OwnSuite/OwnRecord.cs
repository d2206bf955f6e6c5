using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.OwnSuite;

/// <summary>A record of a user's file: its fields by name, as texts (csv, tsv) or JSON values (json, jsonl).</summary>
internal sealed record OwnRecord(IReadOnlyDictionary<string, object?> Fields, Place Place, long Row)
{
    /// <summary>The text of a field that must be there: of a text as it is, of a number or boolean as written.</summary>
    public string Text(string field, string role) => Find(field, role) is { Length: > 0 } text ? text
        : throw Place.Error($"the {role} is empty", "a text or number", field);

    /// <summary>The text of a field that must be there but may be empty or null.</summary>
    public string? Find(string field, string role)
    {
        if (!Fields.TryGetValue(field, out var value))
            throw Place.Error($"it is missing; the record has {string.Join(", ", Fields.Keys)}",
                $"a field '{field}' for the {role}{Suggestion.For(field, Fields.Keys)}", field);
        return value switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } text => Unescape(text, field),
            JsonElement { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } plain => plain.GetRawText(),
            JsonElement { ValueKind: JsonValueKind.Null } => null,
            JsonElement other => throw Place.Error($"found {JsonRecord.Describe(other)}", $"a text or number for the {role}", field),
            _ => null,
        };
    }

    /// <summary>The texts of a field that holds a list; of a csv or tsv field, the pieces between bars.</summary>
    public IReadOnlyList<string> List(string field, string role)
    {
        if (Fields.GetValueOrDefault(field) is JsonElement { ValueKind: JsonValueKind.Array } items)
            return [.. items.EnumerateArray().Select(item => item.ValueKind switch
            {
                JsonValueKind.String => Unescape(item, field),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => item.GetRawText(),
                _ => throw Place.Error($"found {JsonRecord.Describe(item)} in the list", "texts or numbers", field),
            })];
        var text = Text(field, role);
        return Fields[field] is string ? [.. text.Split('|').Select(piece => piece.Trim())]
            : throw Place.Error($"found {Place.Quote(text)}", $"a list of texts for the {role}", field);
    }

    private string Unescape(JsonElement text, string field)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException cause)
        {
            throw Place.Error("the text holds half a surrogate pair", "valid Unicode text", field, cause);
        }
    }
}
