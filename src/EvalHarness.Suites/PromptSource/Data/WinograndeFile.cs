using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.PromptSource.Data;

/// <summary>Winogrande: a sentence with a blank and two options. Its own files have a <c>qID</c>, converted copies do not.</summary>
internal static class WinograndeFile
{
    private static readonly string[] Answers = ["", "1", "2"];

    public static IEnumerable<PromptRow> Read(DataFile file) => JsonLines.Read(file).Select((record, row) =>
    {
        var answer = record.OptionalText("answer") ?? "";
        return new PromptRow(record.OptionalText("qID") ?? file.RowId(row), new Dictionary<string, object?>
        {
            ["sentence"] = record.Text("sentence"),
            ["option1"] = record.Text("option1"),
            ["option2"] = record.Text("option2"),
            ["answer"] = Answers.Contains(answer) ? answer : throw record.Place.Error($"found {Place.Quote(answer)}", "'1' or '2'", "answer"),
        }, record.Place)
        {
            // Twins of one schema share their id up to the last sign.
            Cluster = record.OptionalText("qID") is { } id && id.LastIndexOf('-') is > 0 and var dash ? id[..dash] : null,
        };
    });
}
