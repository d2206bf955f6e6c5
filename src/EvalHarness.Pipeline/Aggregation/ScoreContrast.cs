using System.Text.Json;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Scoring;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Text;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>The contrast of two files of scores: the rules of a run, on predictions made elsewhere.</summary>
public static class ScoreContrast
{
    /// <summary>First minus second on the pairs, as a family of its own.</summary>
    /// <param name="pairs">The joined files.</param>
    /// <param name="figureName">The figure, or null for the metric's primary one.</param>
    /// <param name="method">What the first side is called.</param>
    /// <param name="baseline">What the second side is called.</param>
    /// <exception cref="ScoringException">The metric has no such figure.</exception>
    public static Contrast Compare(ScorePairs pairs, string? figureName, string method, string baseline)
    {
        var a = pairs.Pairs.Select(pair => pair.A).ToList();
        var b = pairs.Pairs.Select(pair => pair.B).ToList();
        var names = ExampleTable.StatisticNames(a.Concat(b));
        var metric = pairs.A.Metric;
        var figures = metric.FiguresFor(names);
        var figure = figures.FirstOrDefault(known => known.Name == (figureName ?? metric.Card.Primary))
            ?? throw new ScoringException(NearestName.Sentence($"{metric.Card.Name} has no figure \"{figureName}\"", figureName!, figures.Select(known => known.Name), "its figures are"));
        var mean = figure.Aggregation == FigureAggregation.Mean;
        var units = PairedUnits.Align(
            mean ? ExampleTable.OfScore(figure.Score!, a) : ExampleTable.OfStatistics(names, a),
            mean ? ExampleTable.OfScore(figure.Score!, b) : ExampleTable.OfStatistics(names, b),
            pairs.Pairs.Count + pairs.Missing);
        var settings = new InferenceSettings();
        var estimate = ContrastInference.Compare(units, figure, mean ? null : metric.Metric!.Bind(figure, names), settings, $"contrast/{figure.Name}", familySize: 1);
        var judgement = ContrastFamily.Judge([new FamilyMember(estimate, figure.Direction)], settings)[0];
        return new Contrast
        {
            Comparison = "files",
            Variant = [],
            Suite = "",
            Split = "",
            Method = method,
            Baseline = baseline,
            Figure = figure.Name,
            Difference = estimate.Difference,
            CiLow = estimate.Ci?.Low,
            CiHigh = estimate.Ci?.High,
            Interval = estimate.Interval,
            PValue = estimate.PValue,
            PAdjusted = judgement.PAdjusted,
            Test = estimate.Test,
            N = estimate.N,
            NMissing = estimate.NMissing,
            Clusters = estimate.Clusters,
            Family = "files",
            FamilySize = judgement.FamilySize,
            Exploratory = false,
            MinimumDetectableEffect = new DetectableEffect(estimate.MinimumDetectableEffect.Unadjusted, estimate.MinimumDetectableEffect.Adjusted),
            Verdict = judgement.Verdict is { } verdict ? VerdictWords.Of(verdict) : null,
            Reason = judgement.Reason ?? estimate.Reason,
        };
    }

    /// <summary>A contrast as one JSON line, spelled as in <c>report.json</c>.</summary>
    public static string ToJson(Contrast contrast) => JsonSerializer.Serialize(contrast, ReportStoreJson.Default.Contrast);
}
