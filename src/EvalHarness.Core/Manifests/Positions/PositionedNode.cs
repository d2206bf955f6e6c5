using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>A member of an object, with the place of its name.</summary>
internal sealed class PositionedMember(string name, Place place, PositionedNode value)
{
    public string Name { get; } = name;

    public Place Place { get; } = place;

    public PositionedNode Value { get; set; } = value;
}

/// <summary>A JSON value that knows where it stands.</summary>
internal sealed class PositionedNode(JsonValueKind kind, Place place, string text = "")
{
    public JsonValueKind Kind { get; } = kind;

    public Place Place { get; } = place;

    /// <summary>The value of a string, the spelling of a number; else empty.</summary>
    public string Text { get; } = text;

    /// <summary>Members of an object in the order written; the first of each name.</summary>
    public List<PositionedMember> Members { get; } = [];

    /// <summary>Items of a list.</summary>
    public List<PositionedNode> Items { get; } = [];

    /// <summary>Whether this may be a secret: then no message shows it.</summary>
    public bool Hidden { get; set; }

    public PositionedMember? Member(string name)
    {
        foreach (var member in Members)
            if (member.Name == name)
                return member;
        return null;
    }

    /// <summary>The value as messages show it: short, on one line.</summary>
    public string Shown => Hidden ? "(hidden)" : Kind switch
    {
        JsonValueKind.String => Quotation.Of(Text),
        JsonValueKind.Number => Text.Length <= 40 ? Text : Text[..40] + "…",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    /// <summary>The value without its positions. Numbers keep their spelling and convert to any numeric type they fit.</summary>
    public JsonNode? ToJson()
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in Members)
                    members.Add(member.Name, member.Value.ToJson());
                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in Items)
                    items.Add(item.ToJson());
                return items;
            case JsonValueKind.String:
                return JsonValue.Create(Text);
            case JsonValueKind.Number:
                return JsonNode.Parse(Text);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(Kind == JsonValueKind.True);
        }
    }
}
