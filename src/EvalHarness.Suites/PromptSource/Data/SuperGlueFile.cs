using System.Globalization;
using System.Text.Json;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>The jsonl files of SuperGLUE's tasks.</summary>
internal static class SuperGlueFile
{
    private static readonly string[] FalseTrue = ["false", "true"];

    /// <summary>CB, RTE and AX-g: premise, hypothesis and a named label.</summary>
    public static IEnumerable<PromptRow> ReadEntailment(DataFile file, string[] labels) =>
        JsonLines.Read(file).Select((record, row) => new PromptRow(file.RowId(row), new Dictionary<string, object?>
        {
            ["premise"] = record.Text("premise"),
            ["hypothesis"] = record.Text("hypothesis"),
            ["idx"] = Whole(record, "idx") ?? row,
            ["label"] = PromptLabels.Index(record.OptionalText("label"), labels, "label", record.Place),
        }, record.Place)
        {
            // AX-g pairs the sentences that differ in a pronoun's gender.
            Cluster = record.Has("pair_id") ? record.TextOrNumber("pair_id") : null,
        });

    /// <summary>WiC: one word in two sentences.</summary>
    public static IEnumerable<PromptRow> ReadWordInContext(DataFile file) =>
        JsonLines.Read(file).Select((record, row) => new PromptRow(file.RowId(row), new Dictionary<string, object?>
        {
            ["word"] = record.Text("word"),
            ["sentence1"] = record.Text("sentence1"),
            ["sentence2"] = record.Text("sentence2"),
            ["start1"] = Whole(record, "start1"),
            ["start2"] = Whole(record, "start2"),
            ["end1"] = Whole(record, "end1"),
            ["end2"] = Whole(record, "end2"),
            ["idx"] = Whole(record, "idx") ?? row,
            ["label"] = TrueOrFalse(record),
        }, record.Place));

    /// <summary>WSC with the span repair of the public <c>wsc.fixed</c>.</summary>
    public static IEnumerable<PromptRow> ReadWinograd(DataFile file) => JsonLines.Read(file).Select((record, row) =>
    {
        var text = record.Text("text");
        var target = record.Child("target");
        return new PromptRow(file.RowId(row), new Dictionary<string, object?>
        {
            ["text"] = text,
            ["span1_index"] = Whole(target, "span1_index"),
            ["span2_index"] = Whole(target, "span2_index"),
            ["span1_text"] = WinogradSpans.Repair(text, target.Text("span1_text"), Whole(target, "span1_index") ?? 0, record.Place, "span1_text"),
            ["span2_text"] = WinogradSpans.Repair(text, target.Text("span2_text"), Whole(target, "span2_index") ?? 0, record.Place, "span2_text"),
            ["idx"] = Whole(record, "idx") ?? row,
            ["label"] = TrueOrFalse(record),
        }, record.Place);
    });

    private static long? Whole(JsonRecord record, string field)
    {
        if (!record.Has(field))
            return null;
        var value = record.Element.GetProperty(field);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) ? whole
            : throw record.Wrong(field, value, "a whole number");
    }

    // Some copies of WiC and WSC quote the booleans.
    private static long TrueOrFalse(JsonRecord record)
    {
        if (!record.Has("label"))
            return -1;
        var value = record.Element.GetProperty("label");
        var name = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.String => value.GetString()!.ToLower(CultureInfo.InvariantCulture),
            _ => throw record.Wrong("label", value, "true or false"),
        };
        return PromptLabels.Index(name, FalseTrue, "label", record.Place);
    }
}
