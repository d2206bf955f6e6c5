using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>x</summary>
public sealed record ReportExample
{
    /// <summary>x</summary>
    public required string Comparison { get; init; }
    /// <summary>x</summary>
    public required JsonObject Variant { get; init; }
    /// <summary>x</summary>
    public required string Id { get; init; }
    /// <summary>x</summary>
    public string? Cluster { get; init; }
    /// <summary>x</summary>
    public string? Prompt { get; init; }
    /// <summary>x</summary>
    public required IReadOnlyList<ReportExampleSide> Sides { get; init; }
}

/// <summary>x</summary>
public sealed record ReportExampleSide
{
    /// <summary>x</summary>
    public required string System { get; init; }
    /// <summary>x</summary>
    public required SystemRole Role { get; init; }
    /// <summary>x</summary>
    public required Outcome Outcome { get; init; }
    /// <summary>x</summary>
    public required string Output { get; init; }
    /// <summary>x</summary>
    public string? Raw { get; init; }
    /// <summary>x</summary>
    public string? Reason { get; init; }
    /// <summary>x</summary>
    public JsonNode? Trace { get; init; }
    /// <summary>x</summary>
    public double? Score { get; init; }
    /// <summary>x</summary>
    public IReadOnlyList<NamedScore> Scores { get; init; } = [];
}

/// <summary>x</summary>
public static class HtmlReport
{
    /// <summary>x</summary>
    public static void Write(TextWriter writer, RunReport report, JsonObject manifest, IReadOnlyList<ReportExample> examples) => writer.Write(report.Schema);
}
