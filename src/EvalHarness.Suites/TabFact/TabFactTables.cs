using System.Text;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites.TabFact;

/// <summary>
/// The benchmark's tables: <c>#</c>-separated cells without quoting, in <c>data/all_csv/</c> or in <c>data/all_csv.zip</c>.
/// </summary>
internal sealed class TabFactTables : IDisposable
{
    private const string Folder = "data/all_csv";
    private const long LargestTable = 16 << 20;

    private readonly DataFolder _data;
    private readonly DataFile? _zipFile;
    private readonly ZipFolder? _zip;

    private TabFactTables(DataFolder data, DataFile? zipFile)
    {
        _data = data;
        _zipFile = zipFile;
        _zip = zipFile is null ? null : new ZipFolder(zipFile, LargestTable);
    }

    public static TabFactTables Open(DataFolder data)
    {
        if (data.FileNames(Folder).Count > 0)
            return new TabFactTables(data, null);
        return new TabFactTables(data, data.Require("data/all_csv.zip", "the tables (or the folder data/all_csv)"));
    }

    /// <summary>The file a table's bytes come from.</summary>
    public DataFile FileOf(string id, Place place) => _zipFile ?? _data.Find($"{Folder}/{id}") ?? throw Absent(id, place);

    /// <summary>Reads a table.</summary>
    /// <param name="id">Its id, which is its file name.</param>
    /// <param name="caption">Its caption.</param>
    /// <param name="place">Where it is asked for.</param>
    public Table Load(string id, string caption, Place place)
    {
        if (_zip is null)
            return Parse(_data.Find($"{Folder}/{id}") ?? throw Absent(id, place), caption);
        if (!DataFolder.IsPlain(id))
            throw place.Error($"the table id {Place.Quote(id)} is no file name", "the name of a table");
        var bytes = _zip.Read($"all_csv/{id}") ?? throw Absent(id, place);
        var name = $"{_zipFile!.Name}/all_csv/{id}";
        try
        {
            return Parse(name, LineReader.Utf8.GetString(bytes).Split('\n').Select((text, index) => new TextLine(index + 1, text.TrimEnd('\r'))), caption);
        }
        catch (DecoderFallbackException cause)
        {
            throw new Place(name).Error("it is not UTF-8 text", "a file in UTF-8", cause: cause);
        }
    }

    public void Dispose() => _zip?.Dispose();

    private static Table Parse(DataFile file, string caption) => Parse(file.Name, LineReader.Read(file), caption);

    private static Table Parse(string name, IEnumerable<TextLine> lines, string caption)
    {
        string[]? header = null;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var line in lines)
        {
            if (line.Text.Length == 0)
                continue;
            var cells = line.Text.Split('#');
            if (header is not null && cells.Length != header.Length)
                throw new Place(name, line.Number).Error($"found {cells.Length} '#'-separated cells", $"{header.Length} as in the header");
            if (header is null)
                header = cells;
            else
                rows.Add(cells);
        }
        return new Table(header ?? throw new Place(name).Error("the file is empty", "a table with a header"), rows) { Caption = caption };
    }

    private SuiteException Absent(string id, Place place) =>
        place.Error($"its table is not in {(_zipFile is null ? Folder : _zipFile.Name)}", $"a table named {Place.Quote(id)}");
}
