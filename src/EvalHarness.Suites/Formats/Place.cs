using System.Globalization;
using System.Text;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Formats;

/// <summary>Where something stands in a benchmark file: what every message about a broken file begins with.</summary>
/// <param name="File">Name of the file, relative to the data folder.</param>
/// <param name="Line">Line from 1, or null where lines mean nothing.</param>
/// <param name="Record">Name or number of the record, or null.</param>
public readonly record struct Place(string File, long? Line = null, string? Record = null)
{
    /// <summary>The exception for a broken file: place, field, what was found and what is expected, as one sentence.</summary>
    /// <param name="found">What is there, such as "found 3 fields".</param>
    /// <param name="expected">What would be right, such as "4 fields: id, utterance, context, targetValue".</param>
    /// <param name="field">The field it is about, or null.</param>
    /// <param name="cause">The exception behind it, or null.</param>
    public SuiteException Error(string found, string expected, string? field = null, Exception? cause = null)
    {
        var message = $"{this}{(field is null ? "" : $", field '{field}'")}: {found}; expected {expected}.";
        return cause is null ? new SuiteException(message) : new SuiteException(message, cause);
    }

    /// <summary>File, line and record as a reader says them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is { } line)
            text.Append(CultureInfo.InvariantCulture, $", line {line}");
        if (Record is not null)
            text.Append(", record ").Append(Record);
        return text.ToString();
    }

    /// <summary>A piece of file content as a message shows it: quoted, one line, at most 60 characters.</summary>
    public static string Quote(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return $"'{(line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 57), "..."))}'";
    }
}
