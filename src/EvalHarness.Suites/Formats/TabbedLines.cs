namespace EvalHarness.Suites.Formats;

/// <summary>A line of a file whose fields are separated by tabs, without quoting.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Fields">Its fields.</param>
public readonly record struct TabbedLine(Place Place, string[] Fields);

/// <summary>Reads the tab-separated files of benchmarks that know no quoting, and checks header and width.</summary>
public static class TabbedLines
{
    /// <summary>Streams the lines below the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">The header's fields, which the first line must begin with; every line must have as many fields as that line.</param>
    /// <exception cref="Core.Suites.SuiteException">The header differs, or a line has another number of fields.</exception>
    public static IEnumerable<TabbedLine> Read(DataFile file, params string[] header)
    {
        string[]? names = null;
        foreach (var line in LineReader.Read(file))
        {
            var fields = line.Text.Split('\t');
            var place = new Place(file.Name, line.Number);
            if (names is null)
            {
                if (fields.Length < header.Length || !fields.AsSpan(0, header.Length).SequenceEqual(header))
                    throw place.Error($"the header is {Place.Quote(line.Text)}", $"tab-separated columns {string.Join(", ", header)}");
                names = fields;
                continue;
            }
            if (fields.Length != names.Length)
                throw place.Error($"found {fields.Length} tab-separated fields", $"{names.Length}: {string.Join(", ", names)}");
            yield return new TabbedLine(place, fields);
        }
        if (names is null)
            throw new Place(file.Name).Error("the file is empty", $"a header line with columns {string.Join(", ", header)}");
    }
}
