using System.Text;
using System.Text.Json;

namespace EvalHarness.Suites.Formats;

/// <summary>
/// Reads JSON-lines files: one object a line; empty lines are skipped but counted. <c>NaN</c> and <c>Infinity</c>, which are no JSON but which Python
/// writes for missing numbers, are read as null.
/// </summary>
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
            if (WithNulls(text) is { } repaired)
                return Parse(repaired, place);
            throw place.Error($"{Place.Quote(text)} is not valid JSON (at byte {cause.BytePositionInLine})", "one JSON object a line", cause: cause);
        }
    }

    // The text with Python's names of numbers outside strings replaced; null where there are none.
    private static string? WithNulls(string text)
    {
        var repaired = new StringBuilder(text.Length);
        var inString = false;
        var found = false;
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            var length = inString ? 0 : rest.StartsWith("NaN") ? 3 : rest.StartsWith("-Infinity") ? 9 : rest.StartsWith("Infinity") ? 8 : 0;
            if (length > 0)
            {
                repaired.Append("null");
                i += length - 1;
                found = true;
                continue;
            }
            repaired.Append(text[i]);
            if (inString && text[i] == '\\' && i + 1 < text.Length)
                repaired.Append(text[++i]);
            else if (text[i] == '"')
                inString = !inString;
        }
        return found ? repaired.ToString() : null;
    }
}
