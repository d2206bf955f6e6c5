using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>A system of a comparison, with the part it plays there.</summary>
internal sealed record SystemView(string Name, SystemRole Role);

/// <summary>A comparison as the page's sections look at it.</summary>
internal sealed record ComparisonView
{
    public required string Name { get; init; }

    public required string Suite { get; init; }

    public required string Split { get; init; }

    /// <summary>The confirmatory point of its sweep.</summary>
    public required JsonObject Primary { get; init; }

    /// <summary>The figures that are tested, at least one.</summary>
    public required IReadOnlyList<string> Figures { get; init; }

    /// <summary>Its systems in report order: the method first.</summary>
    public required IReadOnlyList<SystemView> Systems { get; init; }

    /// <summary>All points, in report order.</summary>
    public required IReadOnlyList<JsonObject> Points { get; init; }

    /// <summary>Suite and split in words.</summary>
    public string Where => Split.Length == 0 ? Suite : $"{Suite}, {Split}";
}

/// <summary>A report and what its sections need to look up in it. Nothing of it is trusted to be well-formed but its types.</summary>
internal sealed class ReportView
{
    private readonly Dictionary<string, FigureCard> _cards;
    private readonly Dictionary<string, FigureFormat> _formats = new(StringComparer.Ordinal);
    private readonly ILookup<string, Measurement> _measurements;

    public ReportView(RunReport report, JsonObject manifest, IReadOnlyList<ReportExample> examples)
    {
        (Report, Manifest, Examples) = (report, manifest, examples);
        _cards = report.Metrics.SelectMany(metric => metric.Figures).DistinctBy(figure => figure.Name).ToDictionary(figure => figure.Name, StringComparer.Ordinal);
        _measurements = report.Measurements.ToLookup(row => row.Comparison, StringComparer.Ordinal);
        Comparisons = [.. _measurements.Select(rows => rows.Key).Concat(report.Contrasts.Select(row => row.Comparison)).Distinct(StringComparer.Ordinal).Select(ViewOf)];
        Seeds = manifest["seeds"] is JsonArray seeds ? Math.Max(1, seeds.Count) : 1;
        Currency = CurrencyOf(manifest);
    }

    public RunReport Report { get; }

    public JsonObject Manifest { get; }

    public IReadOnlyList<ReportExample> Examples { get; }

    public IReadOnlyList<ComparisonView> Comparisons { get; }

    /// <summary>Seeds that scores are averaged over.</summary>
    public int Seeds { get; }

    /// <summary>The one currency of all prices, or null.</summary>
    public string? Currency { get; }

    public FigureFormat FormatOf(string figure)
    {
        if (_formats.TryGetValue(figure, out var format)) return format;
        return _formats[figure] = new FigureFormat(figure, _cards.GetValueOrDefault(figure),
            [.. Report.Measurements.Where(row => row.Figure == figure)], [.. Report.Contrasts.Where(row => row.Figure == figure)]);
    }

    public FigureCard? CardOf(string figure) => _cards.GetValueOrDefault(figure);

    /// <summary>A system's measurement at a point, or null.</summary>
    public Measurement? Find(string comparison, string system, string figure, JsonObject point) =>
        _measurements[comparison].FirstOrDefault(row => row.System == system && row.Figure == figure && VariantText.StandsAt(row.Variant, point));

    /// <summary>Whether a contrast's baseline is a control: it bounds what is possible and would stretch an axis beyond use.</summary>
    public bool AgainstControl(Contrast contrast) =>
        _measurements[contrast.Comparison].FirstOrDefault(row => row.System == contrast.Baseline)?.Role == SystemRole.Control;

    public VerdictSentence SentenceOf(Contrast contrast) =>
        VerdictSentence.Of(contrast, FormatOf(contrast.Figure), Seeds, MarginOf(contrast.Comparison));

    /// <summary>Warnings that concern one comparison; of one system of it where a system is given, else those of no single system.</summary>
    public IEnumerable<Warning> WarningsOf(string comparison, string? system) =>
        Report.Warnings.Where(warning => warning.Comparison == comparison && warning.System == system);

    private ComparisonView ViewOf(string name)
    {
        var rows = _measurements[name].ToList();
        var contrasts = Report.Contrasts.Where(row => row.Comparison == name).ToList();
        var confirmatory = contrasts.Where(row => !row.Exploratory).ToList();
        var measured = rows.Select(row => row.Figure).Distinct(StringComparer.Ordinal).ToList();
        var primaries = Report.Metrics.Select(metric => metric.Primary).Where(measured.Contains).ToList();
        return new ComparisonView
        {
            Name = name,
            Suite = rows.FirstOrDefault()?.Suite ?? contrasts[0].Suite,
            Split = rows.FirstOrDefault()?.Split ?? contrasts[0].Split,
            Primary = confirmatory.FirstOrDefault()?.Variant ?? rows.FirstOrDefault()?.Variant ?? contrasts[0].Variant,
            Figures = confirmatory.Count > 0 ? [.. confirmatory.Select(row => row.Figure).Distinct(StringComparer.Ordinal)]
                : primaries.Count > 0 ? primaries
                : [measured.FirstOrDefault() ?? contrasts[0].Figure],
            Systems = [.. rows.DistinctBy(row => row.System).Select(row => new SystemView(row.System, row.Role)).OrderBy(system => system.Role == SystemRole.Method ? 0 : 1)],
            Points = [.. rows.Select(row => row.Variant).Concat(contrasts.Select(row => row.Variant)).DistinctBy(variant => variant.ToJsonString())],
        };
    }

    private double? MarginOf(string comparison)
    {
        foreach (var declared in (Manifest["comparisons"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = Text(declared["name"]) ?? ManifestNames.DefaultComparisonName(Text(declared["suite"]) ?? "", Text(declared["split"]));
            if (name == comparison && declared["margin"]?.GetValueKind() == JsonValueKind.Number)
                return double.Parse(declared["margin"]!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
        }
        return null;
    }

    private static string? CurrencyOf(JsonObject manifest)
    {
        var currencies = (manifest["models"] as JsonObject ?? []).Select(model => (model.Value as JsonObject)?["price"] as JsonObject)
            .OfType<JsonObject>().Select(price => Text(price["currency"]) ?? "USD").Distinct().ToList();
        return currencies.Count == 1 ? currencies[0] : null;
    }

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
