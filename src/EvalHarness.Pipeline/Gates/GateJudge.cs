using EvalHarness.Core.Json;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Stores;
using ReportedCheck = EvalHarness.Core.Reports.GateCheck;

namespace EvalHarness.Pipeline.Gates;

/// <summary>
/// Holds a run against the accepted one: the primary figures of the gated systems at the primary point, paired on the same examples. The accepted
/// predictions are scored again by today's metric, so only answers are compared. A result seen before repeats the verdict it got.
/// </summary>
public sealed class GateJudge(IArtifactStore artifacts, IReportStore rows)
{
    private readonly AcceptedRuns _accepted = new(artifacts, rows);

    /// <summary>Judges a run; null where its manifest has no gate.</summary>
    public async Task<GateResult?> JudgeAsync(RunDefinition definition, AggregatedRun run, CancellationToken cancellationToken)
    {
        if (definition.Manifest.Gate is not { } gate)
            return null;
        var baseline = await rows.FindBaselineAsync(definition.Manifest.Name, cancellationToken).ConfigureAwait(false);
        var accepted = baseline is null ? null : await _accepted.ReadReportAsync(baseline, cancellationToken).ConfigureAwait(false);
        var planned = Plan(run.Scores, gate).ToList();
        var checks = new List<ReportedCheck>();
        foreach (var (scores, system, metric) in planned)
            checks.Add(await CheckAsync(definition, run.Report, scores, system, metric, gate, baseline, accepted, planned.Count, cancellationToken).ConfigureAwait(false));
        var verdict = run.Report.Run.Status != RunStatus.Complete ? "incomplete" : Worst(checks.Select(check => check.Verdict));
        var reason = verdict switch
        {
            "incomplete" => run.Report.Run.Status != RunStatus.Complete ? "The run has holes; a run with holes cannot pass." : checks.First(check => check.Verdict == verdict).Reason,
            "inconclusive" when baseline is null => $"No run of '{definition.Manifest.Name}' is accepted yet; 'evalharness accept {run.Report.Run.Id}' accepts this one.",
            "regression" => string.Join(" ", checks.Where(check => check.Verdict == verdict).Select(check => $"{check.Comparison}/{check.System}: {check.Figure} fell from {check.Accepted} to {check.Current}.")),
            "pass" => "No gated figure is worse than the accepted run's beyond its margin and chance.",
            _ => checks.FirstOrDefault(check => check.Verdict == verdict)?.Reason ?? "No figure is gated.",
        };
        var result = new GateResult(verdict, reason, baseline?.RunId, checks);
        return baseline is null ? result : await CountLookAsync(baseline, run.Report, result, gate, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<(ComparisonScores Scores, SystemInstance System, IMetric Metric)> Plan(IReadOnlyList<ComparisonScores> comparisons, GateDeclaration gate) =>
        from scores in comparisons
        from system in MeasurementTable.SystemsOf(scores.Comparison)
        where gate.Systems switch
        {
            ["methods"] => system.Role == SystemRole.Method,
            ["all"] => system.Role != SystemRole.Control,
            var names => names.Contains(system.Name),
        }
        from metric in scores.Comparison.Metrics
        select (scores, system, metric);

    private async Task<ReportedCheck> CheckAsync(
        RunDefinition definition,
        RunReport report,
        ComparisonScores scores,
        SystemInstance system,
        IMetric metric,
        GateDeclaration gate,
        BaselineRow? baseline,
        RunReport? accepted,
        int checks,
        CancellationToken cancellationToken)
    {
        var (comparison, point) = (scores.Comparison, scores.Comparison.Points[0]);
        var figure = MeasurementTable.PrimaryOf(metric.Card);
        var current = Measured(report, comparison.Declaration.Name, system.Name, figure.Name);
        var before = accepted is null ? null : Measured(accepted, comparison.Declaration.Name, system.Name, figure.Name);
        PairedUnits? pairs = null;
        if (baseline is not null && before is not null && scores.At(system.Name, point).Count > 0)
        {
            var (now, then) = await TablesAsync(scores, system, metric, figure, baseline, cancellationToken).ConfigureAwait(false);
            pairs = PairedUnits.Align(now, then);
        }
        var check = GateRule.Check(
            Subject(report, comparison, metric, current?.Coverage ?? 0),
            accepted is null || before is null ? null : AcceptedSubject(accepted, comparison, metric, before),
            pairs,
            figure,
            scores.FunctionOf(metric, figure),
            new GateSettings { Margin = gate.Margin, FalseAlarmRate = gate.FalseAlarmRate, Looks = gate.Looks },
            checks,
            new InferenceSettings { Seed = definition.Manifest.Seeds[0], Alpha = definition.Manifest.Alpha },
            MeasurementTable.Stream(scores, point, system.Name, figure));
        return new ReportedCheck
        {
            Comparison = comparison.Declaration.Name,
            Variant = (System.Text.Json.Nodes.JsonObject)point.DeepClone(),
            System = system.Name,
            Figure = figure.Name,
            Accepted = before?.Value,
            Current = current?.Value,
            Difference = check.Difference,
            Bound = check.Bound,
            Verdict = check.Verdict.ToString().ToLowerInvariant(),
            Reason = check.Reason ?? "Not worse than the accepted run beyond margin and chance.",
        };
    }

    // Corpus figures need both sides' statistics in the same columns, so both are scored here from their answers.
    private async Task<(ExampleTable Now, ExampleTable Then)> TablesAsync(
        ComparisonScores scores, SystemInstance system, IMetric metric, FigureCard figure, BaselineRow baseline, CancellationToken cancellationToken)
    {
        var comparison = scores.Comparison;
        var now = scores.Table(scores.At(system.Name, comparison.Points[0]), metric, figure).Table;
        var seeds = new List<List<ScoredExample>>();
        foreach (var instance in comparison.Systems.Where(instance => instance.Name == system.Name && instance.StandsAt(comparison.Points[0])))
        {
            var predictions = new Dictionary<string, Prediction>();
            await foreach (var prediction in _accepted.ReadPredictionsAsync(baseline, comparison, instance, cancellationToken).ConfigureAwait(false))
                predictions[prediction.Id] = prediction;
            var scored = new List<ScoredExample>();
            await foreach (var example in comparison.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
                if (predictions.TryGetValue(example.Id, out var prediction) && Score(metric, example, prediction) is { } score)
                    scored.Add(new ScoredExample(example.Id, example.Input.Cluster, score));
            seeds.Add(scored);
        }
        var then = seeds.ConvertAll(scored => figure.Aggregation == FigureAggregation.Mean
            ? ExampleTable.OfScore(figure.Score!, scored)
            : ExampleTable.OfStatistics(now.Columns, scored.Select(example => example with { Score = Known(example.Score, now.Columns) })));
        return (now, SeedAverage.Of(then).Table);
    }

    private static ExampleScore? Score(IMetric metric, Example example, Prediction prediction) => DecisionScorer.Score(
        metric, example, prediction.Outcome, prediction is { Outcome: Outcome.Failed, Kind: FailureKind.Environment }, prediction.Output);

    private static ExampleScore Known(ExampleScore score, IReadOnlyList<string> columns) =>
        new(score.Scores, [.. score.Statistics.Where(statistic => columns.Contains(statistic.Name))]);

    private static GateSubject Subject(RunReport report, ComparisonDefinition comparison, IMetric metric, double coverage) =>
        new(DatasetOf(report, comparison), comparison.Declaration.Limit, CardText(metric.Card), coverage);

    private static GateSubject AcceptedSubject(RunReport accepted, ComparisonDefinition comparison, IMetric metric, Measurement measured)
    {
        var card = accepted.Metrics.FirstOrDefault(known => known.Name == metric.Card.Name && known.Options.OrderBy(option => option.Key).SequenceEqual(metric.Card.Options.OrderBy(option => option.Key)));
        // Planned examples, not scored ones: a metric may have no score for some (empty references).
        var sizes = accepted.Datasets.Where(dataset => IsOf(dataset, comparison)).Select(dataset => dataset.Examples).ToList();
        var limit = sizes.Count == 0 || sizes.Contains(comparison.Selection.Ids.Count) ? comparison.Declaration.Limit : sizes[0];
        return new GateSubject(DatasetOf(accepted, comparison), limit, card is null ? "absent" : CardText(card), measured.Coverage);
    }

    private static string DatasetOf(RunReport report, ComparisonDefinition comparison) =>
        report.Datasets.FirstOrDefault(dataset => IsOf(dataset, comparison))?.Digest ?? "absent";

    private static bool IsOf(DatasetSummary dataset, ComparisonDefinition comparison) =>
        dataset.Suite == comparison.Data.Suite.Card.Name && dataset.Split == comparison.Data.Split;

    private static string CardText(MetricCard card) => $"{card.Name} {card.Revision} {string.Join(' ', card.Options.OrderBy(option => option.Key).Select(option => $"{option.Key}={option.Value}"))}";

    private static Measurement? Measured(RunReport report, string comparison, string system, string figure) =>
        report.Measurements.FirstOrDefault(measurement => measurement.Comparison == comparison && measurement.System == system && measurement.Figure == figure);

    private static string Worst(IEnumerable<string> verdicts)
    {
        var found = verdicts.ToHashSet();
        return found.Contains("incomplete") ? "incomplete" : found.Contains("regression") ? "regression" : found.Contains("inconclusive") || found.Count == 0 ? "inconclusive" : "pass";
    }

    private async Task<GateResult> CountLookAsync(BaselineRow baseline, RunReport report, GateResult result, GateDeclaration gate, CancellationToken cancellationToken)
    {
        var digest = CanonicalJson.Digest($"{ResultDigest.Of(report)} {gate.Margin} {gate.FalseAlarmRate} {gate.Looks}");
        if (digest == baseline.LastResultDigest && baseline.LastVerdict is { } last)
            return result with { Verdict = last, Reason = $"{result.Reason} The result is the same as at the last look, which is repeated." };
        var looked = baseline with { Looks = baseline.Looks + 1, LastResultDigest = digest, LastVerdict = result.Verdict };
        await rows.TryPutBaselineAsync(looked, baseline.ETag, cancellationToken).ConfigureAwait(false);
        return looked.Looks > gate.Looks
            ? result with { Reason = $"{result.Reason} This is look {looked.Looks} of {gate.Looks} the false-alarm rate was planned for." }
            : result;
    }
}
