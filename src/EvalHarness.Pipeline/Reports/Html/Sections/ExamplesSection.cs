using System.Globalization;
using System.Text;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Examples;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>Show me: examples to browse, disagreements first, as many as the page has room for.</summary>
/// <param name="view">The report.</param>
/// <param name="room">Bytes of UTF-8 the section may take.</param>
internal sealed class ExamplesSection(ReportView view, long room) : IReportSection
{
    // For the heading, the filters and the sentence about what is left out.
    private const int Frame = 16_000;

    public void Write(HtmlPage page)
    {
        var cards = view.Comparisons.ToDictionary(comparison => comparison.Name, comparison => view.CardOf(comparison.Figures[0]), StringComparer.Ordinal);
        var ordered = view.Examples.OrderBy(example => WhoWasRight.Disagree(example, cards.GetValueOrDefault(example.Comparison)) ? 0 : 1).ToList();
        var disagreements = ordered.Count(example => WhoWasRight.Disagree(example, cards.GetValueOrDefault(example.Comparison)));
        var shown = new List<string>();
        var left = room - Frame;
        foreach (var example in ordered)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            new ExampleMarkup(new HtmlPage(text), cards.GetValueOrDefault(example.Comparison)).Write(example);
            var markup = text.ToString();
            if (Encoding.UTF8.GetByteCount(markup) is var bytes && bytes > left) continue;
            left -= bytes;
            shown.Add(markup);
        }
        page.Write($"<section id=\"examples\"><h2>Show me</h2>");
        Statement(page, shown.Count, disagreements, ordered.Count - shown.Count);
        if (shown.Count > 0)
            Filters(page, shown.Count);
        page.Write($"<div id=\"example-list\">");
        foreach (var markup in shown)
            page.Raw(markup);
        page.Write($"</div></section>");
    }

    private void Statement(HtmlPage page, int shown, int disagreements, int leftOut)
    {
        if (shown == 0 && leftOut == 0)
        {
            page.Write($"<p class=\"muted\">No examples were given to this report; all predictions stand in predictions/.</p>");
            return;
        }
        var evaluated = view.Report.Datasets.Sum(data => (long)data.Examples);
        page.Write($"<p class=\"muted\">A sample: {NumberText.Count(shown)}{(evaluated >= shown && evaluated > 0 ? $" of {NumberText.Count(evaluated)}" : "")} examples, those where method and baselines disagree first ({NumberText.Count(disagreements)}). All predictions stand in predictions/.</p>");
        if (leftOut > 0)
            WarningNotes.Write(page, $"{NumberText.Count(leftOut, "further example of the sample was", "further examples of the sample were")} left out to keep this page below 5 MB.");
    }

    private void Filters(HtmlPage page, int shown)
    {
        page.Write($"<form id=\"filters\" hidden=\"hidden\"><label>Comparison <select name=\"comparison\"><option value=\"\">all</option>");
        foreach (var comparison in view.Examples.Select(example => example.Comparison).Distinct(StringComparer.Ordinal))
            page.Write($"<option>{comparison}</option>");
        page.Write($"</select></label><label>Outcome <select name=\"outcome\"><option value=\"\">any</option>");
        foreach (var outcome in Enum.GetValues<Outcome>())
            page.Write($"<option>{outcome.ToString().ToLowerInvariant()}</option>");
        page.Write($"</select></label><label>Who was right <select name=\"right\"><option value=\"\">any</option><option value=\"both\">both</option><option value=\"methodonly\">method only</option><option value=\"baselineonly\">baseline only</option><option value=\"neither\">neither</option></select></label><label>Against <select name=\"against\"><option value=\"\">any baseline</option>");
        foreach (var baseline in view.Examples.SelectMany(example => example.Sides).Where(side => side.Role == SystemRole.Baseline).Select(side => side.System).Distinct(StringComparer.Ordinal))
            page.Write($"<option>{baseline}</option>");
        page.Write($"</select></label><label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"/></label><output aria-live=\"polite\">{shown} shown</output></form>");
    }
}
