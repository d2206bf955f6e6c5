using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>SuperGLUE's entailment sets: JSON lines of premise, hypothesis and label; unlabelled in test files.</summary>
internal static class EntailmentFile
{
    /// <summary>Streams a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="labels">Label names by class index.</param>
    public static IEnumerable<LabelledText> Read(DataFile file, string[] labels)
    {
        var row = 0L;
        foreach (var record in JsonLines.Read(file))
        {
            int? label = null;
            if (record.OptionalText("label") is { } name)
                label = Array.IndexOf(labels, name) is >= 0 and var index ? index
                    : throw record.Place.Error($"found {Place.Quote(name)}", string.Join(", ", labels), "label");
            yield return new LabelledText(file.RowId(row++), [new("premise", record.Text("premise").Trim()), new("hypothesis", record.Text("hypothesis").Trim())], label);
        }
    }
}
