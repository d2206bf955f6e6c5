using System.Text.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Trying;

/// <summary>One line of input of <c>models try</c>: its number and its fields, with complaints that name both.</summary>
public sealed class TrialLine
{
    private readonly JsonElement _fields;

    /// <summary>A parsed line.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="fields">A JSON object.</param>
    public TrialLine(int number, JsonElement fields)
    {
        Number = number;
        _fields = fields;
    }

    /// <summary>The line's number, from 1.</summary>
    public int Number { get; }

    /// <summary>Its <c>id</c>, whatever kind of value it is; null where it has none.</summary>
    public JsonElement? Id => _fields.TryGetProperty("id", out var id) ? id : null;

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => _fields.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A field as it stands.</summary>
    public JsonElement Field(string name) => Has(name) ? _fields.GetProperty(name) : throw Wrong($"has no \"{name}\"");

    /// <summary>A string.</summary>
    public string Text(string name) => Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Wrong($"needs a string in \"{name}\"");

    /// <summary>A string, or null where the field is absent.</summary>
    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    /// <summary>A whole number, or what it is where the field is absent.</summary>
    public int Number32(string name, int absent) =>
        !Has(name) ? absent : Field(name).ValueKind == JsonValueKind.Number && Field(name).TryGetInt32(out var number) ? number : throw Wrong($"needs a whole number in \"{name}\"");

    /// <summary>A number, or what it is where the field is absent.</summary>
    public double Number64(string name, double absent) =>
        !Has(name) ? absent : Field(name).ValueKind == JsonValueKind.Number ? Field(name).GetDouble() : throw Wrong($"needs a number in \"{name}\"");

    /// <summary>True or false, or what it is where the field is absent.</summary>
    public bool Flag(string name, bool absent) => !Has(name) ? absent : Field(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"needs true or false in \"{name}\""),
    };

    /// <summary>A list of strings; empty where the field is absent.</summary>
    public List<string> Texts(string name) => !Has(name) ? [] : Field(name).ValueKind == JsonValueKind.Array && Field(name).EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
        ? [.. Field(name).EnumerateArray().Select(e => e.GetString()!)]
        : throw Wrong($"needs a list of strings in \"{name}\"");

    /// <summary>A list of token ids.</summary>
    /// <param name="name">The field.</param>
    /// <param name="vocabularySize">Ids must be below this.</param>
    public List<int> Ids(string name, int vocabularySize)
    {
        var list = Field(name);
        if (list.ValueKind != JsonValueKind.Array)
            throw Wrong($"needs a list of token ids in \"{name}\"");
        return [.. list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var id) && id >= 0 && id < vocabularySize
            ? id : throw Wrong($"has {e.GetRawText()} in \"{name}\"; token ids from 0 to {vocabularySize - 1} are expected"))];
    }

    /// <summary>The messages of a conversation: objects with at least a <c>role</c>.</summary>
    public JsonElement Messages(string name)
    {
        var list = Field(name);
        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String)
            ? list
            : throw Wrong($"needs a list of messages, objects with a \"role\" and a \"content\", in \"{name}\"");
    }

    /// <summary>A complaint about this line.</summary>
    public ModelException Wrong(string what) => new($"Line {Number} {what}.");
}
