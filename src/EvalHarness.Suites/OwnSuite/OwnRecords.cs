using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.OwnSuite;

/// <summary>Reads the four formats of users' files.</summary>
internal static class OwnRecords
{
    private static readonly string[] Formats = ["jsonl", "json", "csv", "tsv"];

    /// <summary>Streams the records of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">jsonl, json (a list of objects), csv or tsv (both by RFC 4180 with a header).</param>
    /// <param name="suite">The suite, for messages.</param>
    public static IEnumerable<OwnRecord> Read(DataFile file, string format, string suite) => format switch
    {
        "jsonl" => JsonLines.Read(file).Select(Of),
        "json" => JsonStream.Read(file).Select((item, row) => item.Name is null ? Of(item.Record, row)
            : throw item.Place.Error("the outermost value is an object", "a list of objects")),
        "csv" => DelimitedReader.Read(file, ',').Select(Of),
        "tsv" => DelimitedReader.Read(file, '\t').Select(Of),
        _ => throw new SuiteException($"The format of suite '{suite}' is '{format}'{Suggestion.For(format, Formats)}; allowed are {string.Join(", ", Formats)}."),
    };

    private static OwnRecord Of(JsonRecord record, int row)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in record.Element.EnumerateObject())
            fields[property.Name] = property.Value;
        return new OwnRecord(fields, record.Place, row);
    }

    private static OwnRecord Of(DelimitedRecord record, int row) =>
        new(record.Columns.Zip(record.Values).ToDictionary(pair => pair.First, object? (pair) => pair.Second, StringComparer.Ordinal), record.Place, row);
}
