using System.Text.Json.Nodes;
using EvalHarness.Core.Json;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Publishing;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Gates;

/// <summary>
/// Accepted baseline runs: report and predictions are copied to a folder of the store that nothing cleans up, and the row that names them is
/// replaced only if nobody else replaced it meanwhile.
/// </summary>
public sealed class AcceptedRuns(IArtifactStore artifacts, IReportStore rows)
{
    /// <summary>Accepts a run as its manifest's baseline.</summary>
    /// <returns>False when another acceptance was faster.</returns>
    /// <exception cref="InvalidDataException">The folder holds no complete report.</exception>
    public async Task<bool> AcceptAsync(string runFolder, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(runFolder);
        await using var stream = File.Exists(folder.ReportJsonPath)
            ? File.OpenRead(folder.ReportJsonPath)
            : throw new InvalidDataException($"{folder.FullPath} has no report.json: only a finished run can be accepted.");
        var report = await ReportJson.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (report.Run.Status != RunStatus.Complete)
            throw new InvalidDataException($"Run {report.Run.Id} is {report.Run.Status.ToString().ToLowerInvariant()}: only a complete run can be accepted; 'evalharness resume {report.Run.Id}' computes what is missing.");
        var pinned = $"accepted/{report.Run.Manifest}/{report.Run.Id}";
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder.FullPath, "predictions"), "*.jsonl").Prepend(folder.ReportJsonPath))
            // Replaced, not created: a run accepted again after a rescore is pinned as it is now.
            await artifacts.WriteAsync($"{pinned}/{Path.GetFileName(file)}", await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var current = await rows.FindBaselineAsync(report.Run.Manifest, cancellationToken).ConfigureAwait(false);
        var baseline = new BaselineRow(report.Run.Manifest, report.Run.Id, pinned, ResultDigest.Of(report), Looks: 0, LastResultDigest: null, LastVerdict: null);
        return await rows.TryPutBaselineAsync(baseline, current?.ETag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report of an accepted run.</summary>
    public async Task<RunReport> ReadReportAsync(BaselineRow baseline, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenReadAsync($"{baseline.Folder}/report.json", cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The accepted run {baseline.RunId} of {baseline.Manifest} is gone from the store; accept a run again.");
        return await ReportJson.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The predictions of a system in an accepted run; empty where it had none.</summary>
    public async IAsyncEnumerable<Prediction> ReadPredictionsAsync(
        BaselineRow baseline, ComparisonDefinition comparison, SystemInstance instance, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await artifacts.OpenReadAsync($"{baseline.Folder}/{PredictionFileName.Of(comparison, instance)}", cancellationToken).ConfigureAwait(false) is not { } stream)
            yield break;
        await using (stream.ConfigureAwait(false))
            await foreach (var prediction in PredictionJson.ReadAllAsync(stream, cancellationToken).ConfigureAwait(false))
                yield return prediction;
    }
}

/// <summary>A digest of what a run found: a night that finds the same is no new look.</summary>
public static class ResultDigest
{
    /// <summary>SHA-256 over all measurements' names and values, and over the data sets and metrics they are of.</summary>
    public static string Of(RunReport report) => CanonicalJson.Digest(new JsonObject
    {
        ["measurements"] = new JsonArray([.. report.Measurements.Select(measurement => (JsonNode)new JsonArray(
            measurement.Comparison, measurement.Variant.DeepClone(), measurement.System, measurement.Figure, measurement.Value, measurement.N, measurement.Coverage))]),
        ["datasets"] = new JsonArray([.. report.Datasets.Select(dataset => (JsonNode)new JsonArray(dataset.Suite, dataset.Split, dataset.Digest, dataset.Examples))]),
        ["metrics"] = new JsonArray([.. report.Metrics.Select(card => (JsonNode)new JsonArray(
            card.Name, card.Revision, new JsonObject(card.Options.Select(option => KeyValuePair.Create(option.Key, (JsonNode?)option.Value)))))]),
    });
}
