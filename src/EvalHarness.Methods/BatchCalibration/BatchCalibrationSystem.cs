using System.Text.Json.Nodes;
using EvalHarness.Core.Calibration;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Choose;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// Batch Calibration: subtracts from each label's log-probability its mean over the evaluated batch. Transductive: it sees the unlabelled inputs
/// that are evaluated.
/// </summary>
/// <remarks>
/// Zhou et al., arXiv 2309.17249. The paper's two readings differ only approximately: the geometric prior is the mean of log-probabilities, the
/// arithmetic one the logarithm of the mean of normalised probabilities; "difference" subtracts mean probabilities, the literal formula.
/// </remarks>
public sealed class BatchCalibrationSystem : ISystem
{
    private readonly string _prior;
    private readonly int? _runningBatch;
    private readonly double _strength;

    private BatchCalibrationSystem(EvidenceSpec labels, string prior, int? runningBatch, double strength)
    {
        Evidence = [labels];
        _prior = prior;
        _runningBatch = runningBatch;
        _strength = strength;
    }

    /// <summary>How it is made.</summary>
    public static ISystemFactory Factory { get; } = new BatchCalibrationFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, CancellationToken cancellationToken) =>
        _runningBatch is { } batch ? DecideRunningAsync(data, batch, cancellationToken) : DecideBatchAsync(data, cancellationToken);

    private async IAsyncEnumerable<Decision> DecideBatchAsync(
        IDecisionData data, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var estimators = new Dictionary<LabelContext, PriorEstimator>();
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
            EstimatorOf(estimators, row).Add(LabelContext.Scores(row));
        var priors = estimators.ToDictionary(pair => pair.Key, pair => pair.Value.ToPrior());
        await foreach (var decision in LabelContext.DecideAsync(data, (context, scores) => Calibrate(scores, priors[context]), cancellationToken).ConfigureAwait(false))
            yield return decision;
    }

    // Predictions of a mini-batch use the mean after its own rows are in; earlier ones are never revisited.
    private async IAsyncEnumerable<Decision> DecideRunningAsync(
        IDecisionData data, int size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var estimators = new Dictionary<LabelContext, PriorEstimator>();
        var batch = new List<DecisionRow>(size);
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.Count == size)
            {
                foreach (var decision in Decide(batch, estimators))
                    yield return decision;
                batch.Clear();
            }
        }
        foreach (var decision in Decide(batch, estimators))
            yield return decision;
    }

    private IEnumerable<Decision> Decide(List<DecisionRow> batch, Dictionary<LabelContext, PriorEstimator> estimators)
    {
        foreach (var row in batch)
            EstimatorOf(estimators, row).Add(LabelContext.Scores(row));
        foreach (var row in batch)
            yield return LabelDecision.Of(row.Input.Choices!, Calibrate(LabelContext.Scores(row), estimators[LabelContext.Of(row.Input)].ToPrior()));
    }

    private PriorEstimator EstimatorOf(Dictionary<LabelContext, PriorEstimator> estimators, DecisionRow row)
    {
        var context = LabelContext.Of(row.Input);
        if (!estimators.TryGetValue(context, out var estimator))
            estimators[context] = estimator = _prior == "geometric"
                ? new PriorEstimator(context.Classes, PriorMean.LogProbabilities, normalizeRows: false)
                : new PriorEstimator(context.Classes, PriorMean.Probabilities, normalizeRows: true);
        return estimator;
    }

    private double[] Calibrate(double[] scores, CalibrationPrior prior)
    {
        if (_prior == "difference")
        {
            LabelProbabilities.Normalize(scores, scores);
            for (var k = 0; k < scores.Length; k++)
                scores[k] = Math.Exp(scores[k]) - (_strength * prior.Probabilities[k]);
            return scores;
        }
        for (var k = 0; k < scores.Length; k++)
            scores[k] -= _strength * prior.Log[k];
        return scores;
    }

    private sealed class BatchCalibrationFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "batch-calibration",
            Description = "Ranks choices by log-probability minus the mean of each choice's log-probability over the evaluated batch. Sees the unlabelled evaluated inputs.",
            Source = "Batch Calibration, arXiv 2309.17249",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("prior", SettingType.Text, JsonValue.Create("geometric"), "Mean of log-probabilities, log of the mean of normalised probabilities, or their difference (literal formula).")
                { Allowed = ["geometric", "arithmetic", "difference"] },
                new SettingCard("estimate", SettingType.Text, JsonValue.Create("batch"), "The whole split (deferred), or a running mean that never revisits earlier batches.")
                { Allowed = ["batch", "running"] },
                new SettingCard("batchSize", SettingType.Integer, JsonValue.Create(16), "Mini-batch of the running estimate.") { Minimum = 1, Maximum = 100_000 },
                new SettingCard("strength", SettingType.Number, JsonValue.Create(1.0), "Factor of the mean: 0 is no calibration, 1 is Batch Calibration.") { Minimum = -5, Maximum = 5 },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var prompt = LabelPrompt.Of(request);
            LabelContext.RequireFixedDemonstrations(prompt, Card.Name);
            return ValueTask.FromResult<ISystem>(new BatchCalibrationSystem(
                LabelProducer.Spec(prompt),
                request.Settings.Text("prior")!,
                request.Settings.Text("estimate") == "running" ? request.Settings.Integer("batchSize") : null,
                request.Settings.Number("strength")!.Value));
        }
    }
}
