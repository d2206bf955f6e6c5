using System.Text.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tokenizers;

/// <summary>A part of a JSON file that knows where it stands, so that every complaint names file and field.</summary>
internal readonly record struct JsonPart(JsonElement Element, string File, string Path)
{
    public string Type => OptionalText("type") ?? throw Wrong("has no \"type\"");

    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool Has(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public JsonPart this[string name] =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value)
            ? new JsonPart(value, File, Path.Length == 0 ? name : $"{Path}.{name}")
            : throw Wrong($"has no \"{name}\"");

    public JsonPart? Optional(string name) => Has(name) ? this[name] : null;

    public string Text(string name) => this[name].AsText();

    public string? OptionalText(string name) => Has(name) ? this[name].AsText() : null;

    public bool Flag(string name, bool absent = false) => !Has(name) ? absent : this[name].Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw this[name].Wrong("must be true or false"),
    };

    public int Number(string name) => this[name].AsNumber();

    public int Number(string name, int absent) => Has(name) ? this[name].AsNumber() : absent;

    public string AsText() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong("must be a string");

    public int AsNumber() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var n) ? n : throw Wrong("must be a whole number");

    public IEnumerable<JsonPart> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            throw Wrong("must be an array");
        var (file, path) = (File, Path);
        return Element.EnumerateArray().Select((e, i) => new JsonPart(e, file, $"{path}[{i}]"));
    }

    public IEnumerable<(string Name, JsonPart Value)> Properties()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Wrong("must be an object");
        var (file, path) = (File, Path);
        return Element.EnumerateObject().Select(p => (p.Name, new JsonPart(p.Value, file, $"{path}.{p.Name}")));
    }

    public ModelException Wrong(string what) => new($"{File}: {(Path.Length == 0 ? "the file" : $"\"{Path}\"")} {what}.");

    public ModelException Unknown(string what, string allowed) =>
        new($"{File}: \"{Path}\" is of the unknown type \"{what}\"; known are {allowed}.");
}
