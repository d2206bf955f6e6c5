using System.Text;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.Calibration;

/// <summary>Files of lines <c>label text</c>, or of texts of one class.</summary>
internal static class LabelledLines
{
    /// <summary>Streams a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="label">The class of every line; null: each line begins with its own.</param>
    public static IEnumerable<LabelledText> Read(DataFile file, Encoding encoding, int classes, int? label = null)
    {
        foreach (var line in LineReader.Read(file, encoding))
        {
            var text = line.Text;
            var own = label;
            if (own is null)
            {
                var blank = text.IndexOf(' ');
                if (blank < 0 || !int.TryParse(text.AsSpan(0, blank), out var number) || number < 0 || number >= classes)
                    throw new Place(file.Name, line.Number).Error($"found {Place.Quote(text)}", $"a label from 0 to {classes - 1}, a blank and the text");
                own = number;
                text = text[(blank + 1)..];
            }
            yield return new LabelledText(file.RowId(line.Number - 1), [new("text", text.Trim())], own);
        }
    }
}
