using System.Text;
using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;
using EvalHarness.Suites.Prompting;

namespace EvalHarness.Suites.WikiTableQuestions;

/// <summary>
/// Reads the benchmark's csv dialect: every cell in quotes, <c>\"</c> and <c>\\</c> as escapes, line ends inside cells. Questions on one table do
/// not stand together, so tables are kept for one pass, up to a bound.
/// </summary>
internal sealed class WikiTables(DataFolder folder)
{
    private const int KeptCharacters = 32 << 20;

    private readonly Dictionary<string, (Table Table, string Text)> _kept = new(StringComparer.Ordinal);
    private int _characters;

    /// <summary>The file of a table that a question names.</summary>
    public static DataFile Require(DataFolder folder, string name, Place place) =>
        folder.Find(name)
            ?? throw place.Error($"the table {Place.Quote(name)} is not in the data folder", "the name of a csv file under csv/", "context");

    /// <summary>A table and its text in prompts.</summary>
    /// <param name="name">Relative name, as the question gives it.</param>
    /// <param name="place">Where the question stands.</param>
    public (Table Table, string Text) Load(string name, Place place)
    {
        if (_kept.TryGetValue(name, out var known))
            return known;
        var table = Read(Require(folder, name, place));
        var text = TableText.Linearise(table);
        if (_characters > KeptCharacters)
        {
            _kept.Clear();
            _characters = 0;
        }
        _characters += 2 * text.Length;
        return _kept[name] = (table, text);
    }

    /// <summary>Reads a table file.</summary>
    public static Table Read(DataFile file)
    {
        List<string>? header = null;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (line, cells) in ReadRows(file))
        {
            if (header is not null && cells.Count != header.Count)
                throw new Place(file.Name, line).Error($"found {cells.Count} cells", $"{header.Count} as in the header");
            if (header is null)
                header = cells;
            else
                rows.Add(cells);
        }
        return new Table(header ?? throw new Place(file.Name).Error("the file is empty", "a table with a header"), rows);
    }

    private static IEnumerable<(long Line, List<string> Cells)> ReadRows(DataFile file)
    {
        var cell = new StringBuilder();
        var quoted = false;
        var cells = new List<string>();
        var first = 0L;
        foreach (var line in LineReader.Read(file))
        {
            if (quoted)
                cell.Append('\n');
            else
                first = line.Number;
            var text = line.Text;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (quoted && c == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
                    cell.Append(text[++i]);
                else if (c == '"')
                    quoted = !quoted;
                else if (c == ',' && !quoted)
                    Close();
                else
                    cell.Append(c);
            }
            if (quoted)
                continue;
            Close();
            yield return (first, cells);
            cells = [];
        }
        if (quoted)
            throw new Place(file.Name, first).Error("a quoted cell is still open at the end of the file", "a closing quote");

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
