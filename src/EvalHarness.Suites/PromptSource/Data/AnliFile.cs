using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>Adversarial NLI: the csv files of its analysis (<c>statement</c>, <c>gold_label</c>) or its own jsonl (<c>hypothesis</c>, <c>label</c>).</summary>
internal static class AnliFile
{
    private static readonly string[] Labels = ["e", "n", "c"];

    public static IEnumerable<PromptRow> Read(DataFile file) => file.Name.EndsWith(".csv", StringComparison.Ordinal)
        ? DelimitedReader.Read(file).Select(record => Make(
            record["uid"], record["context"], record["statement"], record["reason"],
            PromptLabels.Index(record["gold_label"], Labels, "gold_label", record.Place), record.Place))
        : JsonLines.Read(file).Select(record => Make(
            record.Text("uid"), record.Text("context"), record.Text("hypothesis"), record.OptionalText("reason") ?? "",
            PromptLabels.Index(record.OptionalText("label"), Labels, "label", record.Place), record.Place));

    private static PromptRow Make(string uid, string context, string statement, string reason, long label, Place place) => new(uid, new Dictionary<string, object?>
    {
        ["uid"] = uid,
        ["premise"] = context,
        ["hypothesis"] = statement,
        ["label"] = label,
        ["reason"] = reason,
    }, place);
}
