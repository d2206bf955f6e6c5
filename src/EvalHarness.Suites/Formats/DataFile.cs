using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Formats;

/// <summary>A file of a data folder.</summary>
/// <param name="Name">Its name relative to the data folder, with forward slashes: what messages and digests use.</param>
/// <param name="FullPath">Its full path.</param>
public sealed record DataFile(string Name, string FullPath)
{
    private static readonly string[] FormatExtensions = [".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".zip"];

    /// <summary>
    /// The stem that row ids begin with: the file name without a format extension. Endings that are part of the name stay
    /// (<c>stsa.binary.train</c>, <c>rt-polarity.all</c>), or the rows of two splits would share their ids.
    /// </summary>
    public string Stem
    {
        get
        {
            var name = Name[(Name.LastIndexOf('/') + 1)..];
            var extension = Path.GetExtension(name);
            return extension.Length < name.Length && FormatExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
        }
    }

    /// <summary>The id of a row that has none of its own.</summary>
    /// <param name="row">Row from 0.</param>
    public string RowId(long row) => FormattableString.Invariant($"{Stem}:{row}");

    /// <summary>Opens it for one sequential pass.</summary>
    /// <exception cref="SuiteException">It cannot be opened.</exception>
    public FileStream OpenRead()
    {
        try
        {
            return new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SuiteException($"{Name} cannot be opened: {cause.Message}", cause);
        }
    }
}
