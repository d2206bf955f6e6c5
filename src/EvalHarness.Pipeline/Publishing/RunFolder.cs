using EvalHarness.Core.Manifests;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Reports.Csv;
using EvalHarness.Pipeline.Aggregation;

namespace EvalHarness.Pipeline.Publishing;

/// <summary>The folder a run's results are written to, file by file as the contracts, section 6, name them.</summary>
public sealed class RunFolder
{
    /// <summary>A folder, which is created when needed.</summary>
    public RunFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.Combine(FullPath, "predictions"));
    }

    /// <summary>Absolute path.</summary>
    public string FullPath { get; }

    /// <summary>Path of <c>report.json</c>.</summary>
    public string ReportJsonPath => Path.Combine(FullPath, "report.json");

    /// <summary>Path of <c>report.html</c>.</summary>
    public string ReportHtmlPath => Path.Combine(FullPath, "report.html");

    /// <summary>Path of <c>log.jsonl</c>.</summary>
    public string LogPath => Path.Combine(FullPath, "log.jsonl");

    /// <summary>Path of a prediction file.</summary>
    public string PredictionsPath(string name) => Path.Combine(FullPath, "predictions", name);

    /// <summary>Opens a prediction file for writing, replacing an earlier one when it is complete.</summary>
    public IPredictionWriter OpenPredictions(string name) => new PredictionFileWriter(PredictionsPath(name));

    /// <summary>Streams the predictions of a file.</summary>
    public async IAsyncEnumerable<Prediction> ReadPredictionsAsync(string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(PredictionsPath(name));
        await foreach (var prediction in PredictionJson.ReadAllAsync(stream, cancellationToken).ConfigureAwait(false))
            yield return prediction;
    }

    /// <summary>Writes report, tables and manifest. Each file is replaced as a whole.</summary>
    public async Task WriteAsync(RunReport report, Manifest manifest, CancellationToken cancellationToken)
    {
        await ReplaceAsync(ReportJsonPath, writer => ReportJson.WriteAsync(writer.BaseStream, report, cancellationToken)).ConfigureAwait(false);
        await ReplaceAsync(Path.Combine(FullPath, "measurements.csv"), writer => Sync(() => MeasurementCsv.Write(writer, report.Measurements))).ConfigureAwait(false);
        await ReplaceAsync(Path.Combine(FullPath, "contrasts.csv"), writer => Sync(() => ContrastCsv.Write(writer, report.Contrasts))).ConfigureAwait(false);
        await ReplaceAsync(Path.Combine(FullPath, "manifest.json"), writer => writer.WriteAsync(ManifestWriter.Text(manifest))).ConfigureAwait(false);
    }

    /// <summary>Writes a text file as a whole: a reader sees the old one or the new one.</summary>
    public static async Task ReplaceAsync(string path, Func<StreamWriter, Task> write)
    {
        var temporary = path + ".tmp";
        await using (var writer = new StreamWriter(temporary))
            await write(writer).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
    }

    private static Task Sync(Action write)
    {
        write();
        return Task.CompletedTask;
    }
}
