using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using EvalHarness.Core.Calibration;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// Batch Calibration with learned strength (BCL): the factor of the batch mean is the one with the highest accuracy on labelled pool items; among
/// equals the one closest to 1.
/// </summary>
/// <remarks>Zhou et al., arXiv 2309.17249, section on BCL; grid on [-5, 5], step 0.1 (the paper does not give it).</remarks>
public sealed class LabelledCalibrationSystem : ISystem
{
    private static readonly double[] Grid = [.. Enumerable.Range(-50, 101).Select(step => step / 10.0)];

    private LabelledCalibrationSystem(EvidenceSpec labels, EvidenceSpec tuning, string note)
    {
        Evidence = [labels, tuning];
        Note = note;
    }

    /// <summary>How it is made.</summary>
    public static ISystemFactory Factory { get; } = new LabelledFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public string? Note { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var estimators = new Dictionary<LabelContext, PriorEstimator>();
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var context = LabelContext.Of(row.Input);
            if (!estimators.TryGetValue(context, out var estimator))
                estimators[context] = estimator = new PriorEstimator(context.Classes, PriorMean.LogProbabilities, normalizeRows: false);
            estimator.Add(LabelContext.Scores(row));
        }
        var priors = estimators.ToDictionary(pair => pair.Key, pair => pair.Value.ToPrior());
        var strength = await TuneAsync(data, priors, cancellationToken).ConfigureAwait(false);
        await foreach (var decision in LabelContext.DecideAsync(data, (context, scores) => Calibrate(scores, priors[context], strength), cancellationToken).ConfigureAwait(false))
        {
            decision.Trace!["strength"] = strength;
            yield return decision;
        }
    }

    private async ValueTask<double> TuneAsync(IDecisionData data, Dictionary<LabelContext, CalibrationPrior> priors, CancellationToken cancellationToken)
    {
        var labels = (await data.Suite.PoolAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(item => item.Id);
        var right = new int[Grid.Length];
        await foreach (var unit in data.ReadUnitsAsync(Evidence[1], cancellationToken).ConfigureAwait(false))
        {
            var item = labels[unit.UnitId];
            if (item.Label is not { } label || !priors.TryGetValue(LabelContext.Of(item.Input), out var prior))
                continue;
            var scores = unit.Read(EvidenceJson.Default.LabelEvidence).LogProbabilities;
            for (var g = 0; g < Grid.Length; g++)
                if (LabelProbabilities.First(Calibrate([.. scores], prior, Grid[g])) == label)
                    right[g]++;
        }
        return Grid.Index().OrderByDescending(point => right[point.Index]).ThenBy(point => Math.Abs(point.Item - 1)).First().Item;
    }

    private static double[] Calibrate(double[] scores, CalibrationPrior prior, double strength)
    {
        for (var k = 0; k < scores.Length; k++)
            scores[k] -= strength * prior.Log[k];
        return scores;
    }

    private sealed class LabelledFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "batch-calibration-labelled",
            Description = "Batch Calibration whose strength is tuned on labelled training items; strength 0 is no calibration, 1 is Batch Calibration.",
            Source = "Batch Calibration (BCL), arXiv 2309.17249",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("items", SettingType.Integer, JsonValue.Create(100), "Labelled training items the strength is tuned on.") { Minimum = 1, Maximum = 100_000 },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public async ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var prompt = LabelPrompt.Of(request);
            LabelContext.RequireFixedDemonstrations(prompt, Card.Name);
            var pool = await request.Suite.PoolAsync(cancellationToken).ConfigureAwait(false);
            if (pool.Count == 0)
                throw new SystemNotRunException($"batch-calibration-labelled is not run on {request.Suite.Suite.Card.Name}: there are no labelled items to tune on.");
            var count = Math.Min(request.Settings.Integer("items")!.Value, pool.Count);
            return new LabelledCalibrationSystem(
                LabelProducer.Spec(prompt), LabelProducer.PoolSpec(prompt, count), $"batch-calibration-labelled is tuned on {count} labelled items of {request.Suite.Suite.Card.Name}.");
        }
    }
}
