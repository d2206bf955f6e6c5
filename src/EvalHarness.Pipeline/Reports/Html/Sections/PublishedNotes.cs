using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>What stands behind the published numbers of a table, and what differs.</summary>
internal sealed class PublishedNotes
{
    private readonly List<Measurement> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Adds a note and returns its number, from 1.</summary>
    public int Add(Measurement row)
    {
        _rows.Add(row);
        return _rows.Count;
    }

    /// <summary>The published number in the unit the report shows its figure in.</summary>
    public static string ValueOf(PublishedValue published, FigureFormat format)
    {
        var value = (published.Unit, format.IsPercent) switch
        {
            ("fraction", true) => published.Value * 100,
            ("percent", false) => published.Value / 100,
            _ => published.Value,
        };
        // Its own digits: papers round as they please, and no more is known.
        var text = Math.Abs(value).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
        return $"{(value < 0 ? NumberText.Minus : "")}{text}{(format.IsPercent ? $"{NumberText.Space}%" : "")}";
    }

    public void Write(HtmlPage page, ReportView view)
    {
        if (_rows.Count == 0) return;
        page.Write($"<ol class=\"notes\">");
        for (var i = 0; i < _rows.Count; i++)
        {
            var (row, published) = (_rows[i], _rows[i].Published!);
            page.Write($"<li id=\"published-{i + 1}\"><strong>{ValueOf(published, view.FormatOf(row.Figure))}</strong> {published.Method} with {published.Model}, {published.Split}; {published.Source}. ");
            if (published.Comparable)
                page.Write($"Same model, split, metric and number of examples.");
            else
                page.Write($"<span class=\"alert\">Not comparable.</span> Differs: {(published.Differs.Count == 0 ? "not stated" : string.Join("; ", published.Differs))}.");
            page.Write($"</li>");
        }
        page.Write($"</ol>");
    }
}
