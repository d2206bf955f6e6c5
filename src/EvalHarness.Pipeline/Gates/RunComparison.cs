using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;
using EvalHarness.Pipeline.Publishing;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Gates;

/// <summary>
/// Compares two finished runs from their folders: systems of the same name in comparisons of the same name, on the examples both have. Mean figures
/// only: prediction files hold scores, not the statistics that ratio and corpus figures need ('evalharness score' and 'contrast' compare those).
/// </summary>
public static class RunComparison
{
    /// <summary>First minus other, one contrast for each system and primary mean figure; exploratory, since nobody planned it.</summary>
    /// <exception cref="InvalidDataException">A folder has no report, or the runs have no system in common.</exception>
    public static async Task<IReadOnlyList<Contrast>> CompareAsync(string firstFolder, string otherFolder, CancellationToken cancellationToken)
    {
        var (first, other) = (new RunFolder(firstFolder), new RunFolder(otherFolder));
        var report = await ReportOfAsync(first, cancellationToken).ConfigureAwait(false);
        var otherReport = await ReportOfAsync(other, cancellationToken).ConfigureAwait(false);
        var contrasts = new List<Contrast>();
        foreach (var measurement in report.Measurements.Where(measurement => measurement.Variant.Count == 0))
        {
            var figure = report.Metrics.SelectMany(metric => metric.Figures.Where(figure => figure.Name == metric.Primary)).FirstOrDefault(figure => figure.Name == measurement.Figure);
            var file = $"{measurement.Comparison}.{measurement.System}.jsonl";
            if (figure is not { Aggregation: FigureAggregation.Mean } || !File.Exists(first.PredictionsPath(file)) || !File.Exists(other.PredictionsPath(file)))
                continue;
            if (otherReport.Datasets.All(dataset => dataset.Suite != measurement.Suite || dataset.Split != measurement.Split || report.Datasets.All(mine => mine.Digest != dataset.Digest)))
                continue; // other data: the same id would be another example
            var pairs = PairedUnits.Align(
                await TableAsync(first, file, figure, cancellationToken).ConfigureAwait(false), await TableAsync(other, file, figure, cancellationToken).ConfigureAwait(false));
            var estimate = ContrastInference.Compare(pairs, figure, null, new InferenceSettings(), $"compare/{measurement.Comparison}/{measurement.System}/{figure.Name}");
            contrasts.Add(new Contrast
            {
                Comparison = measurement.Comparison,
                Variant = [],
                Suite = measurement.Suite,
                Split = measurement.Split,
                Method = measurement.System,
                Baseline = measurement.System,
                Figure = figure.Name,
                Difference = estimate.Difference,
                CiLow = estimate.Ci?.Low,
                CiHigh = estimate.Ci?.High,
                Interval = estimate.Interval,
                PValue = estimate.PValue,
                Test = estimate.Test,
                N = estimate.N,
                NMissing = estimate.NMissing,
                Clusters = estimate.Clusters,
                Exploratory = true,
                Reason = estimate.Reason ?? "Exploratory: a comparison of two runs.",
            });
        }
        return contrasts.Count > 0 ? contrasts
            : throw new InvalidDataException($"The runs {report.Run.Id} and {otherReport.Run.Id} have no system with a mean primary figure on the same data in common.");
    }

    /// <summary>Contrasts as a JSON array, spelled as in <c>report.json</c>.</summary>
    public static string ToJson(IReadOnlyList<Contrast> contrasts) => JsonSerializer.Serialize(contrasts, ReportStoreJson.Default.IReadOnlyListContrast);

    private static async Task<RunReport> ReportOfAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.ReportJsonPath))
            throw new InvalidDataException($"{folder.FullPath} has no report.json: it is no folder of a finished run.");
        await using var stream = File.OpenRead(folder.ReportJsonPath);
        return await ReportJson.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ExampleTable> TableAsync(RunFolder folder, string file, FigureCard figure, CancellationToken cancellationToken)
    {
        var table = new ExampleTable([figure.Name]);
        await foreach (var prediction in folder.ReadPredictionsAsync(file, cancellationToken).ConfigureAwait(false))
            if (prediction.Scores.FirstOrDefault(score => score.Name == figure.Name).Value is { } value)
                table.Add(prediction.Id, prediction.Cluster, value);
        return table;
    }
}
