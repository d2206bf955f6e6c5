namespace EvalHarness.Core.Reports.Csv;

/// <summary>A column of a CSV file.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="Name">Heading; members of nested objects have dots in it.</param>
/// <param name="Cell">The column's cell of a row.</param>
public sealed record CsvColumn<T>(string Name, Func<T, CsvCell> Cell);

/// <summary>Writes CSV as RFC 4180 has it: a heading, commas, CRLF.</summary>
public static class CsvTable
{
    /// <summary>Writes a heading and a line a row.</summary>
    public static void Write<T>(TextWriter writer, IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> rows)
    {
        WriteLine(writer, columns.Select(column => CsvCell.FromString(column.Name)));
        foreach (var row in rows)
            WriteLine(writer, columns.Select(column => column.Cell(row)));
    }

    private static void WriteLine(TextWriter writer, IEnumerable<CsvCell> cells)
    {
        writer.Write(string.Join(',', cells));
        writer.Write("\r\n");
    }
}
