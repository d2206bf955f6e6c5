using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EvalHarness.Core.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Systems;

namespace EvalHarness.Core.Reports;

/// <summary>Reports as JSON: <c>report.json</c>, with the field names of the contracts, section 6.</summary>
public static class ReportJson
{
    private static readonly ReportJsonContext Context = new(new JsonSerializerOptions(ReportJsonContext.Default.Options)
    {
        // The file is read by people and programs, never pasted into HTML: other scripts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The published JSON Schema (draft 2020-12) of <c>report.json</c>.</summary>
    public static string Schema => EmbeddedText.Read("report.schema.json");

    /// <summary>A report as indented UTF-8 JSON.</summary>
    public static byte[] Serialize(RunReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Context.RunReport);

    /// <summary>Writes a report as indented UTF-8 JSON.</summary>
    public static Task WriteAsync(Stream stream, RunReport report, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, report, Context.RunReport, cancellationToken);

    /// <summary>Reads a report. Fields this version does not know are passed over: additions are free.</summary>
    /// <exception cref="JsonException">It is no report, or one of a later form; the message says where and what.</exception>
    public static RunReport Read(ReadOnlySpan<byte> utf8) => Checked(JsonSerializer.Deserialize(utf8, Context.RunReport));

    /// <summary>Reads a report from a stream.</summary>
    /// <exception cref="JsonException">It is no report, or one of a later form; the message says where and what.</exception>
    public static async Task<RunReport> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        Checked(await JsonSerializer.DeserializeAsync(stream, Context.RunReport, cancellationToken).ConfigureAwait(false));

    private static RunReport Checked(RunReport? report)
    {
        if (report is null) throw new JsonException("The report is null; it must be an object.");
        return report.Schema == RunReport.CurrentSchema ? report
            : throw new JsonException($"The report has the form '{report.Schema}'; this version of EvalHarness reads '{RunReport.CurrentSchema}'.");
    }
}

[JsonSerializable(typeof(RunReport))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(FiniteDoubleConverter), typeof(CamelCaseEnum<RunStatus>), typeof(CamelCaseEnum<SystemRole>),
        typeof(CamelCaseEnum<FigureDirection>), typeof(CamelCaseEnum<FigureAggregation>),
    ])]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
