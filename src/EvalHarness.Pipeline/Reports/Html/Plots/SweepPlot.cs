using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>A figure over one axis of a sweep: a curve with its band for each system, labelled at its end.</summary>
/// <param name="format">How the figure is written.</param>
/// <param name="values">The axis's values in their order.</param>
/// <param name="vertical">The figure's axis, shared by all panels.</param>
internal sealed class SweepPlot(FigureFormat format, IReadOnlyList<JsonNode?> values, PlotAxis vertical)
{
    private const double Width = 400, Height = 240, Left = 42, Right = 118, Top = 12, Bottom = 40;
    private const double LabelGap = 13;

    /// <summary>Draws the panel.</summary>
    /// <param name="page">The page.</param>
    /// <param name="axisName">The sweep axis.</param>
    /// <param name="title">What the panel shows.</param>
    /// <param name="curves">Each system's measurements, parallel to the values.</param>
    public void Write(HtmlPage page, string axisName, string title, IReadOnlyList<(SystemView System, int Number, IReadOnlyList<Measurement?> Points)> curves)
    {
        page.Write($"<svg class=\"curves\" viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{title}</title><desc>");
        foreach (var (system, _, points) in curves)
            page.Write($"{system.Name}: {string.Join(", ", points.Select((point, i) => $"{VariantText.Value(values[i])}: {format.ValueWithUnit(point?.Value)}"))}. ");
        page.Write($"</desc>");
        Frame(page, axisName);
        foreach (var (system, _, points) in curves.Where(curve => curve.System.Role != SystemRole.Control))
            Band(page, system, points);
        var inView = curves.Where(curve => curve.Points.All(point => point?.Value is not { } value || vertical.Shows(value))).ToList();
        foreach (var (system, number, points) in inView.AsEnumerable().Reverse())
            Curve(page, system, number, points);
        Labels(page, inView);
        page.Write($"</svg>");
        foreach (var (system, _, points) in curves.Except(inView))
            page.Write($"<p class=\"muted\">Not in view: {system.Name}, {string.Join(", ", points.Select(point => format.ValueWithUnit(point?.Value)).Distinct())}.</p>");
    }

    private double X(int index)
    {
        var numbers = values.Select(Number).ToList();
        var span = numbers[^1] - numbers[0];
        // Numbers stand at their distances unless some would fall together; other values, and those, in equal steps.
        var linear = span > 0 && Enumerable.Range(1, numbers.Count - 1).All(i => (numbers[i] - numbers[i - 1]) / span >= 0.08);
        var share = linear ? (numbers[index] - numbers[0]) / span : values.Count == 1 ? 0.5 : (double)index / (values.Count - 1);
        return Left + 8 + (share * (Width - Left - Right - 16));
    }

    private double Y(double value) => Height - Bottom - (vertical.At(value) / 100 * (Height - Top - Bottom));

    private void Frame(HtmlPage page, string axisName)
    {
        foreach (var tick in vertical.Ticks(4))
            page.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick)}\" y2=\"{Y(tick)}\"/><text x=\"{Left - 6}\" y=\"{Y(tick) + 4}\" text-anchor=\"end\">{AxisRow.TickText(tick, format)}</text>");
        page.Write($"<line class=\"tick\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>");
        for (var i = 0; i < values.Count; i++)
            page.Write($"<line class=\"tick\" x1=\"{X(i)}\" x2=\"{X(i)}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 4}\"/><text x=\"{X(i)}\" y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{Cut(VariantText.Value(values[i]), 10)}</text>");
        page.Write($"<text class=\"name\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{Cut(axisName, 40)}</text>");
    }

    private void Band(HtmlPage page, SystemView system, IReadOnlyList<Measurement?> points)
    {
        var known = Enumerable.Range(0, points.Count).Where(i => points[i] is { CiLow: not null, CiHigh: not null }).ToList();
        if (known.Count < 2) return;
        var upper = known.Select(i => Point(X(i), Y(points[i]!.CiHigh!.Value)));
        var lower = known.AsEnumerable().Reverse().Select(i => Point(X(i), Y(points[i]!.CiLow!.Value)));
        page.Write($"<polygon class=\"spread {SystemMarks.ClassOf(system.Role)}\" points=\"{string.Join(' ', upper.Concat(lower))}\"/>");
    }

    private void Curve(HtmlPage page, SystemView system, int number, IReadOnlyList<Measurement?> points)
    {
        var known = Enumerable.Range(0, points.Count).Where(i => points[i]?.Value is not null).ToList();
        var dash = SystemMarks.DashOf(system, number);
        page.Write($"<polyline class=\"curve {SystemMarks.ClassOf(system.Role)}\" points=\"{string.Join(' ', known.Select(i => Point(X(i), Y(points[i]!.Value!.Value))))}\"{Markup.When(dash.Length > 0, part => part.Write($" stroke-dasharray=\"{dash}\""))}/>");
        foreach (var i in known)
            SystemMarks.Write(page, system, number, X(i).ToString("0.##", CultureInfo.InvariantCulture), Y(points[i]!.Value!.Value));
    }

    private void Labels(HtmlPage page, IReadOnlyList<(SystemView System, int Number, IReadOnlyList<Measurement?> Points)> curves)
    {
        var labels = curves.Where(curve => curve.Points.Any(point => point?.Value is not null))
            .Select(curve => (curve.System, Wanted: Y(curve.Points.Last(point => point?.Value is not null)!.Value!.Value)))
            .OrderBy(label => label.Wanted).ToList();
        // From the top down each label keeps its distance; if the last one falls out below, all move up.
        var places = new List<double>();
        foreach (var (_, wanted) in labels)
            places.Add(Math.Max(Math.Max(wanted, Top), places.Count == 0 ? Top : places[^1] + LabelGap));
        var excess = places.Count == 0 ? 0 : Math.Max(0, places[^1] - (Height - Bottom));
        for (var i = 0; i < labels.Count; i++)
            page.Write($"<text class=\"label {SystemMarks.ClassOf(labels[i].System.Role)}\" x=\"{Width - Right + 10}\" y=\"{places[i] - excess + 4}\">{Cut(labels[i].System.Name, 17)}</text>");
    }

    private static double Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : double.NaN;

    private static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.##},{y:0.##}");

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
