using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Suites;
using EvalHarness.Pipeline.Local;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>What aggregation yields: the report, and the scores behind it for gates.</summary>
/// <param name="Report">The report, without a gate's verdict.</param>
/// <param name="Scores">Scores by comparison.</param>
/// <param name="Evidence">The evidence read, for request texts.</param>
public sealed record AggregatedRun(RunReport Report, IReadOnlyList<ComparisonScores> Scores, RunEvidence Evidence);

/// <summary>
/// The only place that scores. Lets every system decide on its evidence, checks that every planned example is there exactly once or is missing by
/// name, measures, compares and judges.
/// </summary>
public sealed class RunAggregator(IArtifactStore artifacts, PublishedNumbers published)
{
    /// <summary>Aggregates a run.</summary>
    /// <param name="definition">The resolved manifest.</param>
    /// <param name="specs">Its specs.</param>
    /// <param name="plan">The frozen plan.</param>
    /// <param name="engine">What the engine left.</param>
    /// <param name="summary">The run's summary, without what was executed.</param>
    /// <param name="openPredictions">Opens the place a system's predictions go to.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<AggregatedRun> AggregateAsync(
        RunDefinition definition,
        IReadOnlyList<KeyedSpec> specs,
        RunPlan plan,
        EngineResult engine,
        RunSummary summary,
        Func<string, IPredictionWriter> openPredictions,
        CancellationToken cancellationToken)
    {
        var evidence = await RunEvidence.OpenAsync(artifacts, plan, engine.Missing, cancellationToken).ConfigureAwait(false);
        var warnings = new List<Warning>(definition.Warnings);
        var comparisons = new List<ComparisonScores>();
        foreach (var comparison in definition.Comparisons)
            comparisons.Add(await ScoreAsync(definition, comparison, plan, evidence, openPredictions, warnings, cancellationToken).ConfigureAwait(false));

        var settings = new InferenceSettings { Seed = definition.Manifest.Seeds[0], Alpha = definition.Manifest.Alpha };
        var measurements = new MeasurementTable(settings, published);
        var complete = engine.Stopped is null && comparisons.All(IsComplete);
        if (engine.Stopped is { } stopped)
            warnings.Add(new Warning("budget", stopped));
        var report = new RunReport
        {
            Run = summary with
            {
                Status = complete ? RunStatus.Complete : RunStatus.Incomplete,
                Executed = await ExecutedAsync(definition, specs, plan, evidence, cancellationToken).ConfigureAwait(false),
            },
            Measurements = [.. comparisons.SelectMany(measurements.Measure)],
            Breakdowns = [.. comparisons.SelectMany(measurements.BreakDown)],
            Contrasts = new ContrastTable(definition.Manifest, settings).Compare(comparisons),
            Metrics = [.. definition.Comparisons.SelectMany(comparison => comparison.Metrics).Select(metric => metric.Card).DistinctBy(card => (card.Name, string.Join(' ', card.Options)))],
            Datasets = await DatasetsAsync(definition, cancellationToken).ConfigureAwait(false),
            Models = [.. UsedModels(definition).Select(name => ModelSummary.Of(engine.LoadedModels.GetValueOrDefault(name) ?? definition.Models[name].Identity))],
            Warnings = warnings,
        };
        return new AggregatedRun(report, comparisons, evidence);
    }

    private static bool IsComplete(ComparisonScores scores) => scores.Comparison.Points.All(point =>
        MeasurementTable.SystemsOf(scores.Comparison).All(system => scores.At(system.Name, point).All(seed => seed.Covered == seed.Planned)));

    private static async Task<ComparisonScores> ScoreAsync(
        RunDefinition definition,
        ComparisonDefinition comparison,
        RunPlan plan,
        RunEvidence evidence,
        Func<string, IPredictionWriter> openPredictions,
        List<Warning> warnings,
        CancellationToken cancellationToken)
    {
        var scores = new ComparisonScores(comparison);
        await foreach (var example in comparison.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
            if (comparison.Selection.Contains(example.Id))
                AddGroups(scores, example, comparison.LeakedIds);
        var keys = RunPlanner.KeysOf(comparison.Data, definition.Models, plan.Started, plan.Fresh ? plan.RunId : null);
        var scorer = new SystemScorer(definition, evidence);
        foreach (var instance in comparison.Systems)
        {
            if (instance.System is null)
            {
                warnings.Add(Concerning(comparison, instance, "not-run", instance.NotRun!));
                continue;
            }
            if (instance.System.Note is { } note)
                warnings.Add(Concerning(comparison, instance, "note", note));
            var failed = new List<Prediction>();
            var writer = openPredictions(PredictionFileName.Of(comparison, instance));
            await using (writer.ConfigureAwait(false))
            {
                var result = await scorer.ScoreAsync(comparison, instance, keys.KeyOf, async prediction =>
                {
                    if (prediction.Outcome == Outcome.Failed)
                        failed.Add(prediction);
                    await writer.WriteAsync(prediction, cancellationToken).ConfigureAwait(false);
                }, cancellationToken).ConfigureAwait(false);
                await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
                scores.Add(instance, result);
                WarnOfFailures(warnings, comparison, instance, failed, result.Outcomes);
            }
        }
        return scores;
    }

    private static void AddGroups(ComparisonScores scores, Example example, IReadOnlySet<string> leaked)
    {
        foreach (var (by, group) in example.Groups)
            Add(by, group);
        if (leaked.Count > 0)
            Add("leak", leaked.Contains(example.Id) ? "also in the training data" : "without them");

        void Add(string by, string group)
        {
            if (!scores.Groups.TryGetValue((by, group), out var ids))
                scores.Groups[(by, group)] = ids = [];
            ids.Add(example.Id);
        }
    }

    private static void WarnOfFailures(
        List<Warning> warnings, ComparisonDefinition comparison, SystemInstance instance, List<Prediction> failed, OutcomeCounts counts)
    {
        const int Named = 5;
        foreach (var kind in failed.GroupBy(prediction => prediction.Kind))
        {
            var names = string.Join(", ", kind.Take(Named).Select(prediction => prediction.Id));
            var rest = kind.Count() > Named ? $" and {kind.Count() - Named} more" : "";
            var consequence = kind.Key == FailureKind.Input ? "scored as worst" : "missing, to be tried again by resume";
            warnings.Add(Concerning(comparison, instance, "failed", $"{kind.Count()} examples of '{instance.Name}' failed ({(kind.Key == FailureKind.Input ? "input" : "environment")}; {consequence}): {names}{rest}. First reason: {kind.First().Reason}"));
        }
        if (counts.Shortened > 0)
            warnings.Add(Concerning(comparison, instance, "shortened", $"{counts.Shortened} prompts of '{instance.Name}' were shortened to fit the model."));
    }

    private static Warning Concerning(ComparisonDefinition comparison, SystemInstance instance, string code, string message) =>
        new(code, message) { Comparison = comparison.Declaration.Name, System = instance.Name };

    private static IEnumerable<string> UsedModels(RunDefinition definition) =>
        definition.Comparisons.SelectMany(comparison => comparison.Systems).SelectMany(instance => instance.Models.Values).Distinct();

    private static async Task<ExecutedWork> ExecutedAsync(
        RunDefinition definition, IReadOnlyList<KeyedSpec> specs, RunPlan plan, RunEvidence evidence, CancellationToken cancellationToken)
    {
        var models = specs.ToDictionary(spec => spec.Key, spec => spec.Spec.Model);
        var usage = new Dictionary<string, ModelUsage>();
        var units = 0L;
        await foreach (var (key, unit) in evidence.ComputedAsync(cancellationToken).ConfigureAwait(false))
        {
            units++;
            if (models[key] is { } model)
                usage[model] = usage.GetValueOrDefault(model) + unit.Usage;
        }
        var total = usage.Values.Aggregate(default(ModelUsage), (sum, used) => sum + used);
        return new ExecutedWork
        {
            Shards = plan.Specs.Sum(spec => evidence.ShardsOf(spec.Key, spec.ToCompute)),
            ShardsReused = plan.Specs.Sum(spec => evidence.ShardsOf(spec.Key, spec.Units)) - plan.Specs.Sum(spec => evidence.ShardsOf(spec.Key, spec.ToCompute)),
            Units = units,
            UnitsReused = plan.Specs.Sum(spec => (long)(spec.Units.Count - spec.ToCompute.Count)),
            ModelCalls = total.ModelCalls,
            PromptTokens = total.PromptTokens,
            CompletionTokens = total.CompletionTokens,
            ModelSeconds = total.Seconds,
            Price = Pricing.Of(definition.Models, usage),
        };
    }

    private static async Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(RunDefinition definition, CancellationToken cancellationToken)
    {
        var datasets = new List<DatasetSummary>();
        foreach (var comparison in definition.Comparisons.DistinctBy(comparison => (comparison.Data, string.Join('\n', comparison.Selection.Ids))))
        {
            var pool = await comparison.Data.PoolAsync(cancellationToken).ConfigureAwait(false);
            datasets.Add(new DatasetSummary
            {
                Suite = comparison.Data.Suite.Card.Name,
                Split = comparison.Data.Split,
                Digest = comparison.Data.Digest,
                Examples = comparison.Selection.Ids.Count,
                Clusters = comparison.Selection.Clusters,
                Pool = comparison.Data.HasHashPool ? "hash pool" : comparison.Data.Suite.Card.TrainingSplit,
                PoolSize = pool.Count,
            });
        }
        return datasets;
    }
}

/// <summary>Takes the predictions of one system, in split order. Disposed before it is complete, it leaves what was there before.</summary>
public interface IPredictionWriter : IAsyncDisposable
{
    /// <summary>Makes what was written visible: all predictions are in.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Writes one prediction.</summary>
    ValueTask WriteAsync(Prediction prediction, CancellationToken cancellationToken);
}
