using System.Text.Json.Serialization;
using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Stores;

/// <summary>Content of rows as JSON, spelled as in <c>report.json</c>.</summary>
[JsonSerializable(typeof(RunRow))]
[JsonSerializable(typeof(List<RunRow>))]
[JsonSerializable(typeof(ShardRow))]
[JsonSerializable(typeof(HistoryRow))]
[JsonSerializable(typeof(BaselineRow))]
[JsonSerializable(typeof(Measurement))]
[JsonSerializable(typeof(Contrast))]
[JsonSerializable(typeof(IReadOnlyList<Contrast>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
public sealed partial class ReportStoreJson : JsonSerializerContext;
