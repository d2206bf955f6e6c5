using System.Text;

namespace EvalHarness.Suites.Formats;

/// <summary>A record of a delimited file.</summary>
public sealed class DelimitedRecord
{
    private readonly DelimitedHeader _header;
    private readonly string[] _values;

    internal DelimitedRecord(DelimitedHeader header, string[] values, Place place)
    {
        _header = header;
        _values = values;
        Place = place;
    }

    /// <summary>Where it stands; the line is that of its first field.</summary>
    public Place Place { get; }

    /// <summary>Column names in file order.</summary>
    public IReadOnlyList<string> Columns => _header.Names;

    /// <summary>Values in file order.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The value of a column.</summary>
    /// <exception cref="Core.Suites.SuiteException">The file has no such column.</exception>
    public string this[string column] => Find(column)
        ?? throw (Place with { Line = 1 }).Error(
            $"the columns are {string.Join(", ", _header.Names.Select(name => name.Length == 0 ? "(unnamed)" : name))}",
            $"a column '{column}'");

    /// <summary>The value of a column, or null where the file has no such column.</summary>
    public string? Find(string column) => _header.Positions.TryGetValue(column, out var position) ? _values[position] : null;
}

internal sealed record DelimitedHeader(string[] Names, IReadOnlyDictionary<string, int> Positions);

/// <summary>
/// Reads comma- and tab-separated files strictly by RFC 4180: a header, equally many fields in every record, quotes only around whole fields and
/// doubled inside, line ends inside quotes kept as they are. Anything else is an error with its line, since guessing would shift columns silently.
/// </summary>
public static class DelimitedReader
{
    /// <summary>Streams the records below the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="separator">Comma or tab.</param>
    /// <exception cref="Core.Suites.SuiteException">The file is empty or a record breaks the rules.</exception>
    public static IEnumerable<DelimitedRecord> Read(DataFile file, char separator = ',')
    {
        DelimitedHeader? header = null;
        foreach (var (line, values) in ReadRecords(file, separator))
        {
            var place = new Place(file.Name, line);
            if (header is null)
            {
                header = ReadHeader(place, values);
                continue;
            }
            if (values.Length == 1 && values[0].Length == 0 && header.Names.Length > 1)
                continue;
            if (values.Length != header.Names.Length)
                throw place.Error($"found {values.Length} fields", $"{header.Names.Length} as in the header: {string.Join(", ", header.Names)}");
            yield return new DelimitedRecord(header, values, place);
        }
        if (header is null)
            throw new Place(file.Name).Error("the file is empty", "a header line with the column names");
    }

    private static DelimitedHeader ReadHeader(Place place, string[] names)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            if (!positions.TryAdd(names[i], i))
                throw place.Error($"the column '{names[i]}' stands twice in the header", "column names that differ");
        return new DelimitedHeader(names, positions);
    }

    private static IEnumerable<(long Line, string[] Values)> ReadRecords(DataFile file, char separator)
    {
        var fields = new List<string>();
        var open = new StringBuilder();
        var quoted = false;
        var first = 0L;
        foreach (var line in LineReader.Read(file, keepCarriageReturns: true))
        {
            if (!quoted)
                first = line.Number;
            quoted = ReadLine(new Place(file.Name, line.Number), line.Text, separator, fields, open, quoted);
            if (quoted)
            {
                open.Append('\n');
                continue;
            }
            yield return (first, fields.ToArray());
            fields.Clear();
        }
        if (quoted)
            throw new Place(file.Name, first).Error("a quoted field is still open at the end of the file", "a closing quote");
    }

    // Adds the fields of a line; true: the last one is quoted and goes on in the next line, its text so far is in `open`.
    private static bool ReadLine(Place place, string line, char separator, List<string> fields, StringBuilder open, bool quoted)
    {
        var at = 0;
        while (true)
        {
            if (quoted || (at < line.Length && line[at] == '"'))
            {
                if (!quoted)
                    at++;
                if (!ReadQuoted(line, ref at, open))
                    return true;
                quoted = false;
                fields.Add(open.ToString());
                open.Clear();
                if (IsLineEnd(line, at))
                    return false;
                if (line[at] != separator)
                    throw place.Error($"found {Place.Quote(line[at..])} behind the closing quote of field {fields.Count}",
                        "a separator or the end of the line (quotes inside a quoted field are doubled)");
                at++;
                continue;
            }
            var end = line.IndexOf(separator, at);
            var text = end < 0 ? line.AsSpan(at).TrimEnd('\r') : line.AsSpan(at, end - at);
            if (text.Contains('"'))
                throw place.Error($"field {fields.Count + 1} has a quote inside unquoted text: {Place.Quote(text.ToString())}",
                    "quotes around the whole field, and doubled inside it");
            fields.Add(text.ToString());
            if (end < 0)
                return false;
            at = end + 1;
        }
    }

    private static bool ReadQuoted(string line, ref int at, StringBuilder open)
    {
        while (true)
        {
            var quote = line.IndexOf('"', at);
            if (quote < 0)
            {
                open.Append(line, at, line.Length - at);
                return false;
            }
            open.Append(line, at, quote - at);
            at = quote + 1;
            if (at >= line.Length || line[at] != '"')
                return true;
            open.Append('"');
            at++;
        }
    }

    private static bool IsLineEnd(string line, int at) => at == line.Length || (at == line.Length - 1 && line[at] == '\r');
}
