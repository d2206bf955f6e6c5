using System.Text.Json;
using System.Text.Json.Serialization;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>
/// Published numbers beside measured ones. Rows of the fact sheets are joined only through a reviewed map, entry by entry; a number is comparable only
/// where model, split, metric and n are equal, and without that it stands there with what differs and without a verdict.
/// </summary>
public sealed partial class PublishedNumbers
{
    private readonly Lazy<IReadOnlyList<MapEntry>> _map;
    private readonly Lazy<IReadOnlyList<PublishedRow>> _rows;

    private PublishedNumbers(Func<Stream?> map, Func<Stream?> rows)
    {
        _map = new Lazy<IReadOnlyList<MapEntry>>(() => Load(map, PublishedJson.Default.IReadOnlyListMapEntry));
        _rows = new Lazy<IReadOnlyList<PublishedRow>>(() => Load(rows, PublishedJson.Default.IReadOnlyListPublishedRow));
    }

    /// <summary>The numbers that come with the program (<c>benchmarks-data/published</c>).</summary>
    public static PublishedNumbers Embedded() => new(
        () => typeof(PublishedNumbers).Assembly.GetManifestResourceStream("published-map.json"),
        () => typeof(PublishedNumbers).Assembly.GetManifestResourceStream("published-results.json"));

    /// <summary>The number for a system's figure, or null where the map names none.</summary>
    public PublishedValue? Find(ComparisonDefinition comparison, SystemInstance system, FigureCard figure)
    {
        var entry = _map.Value.FirstOrDefault(candidate =>
            candidate.Suite == comparison.Data.Suite.Card.Name && candidate.SystemName == system.Card.Name && candidate.Figure == figure.Name
            && (candidate.Split is null || candidate.Split == comparison.Data.Split));
        if (entry is null || _rows.Value.FirstOrDefault(row => row.System == entry.PublishedSystem && row.Table == entry.Table
            && row.Benchmark == entry.Benchmark && row.Method == entry.Method && row.Model == entry.Model) is not { } row)
            return null;
        var differs = Differences(entry, row, comparison, system);
        return new PublishedValue
        {
            Value = row.Value,
            Unit = row.Unit,
            Model = row.Model,
            Method = row.Method,
            Split = row.Split,
            Source = row.Source,
            Differs = differs,
            Comparable = differs.Count == 0,
        };
    }

    private static List<string> Differences(MapEntry entry, PublishedRow row, ComparisonDefinition comparison, SystemInstance system)
    {
        var differs = new List<string>(entry.Differs);
        if (!system.Models.Values.Contains(row.Model))
            differs.Add($"model: published {row.Model}, measured {(system.Models.Count == 0 ? "none" : string.Join(", ", system.Models.Values.Distinct()))}");
        if (entry.N is { } n && n != comparison.Selection.Ids.Count)
            differs.Add($"examples: published {n}, measured {comparison.Selection.Ids.Count}");
        else if (entry.N is null)
            differs.Add("examples: the published number of examples is not known");
        if (comparison.Data.HasHashPool)
            differs.Add("a fifth of the split serves as pool");
        return differs;
    }

    private static IReadOnlyList<T> Load<T>(Func<Stream?> open, System.Text.Json.Serialization.Metadata.JsonTypeInfo<IReadOnlyList<T>> type)
    {
        using var stream = open();
        return stream is null ? [] : JsonSerializer.Deserialize(stream, type) ?? [];
    }

    /// <summary>One reviewed link from a measured figure to a published row.</summary>
    internal sealed record MapEntry
    {
        /// <summary>Suite address.</summary>
        public required string Suite { get; init; }

        /// <summary>Split, or null for any.</summary>
        public string? Split { get; init; }

        /// <summary>The harness's system.</summary>
        public required string SystemName { get; init; }

        /// <summary>The figure.</summary>
        public required string Figure { get; init; }

        /// <summary>The published row's system.</summary>
        public required string PublishedSystem { get; init; }

        /// <summary>Its table.</summary>
        public required string Table { get; init; }

        /// <summary>Its benchmark.</summary>
        public required string Benchmark { get; init; }

        /// <summary>Its method.</summary>
        public required string Method { get; init; }

        /// <summary>Its model.</summary>
        public required string Model { get; init; }

        /// <summary>Number of examples it was measured on, where known.</summary>
        public int? N { get; init; }

        /// <summary>What differs for certain, whatever is run.</summary>
        public IReadOnlyList<string> Differs { get; init; } = [];
    }

    /// <summary>A row of the fact sheets.</summary>
    internal sealed record PublishedRow(
        string System, string Table, string Benchmark, string Split, string Metric, string Unit, string Model, string Method, double Value, string Source);

    [JsonSerializable(typeof(IReadOnlyList<MapEntry>))]
    [JsonSerializable(typeof(IReadOnlyList<PublishedRow>))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class PublishedJson : JsonSerializerContext;
}
