using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.TabFact;

/// <summary>One table's entry in a statement file: <c>"table id": [[statements], [labels], caption]</c>.</summary>
internal sealed record TabFactEntry(string TableId, IReadOnlyList<string> Texts, IReadOnlyList<int> Labels, string Caption)
{
    private const string Form = "a list of statements, a list of as many labels 0 or 1, and the caption";

    /// <summary>Reads an entry.</summary>
    public static TabFactEntry Parse(JsonItem item)
    {
        if (item.Name is null)
            throw item.Place.Error("the outermost value is a list", "an object of table ids");
        if (item.Value.ValueKind != JsonValueKind.Array || item.Value.GetArrayLength() is not 3 and var length)
            throw item.Place.Error($"found {JsonRecord.Describe(item.Value)}", Form);
        var (texts, labels, caption) = (item.Value[0], item.Value[1], item.Value[2]);
        if (texts.ValueKind != JsonValueKind.Array || labels.ValueKind != JsonValueKind.Array || caption.ValueKind != JsonValueKind.String)
            throw item.Place.Error($"found {JsonRecord.Describe(texts)}, {JsonRecord.Describe(labels)} and {JsonRecord.Describe(caption)}", Form);
        if (texts.GetArrayLength() != labels.GetArrayLength())
            throw item.Place.Error($"found {texts.GetArrayLength()} statements and {labels.GetArrayLength()} labels", "a label for each statement");
        return new TabFactEntry(item.Name,
            [.. texts.EnumerateArray().Select(text => Text(item, text))],
            [.. labels.EnumerateArray().Select(label => Label(item, label))],
            caption.GetString()!);
    }

    private static string Text(JsonItem item, JsonElement text) =>
        text.ValueKind == JsonValueKind.String ? text.GetString()!
            : throw item.Place.Error($"found {JsonRecord.Describe(text)} among the statements", "texts");

    private static int Label(JsonItem item, JsonElement label) =>
        label.ValueKind == JsonValueKind.Number && label.TryGetInt32(out var value) && value is 0 or 1 ? value
            : throw item.Place.Error($"found {JsonRecord.Describe(label)} among the labels", "0 (refuted) or 1 (entailed)");
}
