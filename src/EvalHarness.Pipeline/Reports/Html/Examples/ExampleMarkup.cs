using EvalHarness.Core.Metrics;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Plots;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Examples;

/// <summary>One example: a line of what each side said, opening to prompt, outputs, traces and scores next to each other.</summary>
internal sealed class ExampleMarkup(HtmlPage page, FigureCard? card)
{
    public void Write(ReportExample example)
    {
        var method = example.Sides.FirstOrDefault(side => side.Role == SystemRole.Method);
        page.Write($"<details class=\"example\" data-comparison=\"{example.Comparison}\" data-outcomes=\"{string.Join(' ', example.Sides.Select(side => WordOf(side.Outcome.ToString())).Distinct())}\" data-right=\"{string.Join('|', example.Sides.Where(side => side.Role == SystemRole.Baseline && method is not null).Select(side => $"{side.System}={WordOf(WhoWasRight.Judge(method!.Score, side.Score, card).ToString())}"))}\"><summary><span class=\"id\">{FoldedText.Line(example.Id, 60)}</span> <small class=\"of\">{example.Comparison}{(example.Variant.Count == 0 ? "" : $", {VariantText.Of(example.Variant)}")}</small><span class=\"answers\">");
        foreach (var (side, number) in Numbered(example))
        {
            page.Write($"<span class=\"answer\">");
            SystemMarks.WriteInline(page, new SystemView(side.System, side.Role), number);
            Mark(side);
            page.Write($" <span class=\"text\">{Said(side, 70)}</span></span>");
        }
        page.Write($"</span></summary><div class=\"body\">");
        if (example.Cluster is not null)
            page.Write($"<p class=\"muted\">Cluster {example.Cluster}</p>");
        page.Write($"<h4>Prompt</h4>");
        if (example.Prompt is null) page.Write($"<p class=\"muted\">The texts of requests were not kept in this run.</p>");
        else FoldedText.Write(page, example.Prompt);
        if (example.References.Count > 0)
        {
            page.Write($"<h4>Reference</h4>");
            FoldedText.Write(page, string.Join('\n', example.References));
        }
        page.Write($"<div class=\"sides\">");
        foreach (var (side, number) in Numbered(example))
            Side(side, number);
        page.Write($"</div></div></details>");
    }

    private void Side(ReportExampleSide side, int number)
    {
        page.Write($"<article class=\"side {SystemMarks.ClassOf(side.Role)}\"><h4>");
        SystemMarks.WriteNamed(page, new SystemView(side.System, side.Role), number);
        page.Write($" <small>{SystemMarks.WordOf(side.Role)}, {WordOf(side.Outcome.ToString())}</small>");
        Mark(side);
        page.Write($"</h4>");
        if (side.Output.Length > 0 || side.Reason is null) FoldedText.Write(page, side.Output);
        if (side.Reason is not null) page.Write($"<p class=\"muted\">{side.Reason}</p>");
        if (side.Raw is not null && side.Raw != side.Output)
        {
            page.Write($"<details class=\"fold\"><summary>The completion it was read from</summary>");
            FoldedText.Write(page, side.Raw);
            page.Write($"</details>");
        }
        if (side.Scores.Count > 0)
        {
            page.Write($"<dl class=\"scores\">");
            foreach (var score in side.Scores)
                page.Write($"<dt>{score.Name}</dt><dd>{(score.Value is { } value ? NumberText.Significant(value, 4) : NumberText.None)}</dd>");
            page.Write($"</dl>");
        }
        if (side.Trace is not null)
        {
            page.Write($"<details class=\"fold\" open=\"open\"><summary>Trace</summary>");
            new TraceMarkup(page).Write(side.Trace);
            page.Write($"</details>");
        }
        page.Write($"</article>");
    }

    private void Mark(ReportExampleSide side)
    {
        if (side.Score is not { } score) return;
        if (WhoWasRight.IsBest(score, card)) page.Write($" <span class=\"right\" title=\"right\">\u2713</span>");
        else if (card is { ZeroOne: false }) page.Write($" <span class=\"score\">{NumberText.Significant(score, 2)}</span>");
        else page.Write($" <span class=\"wrong\" title=\"wrong\">\u2717</span>");
    }

    private static string Said(ReportExampleSide side, int longest) =>
        side.Output.Length > 0 ? FoldedText.Line(side.Output, longest) : $"({WordOf(side.Outcome.ToString())})";

    private static string WordOf(string name) => name.ToLowerInvariant();

    private static IEnumerable<(ReportExampleSide Side, int Number)> Numbered(ReportExample example) =>
        example.Sides.Select((side, i) => (side, example.Sides.Take(i).Count(other => other.Role == side.Role)));
}
