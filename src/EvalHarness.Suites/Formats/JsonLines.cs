using System.Text.Json;

namespace EvalHarness.Suites.Formats;

/// <summary>Reads JSON-lines files: one object a line; empty lines are skipped but counted.</summary>
public static class JsonLines
{
    /// <summary>Streams the objects of a file with their lines.</summary>
    /// <exception cref="Core.Suites.SuiteException">A line is no JSON object.</exception>
    public static IEnumerable<JsonRecord> Read(DataFile file)
    {
        foreach (var line in LineReader.Read(file))
            if (!string.IsNullOrWhiteSpace(line.Text))
                yield return Parse(line.Text, new Place(file.Name, line.Number));
    }

    private static JsonRecord Parse(string text, Place place)
    {
        try
        {
            return new JsonRecord(JsonElement.Parse(text), place);
        }
        catch (JsonException cause)
        {
            throw place.Error($"{Place.Quote(text)} is not valid JSON (at byte {cause.BytePositionInLine})", "one JSON object a line", cause: cause);
        }
    }
}
