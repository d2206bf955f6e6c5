using System.Buffers;
using System.Globalization;

namespace EvalHarness.Core.Reports.Csv;

/// <summary>One cell of a CSV file (RFC 4180): a number, or a text that no spreadsheet takes for a formula.</summary>
public readonly struct CsvCell
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private readonly string _spelling;

    private CsvCell(string spelling) => _spelling = spelling;

    /// <summary>A text; null is empty.</summary>
    public static implicit operator CsvCell(string? text) => FromString(text);

    /// <summary>A number; null and what is not finite are empty.</summary>
    public static implicit operator CsvCell(double? number) => FromNumber(number);

    /// <summary>A whole number; null is empty.</summary>
    public static implicit operator CsvCell(long? number) => FromWhole(number);

    /// <summary>true or false.</summary>
    public static implicit operator CsvCell(bool flag) => FromBoolean(flag);

    /// <summary>A text; null is empty. One that begins with = + - @, a tab or a line end would be run as a formula: an apostrophe is put before it.</summary>
    public static CsvCell FromString(string? text)
    {
        if (string.IsNullOrEmpty(text)) return default;
        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
        if (safe) text = "'" + text;
        return new CsvCell(safe || text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    /// <summary>A number in shortest round-trip form; null and what is not finite are empty.</summary>
    public static CsvCell FromNumber(double? number) =>
        number is { } value && double.IsFinite(value) ? new CsvCell(value.ToString("R", CultureInfo.InvariantCulture)) : default;

    /// <summary>A whole number; null is empty.</summary>
    public static CsvCell FromWhole(long? number) => number is { } value ? new CsvCell(value.ToString(CultureInfo.InvariantCulture)) : default;

    /// <summary>true or false.</summary>
    public static CsvCell FromBoolean(bool flag) => new(flag ? "true" : "false");

    /// <summary>The cell as it stands in the file.</summary>
    public override string ToString() => _spelling ?? "";
}
