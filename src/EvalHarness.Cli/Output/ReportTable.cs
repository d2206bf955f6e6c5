using System.Globalization;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using Spectre.Console;

namespace EvalHarness.Cli.Output;

/// <summary>A report as tables for a terminal or a log: systems with their primary figures, then contrasts with intervals and adjusted p-values.</summary>
internal static class ReportTable
{
    private const int PlainWidth = 190;

    public static void Print(TextWriter output, RunReport report)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Interactive = InteractionSupport.No,
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected)
            console.Profile.Width = PlainWidth;
        foreach (var comparison in report.Measurements.GroupBy(measurement => measurement.Comparison))
            console.Write(Measurements(report, comparison.Key, [.. comparison]));
        if (report.Contrasts.Any(contrast => !contrast.Exploratory))
            console.Write(Contrasts(report));
        if (report.Gate is { } gate)
            output.WriteLine($"gate: {gate.Verdict}. {gate.Reason}");
        var executed = report.Run.Executed;
        output.WriteLine(
            $"run {report.Run.Id}: {report.Run.Status.ToString().ToLowerInvariant()} in {Seconds(report.Run.Seconds)}; computed {executed.Units:N0} units ({executed.ModelCalls:N0} model calls), reused {executed.UnitsReused:N0}");
    }

    private static Table Measurements(RunReport report, string comparison, List<Measurement> measurements)
    {
        var primary = report.Metrics.Select(metric => metric.Primary).ToHashSet();
        var first = measurements[0];
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape($"{comparison}: {first.Suite} {first.Split}")) };
        foreach (var column in (string[])["system", "figure", "value", "95 % interval", "n", "clusters", "coverage", "seconds"])
            table.AddColumn(column);
        foreach (var measurement in measurements.Where(measurement => primary.Contains(measurement.Figure)))
        {
            var point = measurement.Variant.Count == 0 ? "" : " " + string.Join(' ', measurement.Variant.Select(axis => $"{axis.Key}={axis.Value?.ToJsonString()}"));
            var role = measurement.Role == SystemRole.Baseline ? "" : $" ({measurement.Role.ToString().ToLowerInvariant()})";
            table.AddRow(
                Markup.Escape(measurement.System + point + role),
                Markup.Escape(measurement.Figure),
                measurement.Value is { } value ? Number(value) : Markup.Escape(measurement.Reason ?? "–"),
                measurement is { CiLow: { } low, CiHigh: { } high } ? $"{Number(low)} to {Number(high)}" : "–",
                measurement.N.ToString(CultureInfo.InvariantCulture),
                measurement.Clusters.ToString(CultureInfo.InvariantCulture),
                measurement.Coverage == 1 ? "100 %" : string.Create(CultureInfo.InvariantCulture, $"{measurement.Coverage * 100:0.0} %"),
                Seconds(measurement.Cost.Seconds));
        }
        return table;
    }

    private static Table Contrasts(RunReport report)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle("contrasts (method − baseline; p adjusted by Holm)") };
        foreach (var column in (string[])["comparison", "method − baseline", "figure", "difference", "95 % interval", "p", "p adjusted", "detectable", "verdict"])
            table.AddColumn(column);
        foreach (var contrast in report.Contrasts.Where(contrast => !contrast.Exploratory))
            table.AddRow(
                Markup.Escape(contrast.Comparison),
                Markup.Escape($"{contrast.Method} − {contrast.Baseline}"),
                Markup.Escape(contrast.Figure),
                contrast.Difference is { } difference ? Signed(difference) : "–",
                contrast is { CiLow: { } low, CiHigh: { } high } ? $"{Signed(low)} to {Signed(high)}" : "–",
                Probability(contrast.PValue),
                Probability(contrast.PAdjusted),
                contrast.MinimumDetectableEffect?.Adjusted is { } effect ? Number(effect) : "–",
                Markup.Escape(Verdict(contrast)));
        return table;
    }

    // The word carries a sign, so that it reads without colour.
    private static string Verdict(Contrast contrast) => contrast.Verdict switch
    {
        "better" => "▲ better",
        "worse" => "▼ worse",
        "equivalent" => "≈ equivalent",
        { } verdict => $"? {verdict}",
        null => contrast.Reason ?? "–",
    };

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Signed(double value) => value.ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Probability(double? value) => value switch
    {
        null => "–",
        < 0.0001 => "<0.0001",
        { } p => p.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
