using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>TREC: lines of <c>COARSE:fine</c>, a blank and the question; the class is the coarse one.</summary>
internal static class TrecFile
{
    private static readonly string[] Coarse = ["ABBR", "ENTY", "DESC", "HUM", "LOC", "NUM"];

    /// <summary>Streams a file.</summary>
    public static IEnumerable<LabelledText> Read(DataFile file)
    {
        foreach (var line in LineReader.Read(file))
        {
            var blank = line.Text.IndexOf(' ');
            var label = blank < 0 ? -1 : Array.IndexOf(Coarse, line.Text[..blank].Split(':')[0]);
            if (label < 0)
                throw new Place(file.Name, line.Number).Error($"found {Place.Quote(line.Text)}",
                    $"a class ({string.Join(", ", Coarse)}, a colon and a fine class), a blank and the question");
            yield return new LabelledText(file.RowId(line.Number - 1), [new("text", line.Text[(blank + 1)..].Trim())], label);
        }
    }
}
