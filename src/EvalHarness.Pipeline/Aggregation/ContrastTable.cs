using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>
/// Tests the method against every baseline. Contrasts of primary figures at primary points form the family (or the manifest's named families) and get
/// verdicts; contrasts with controls, of secondary figures and at other points are exploratory: raw p, no verdict.
/// </summary>
public sealed class ContrastTable(Manifest manifest, InferenceSettings settings)
{
    private const string DefaultFamily = "primary";

    /// <summary>All contrasts of a run, in the order of its comparisons.</summary>
    public IReadOnlyList<Contrast> Compare(IReadOnlyList<ComparisonScores> comparisons)
    {
        var planned = comparisons.SelectMany(Plan).ToList();
        var sizes = planned.Where(contrast => contrast.Family is not null).GroupBy(contrast => contrast.Family!).ToDictionary(family => family.Key, family => family.Count());
        var estimates = planned.ConvertAll(contrast => Estimate(contrast, contrast.Family is null ? null : sizes[contrast.Family]));
        var judgements = new ContrastJudgement[planned.Count];
        foreach (var family in sizes.Keys)
        {
            var members = Enumerable.Range(0, planned.Count).Where(i => planned[i].Family == family).ToArray();
            var judged = ContrastFamily.Judge(
                [.. members.Select(i => new FamilyMember(estimates[i], planned[i].Figure.Direction, planned[i].Scores.Comparison.Declaration.Margin))], settings);
            for (var i = 0; i < members.Length; i++)
                judgements[members[i]] = judged[i];
        }
        return [.. planned.Select((contrast, i) => Make(contrast, estimates[i], judgements[i] ?? ContrastFamily.Exploratory(contrast.Exploratory!)))];
    }

    private IEnumerable<PlannedContrast> Plan(ComparisonScores scores)
    {
        var comparison = scores.Comparison;
        var method = comparison.Systems[0];
        var family = manifest.Families.Count == 0 ? DefaultFamily
            : manifest.Families.FirstOrDefault(pair => pair.Value.Contains(comparison.Declaration.Name)).Key;
        foreach (var (number, point) in comparison.Points.Index())
            foreach (var baseline in MeasurementTable.SystemsOf(comparison).Skip(1))
                foreach (var metric in comparison.Metrics)
                    foreach (var figure in metric.Card.Figures)
                    {
                        // A system that is not run makes no hypothesis; secondary figures at other points would only be noise.
                        if (scores.At(method.Name, point).Count == 0 || scores.At(baseline.Name, point).Count == 0 || (number > 0 && figure.Name != metric.Card.Primary))
                            continue;
                        var exploratory = number > 0 ? "Exploratory: another point of the sweep than the primary one."
                            : figure.Name != metric.Card.Primary ? "Exploratory: a secondary figure."
                            : baseline.Role == SystemRole.Control ? "Exploratory: a contrast with a control."
                            : family is null ? "Exploratory: its comparison is in no family of the manifest."
                            : null;
                        yield return new PlannedContrast(scores, point, method.Name, baseline.Name, metric, figure, exploratory is null ? family : null, exploratory);
                    }
    }

    private ContrastEstimate Estimate(PlannedContrast contrast, int? familySize)
    {
        var (scores, point) = (contrast.Scores, contrast.Point);
        var pairs = PairedUnits.Align(
            scores.Table(scores.At(contrast.Method, point), contrast.Metric, contrast.Figure).Table,
            scores.Table(scores.At(contrast.Baseline, point), contrast.Metric, contrast.Figure).Table,
            scores.Comparison.Selection.Ids.Count);
        return ContrastInference.Compare(
            pairs,
            contrast.Figure,
            scores.FunctionOf(contrast.Metric, contrast.Figure),
            settings,
            MeasurementTable.Stream(scores, point, $"{contrast.Method}-{contrast.Baseline}", contrast.Figure),
            familySize);
    }

    private static Contrast Make(PlannedContrast planned, ContrastEstimate estimate, ContrastJudgement judgement) => new()
    {
        Comparison = planned.Scores.Comparison.Declaration.Name,
        Variant = (JsonObject)planned.Point.DeepClone(),
        Suite = planned.Scores.Comparison.Data.Suite.Card.Name,
        Split = planned.Scores.Comparison.Data.Split,
        Method = planned.Method,
        Baseline = planned.Baseline,
        Figure = planned.Figure.Name,
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
        Family = planned.Family,
        FamilySize = judgement.FamilySize,
        Exploratory = planned.Family is null,
        MinimumDetectableEffect = new DetectableEffect(estimate.MinimumDetectableEffect.Unadjusted, estimate.MinimumDetectableEffect.Adjusted),
        Verdict = judgement.Verdict is { } verdict ? VerdictWords.Of(verdict) : null,
        Reason = string.Join(' ', ((string?[])[judgement.Reason, estimate.Reason == judgement.Reason ? null : estimate.Reason, estimate.Warning]).OfType<string>()) is { Length: > 0 } reason ? reason : null,
    };

    private sealed record PlannedContrast(
        ComparisonScores Scores, JsonObject Point, string Method, string Baseline, IMetric Metric, FigureCard Figure, string? Family, string? Exploratory);
}
