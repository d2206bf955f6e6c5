using System.Globalization;
using System.Text;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Prompting;

/// <summary>
/// A table as prompts hold it: <c>col : a | b</c>, then <c>row 1 : x | y</c> and so on; a caption stands above. Line ends inside cells become
/// blanks, or a row would no longer be a line.
/// </summary>
public static class TableText
{
    /// <summary>The table's lines, without a line end behind the last one.</summary>
    public static string Linearise(Table table)
    {
        var text = new StringBuilder();
        if (!string.IsNullOrEmpty(table.Caption))
            text.Append("table caption : ").Append(OneLine(table.Caption)).Append('\n');
        text.Append("col : ");
        AppendCells(text, table.Header);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nrow {row + 1} : ");
            AppendCells(text, table.Rows[row]);
        }
        return text.ToString();
    }

    private static void AppendCells(StringBuilder text, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
            text.Append(i == 0 ? "" : " | ").Append(OneLine(cells[i]));
    }

    private static string OneLine(string cell) => cell.AsSpan().IndexOfAny('\n', '\r') < 0 ? cell : cell.ReplaceLineEndings(" ");
}
