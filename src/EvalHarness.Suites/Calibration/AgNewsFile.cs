using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>AG News: comma-separated class (from 1), title and description.</summary>
internal static class AgNewsFile
{
    /// <summary>Streams a file; the text is title, blank, description.</summary>
    public static IEnumerable<LabelledText> Read(DataFile file)
    {
        var row = 0L;
        foreach (var record in DelimitedReader.Read(file))
        {
            var label = record["Class Index"] is ['1' or '2' or '3' or '4'] digit ? digit[0] - '1'
                : throw record.Place.Error($"found {Place.Quote(record["Class Index"])}", "1, 2, 3 or 4", "Class Index");
            yield return new LabelledText(file.RowId(row++), [new("text", $"{record["Title"]} {record["Description"]}".Trim())], label);
        }
    }
}
