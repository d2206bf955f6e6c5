using System.Globalization;
using System.Text.Json;

namespace EvalHarness.Suites.Formats;

/// <summary>A JSON object of a benchmark file with its place, read field by field; what is missing or of the wrong form is an error with its name.</summary>
public readonly record struct JsonRecord
{
    /// <summary>Wraps an object.</summary>
    /// <exception cref="Core.Suites.SuiteException">The value is no object.</exception>
    public JsonRecord(JsonElement element, Place place)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw place.Error($"found {Describe(element)}", "an object");
        Element = element;
        Place = place;
    }

    /// <summary>The object.</summary>
    public JsonElement Element { get; }

    /// <summary>Where it stands.</summary>
    public Place Place { get; }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => Element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text.</summary>
    public string Text(string field) => OptionalText(field) ?? throw Missing(field, "a text");

    /// <summary>A text, or null where the field is absent or null.</summary>
    public string? OptionalText(string field)
    {
        if (!Has(field))
            return null;
        var value = Element.GetProperty(field);
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(field, value, "a text");
        return Unescape(field, value);
    }

    /// <summary>A text that may also be written as a number (ids).</summary>
    public string TextOrNumber(string field)
    {
        var value = Required(field, "a text or number");
        return value.ValueKind switch
        {
            JsonValueKind.String => Unescape(field, value),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong(field, value, "a text or number"),
        };
    }

    /// <summary>A number.</summary>
    public double Number(string field)
    {
        var value = Required(field, "a number");
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(field, value, "a number");
    }

    /// <summary>true or false; null where the field is absent.</summary>
    public bool? OptionalBoolean(string field)
    {
        if (!Has(field))
            return null;
        var value = Element.GetProperty(field);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(field, value, "true or false");
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> TextList(string field)
    {
        var texts = new List<string>();
        foreach (var item in Items(field, "a list of texts"))
            texts.Add(item.ValueKind == JsonValueKind.String ? Unescape(field, item) : throw Wrong(field, item, "a list of texts"));
        return texts;
    }

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<JsonElement> Items(string field, string expected = "a list")
    {
        var value = Required(field, expected);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(field, value, expected);
    }

    /// <summary>An object.</summary>
    public JsonRecord Child(string field)
    {
        var value = Required(field, "an object");
        return value.ValueKind == JsonValueKind.Object ? new JsonRecord(value, Place) : throw Wrong(field, value, "an object");
    }

    /// <summary>The exception for a field of the wrong form.</summary>
    public Core.Suites.SuiteException Wrong(string field, JsonElement value, string expected) => Place.Error($"found {Describe(value)}", expected, field);

    private Core.Suites.SuiteException Missing(string field, string expected) => Place.Error("it is missing", expected, field);

    private JsonElement Required(string field, string expected) => Has(field) ? Element.GetProperty(field) : throw Missing(field, expected);

    // Text with half a surrogate pair is no Unicode text and would change on the way to a tokenizer.
    private string Unescape(string field, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException cause)
        {
            throw Place.Error("the text holds half a surrogate pair", "valid Unicode text", field, cause);
        }
    }

    /// <summary>A JSON value as a message shows it.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => string.Create(CultureInfo.InvariantCulture, $"a list of {value.GetArrayLength()}"),
        JsonValueKind.String => $"the text {Place.Quote(value.GetRawText().Trim('"'))}",
        JsonValueKind.Undefined => "nothing",
        _ => value.GetRawText(),
    };
}
