using EvalHarness.Core.Json;

namespace EvalHarness.Core.Reports.Csv;

/// <summary><c>measurements.csv</c>: one row a measurement, names as in <c>report.json</c>.</summary>
public static class MeasurementCsv
{
    /// <summary>The columns in order.</summary>
    public static IReadOnlyList<CsvColumn<Measurement>> Columns { get; } =
    [
        new("comparison", row => row.Comparison),
        new("variant", row => CanonicalJson.Text(row.Variant)),
        new("suite", row => row.Suite),
        new("split", row => row.Split),
        new("system", row => row.System),
        new("role", row => row.Role.ToString().ToLowerInvariant()),
        new("figure", row => row.Figure),
        new("value", row => row.Value),
        new("ciLow", row => row.CiLow),
        new("ciHigh", row => row.CiHigh),
        new("interval", row => row.Interval),
        new("reason", row => row.Reason),
        new("n", row => (long)row.N),
        new("clusters", row => (long)row.Clusters),
        new("coverage", row => row.Coverage),
        new("outcomes.answered", row => (long)row.Outcomes.Answered),
        new("outcomes.unparsable", row => (long)row.Outcomes.Unparsable),
        new("outcomes.refused", row => (long)row.Outcomes.Refused),
        new("outcomes.truncated", row => (long)row.Outcomes.Truncated),
        new("outcomes.failedInput", row => (long)row.Outcomes.FailedInput),
        new("outcomes.failedEnvironment", row => (long)row.Outcomes.FailedEnvironment),
        new("outcomes.shortened", row => (long)row.Outcomes.Shortened),
        new("outcomes.tied", row => (long)row.Outcomes.Tied),
        new("seedDeviation", row => row.SeedDeviation),
        new("published.value", row => row.Published?.Value),
        new("published.unit", row => row.Published?.Unit),
        new("published.model", row => row.Published?.Model),
        new("published.method", row => row.Published?.Method),
        new("published.split", row => row.Published?.Split),
        new("published.source", row => row.Published?.Source),
        new("published.differs", row => row.Published is { } published ? string.Join("; ", published.Differs) : null),
        new("published.comparable", row => row.Published is { } published ? published.Comparable : (string?)null),
        new("cost.seconds", row => row.Cost.Seconds),
        new("cost.promptTokens", row => row.Cost.PromptTokens),
        new("cost.completionTokens", row => row.Cost.CompletionTokens),
        new("cost.modelCalls", row => row.Cost.ModelCalls),
        new("cost.gpuSeconds", row => row.Cost.GpuSeconds),
        new("cost.price", row => row.Cost.Price),
    ];

    /// <summary>Writes the file.</summary>
    public static void Write(TextWriter writer, IEnumerable<Measurement> measurements) => CsvTable.Write(writer, Columns, measurements);
}
