using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// Prototypical calibration: fits a Gaussian mixture to label log-probabilities of unlabelled training items and matches its components to labels.
/// </summary>
/// <remarks>
/// Han et al., arXiv 2205.10183, as re-implemented in public: 100 fits, the one whose matched centres sum highest is kept. The matching can swap
/// labels; accuracy below chance is then the method's, not a fault.
/// </remarks>
public sealed class PrototypicalCalibrationSystem : ISystem
{
    private const int ItemsPerClass = 100;
    private const int LeastItemsPerClass = 10;

    private readonly int _fits;

    private PrototypicalCalibrationSystem(EvidenceSpec labels, EvidenceSpec pool, int fits, string note)
    {
        Evidence = [labels, pool];
        _fits = fits;
        Note = note;
    }

    /// <summary>How it is made.</summary>
    public static ISystemFactory Factory { get; } = new PrototypicalFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public string? Note { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var templates = (await data.Suite.PoolAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(item => item.Id, item => item.Input);
        var rows = new Dictionary<LabelContext, List<double[]>>();
        await foreach (var unit in data.ReadUnitsAsync(Evidence[1], cancellationToken).ConfigureAwait(false))
        {
            var context = LabelContext.Of(templates[unit.UnitId]);
            if (!rows.TryGetValue(context, out var list))
                rows[context] = list = [];
            list.Add([.. unit.Read(EvidenceJson.Default.LabelEvidence).LogProbabilities]);
        }
        var prototypes = rows.Where(pair => pair.Value.Count >= pair.Key.Classes).ToDictionary(pair => pair.Key, pair => Prototypes.Fit(pair.Value, pair.Key.Classes, _fits));
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!prototypes.TryGetValue(LabelContext.Of(row.Input), out var fitted))
            {
                yield return new Decision(Outcome.Unparsable, []) { Raw = "No prototypes: the pool has no items of this template." };
                continue;
            }
            var scores = LabelContext.Scores(row);
            var label = fitted.LabelOf(scores);
            yield return Decision.Of(Answer.OfChoice(label, row.Input.Choices![label]));
        }
    }

    /// <summary>A fitted mixture with the label of each component.</summary>
    public sealed record Prototypes(GaussianMixture Mixture, IReadOnlyList<int> Labels)
    {
        /// <summary>Fits several mixtures and keeps the one whose centres, matched to labels, sum highest.</summary>
        public static Prototypes Fit(IReadOnlyList<double[]> rows, int classes, int fits)
        {
            var best = (Value: double.NegativeInfinity, Prototypes: (Prototypes?)null);
            for (var seed = 0; seed < fits; seed++)
            {
                var mixture = GaussianMixture.Fit(rows, classes, new SeededRandom(seed, "prototypes"));
                var labels = MaximumAssignment.Of(mixture.Means);
                var value = labels.Select((label, component) => mixture.Means[component][label]).Sum();
                if (value > best.Value)
                    best = (value, new Prototypes(mixture, labels));
            }
            return best.Prototypes ?? throw new InvalidOperationException("No mixture could be fitted: the log-probabilities are not finite.");
        }

        /// <summary>The label of the most likely component.</summary>
        public int LabelOf(ReadOnlySpan<double> row) => Labels[Mixture.Component(row)];
    }

    private sealed class PrototypicalFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "prototypical-calibration",
            Description = "Fits a Gaussian mixture to the choices' log-probabilities on unlabelled training items and decides by its components. Not run below 10 items a class.",
            Source = "Prototypical Calibration, arXiv 2205.10183",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("items", SettingType.Integer, null, "Training items to fit on; default 100 a class, or the whole pool where it is smaller.") { Minimum = 1, Maximum = 100_000 },
                new SettingCard("fits", SettingType.Integer, JsonValue.Create(100), "Number of fits the best is kept of.") { Minimum = 1, Maximum = 1000 },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public async ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var prompt = LabelPrompt.Of(request);
            LabelContext.RequireFixedDemonstrations(prompt, Card.Name);
            var suite = request.Suite.Suite.Card.Name;
            var pool = await request.Suite.PoolAsync(cancellationToken).ConfigureAwait(false);
            var contexts = pool.Where(item => item.Input.Choices is not null).Select(item => LabelContext.Of(item.Input)).Distinct().ToList();
            var classes = contexts.Sum(context => context.Classes);
            if (classes == 0 || pool.Count < LeastItemsPerClass * classes)
                throw new SystemNotRunException($"prototypical-calibration is not run on {suite}: its pool has {pool.Count} items, and {LeastItemsPerClass * Math.Max(classes, 1)} are the least it is fitted on (10 a class).");
            var count = Math.Min(request.Settings.Integer("items") ?? ItemsPerClass * classes, pool.Count);
            return new PrototypicalCalibrationSystem(
                LabelProducer.Spec(prompt),
                LabelProducer.PoolSpec(prompt, count),
                request.Settings.Integer("fits")!.Value,
                $"prototypical-calibration is fitted on {count} unlabelled items of {suite} ({classes} classes).");
        }
    }
}
