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
/// Contextual and domain-context calibration: divides the labels' probabilities by what the model answers to texts without content, or to random
/// words of the domain.
/// </summary>
/// <remarks>
/// Zhao et al., arXiv 2102.09690: the mean of unnormalised content-free probabilities, then normalised. Fei et al., arXiv 2305.19148: each row
/// normalised first. The "identity" variant of contextual calibration subtracts the prior from the normalised probabilities instead.
/// </remarks>
public sealed class ReferenceCalibrationSystem : ISystem
{
    // A prior below this would turn noise into certainty; clamping is counted by nobody, so it is small enough never to matter in practice.
    private const double LeastPrior = 1e-12;

    private readonly Func<IReadOnlyList<IReadOnlyList<double>>, CalibrationPrior> _prior;
    private readonly bool _subtract;

    private ReferenceCalibrationSystem(
        EvidenceSpec labels, EvidenceSpec texts, Func<IReadOnlyList<IReadOnlyList<double>>, CalibrationPrior> prior, bool subtract)
    {
        Evidence = [labels, texts];
        _prior = prior;
        _subtract = subtract;
    }

    /// <summary>How contextual calibration is made.</summary>
    public static ISystemFactory Contextual { get; } = new ContextualFactory();

    /// <summary>How domain-context calibration is made.</summary>
    public static ISystemFactory DomainContext { get; } = new DomainContextFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, CancellationToken cancellationToken)
    {
        var priors = data.ReadRun(Evidence[1]).Read(EvidenceJson.Default.ReferenceTextsEvidence).Contexts
            .ToDictionary(context => new LabelContext(context.Template, context.Rows[0].Count), context => Clamp(_prior(context.Rows)));
        return LabelContext.DecideAsync(data, (context, scores) => Calibrate(scores, priors[context]), cancellationToken);
    }

    private double[] Calibrate(double[] scores, CalibrationPrior prior)
    {
        prior.LogScores(scores, normalizeRow: true, scores);
        if (_subtract)
            for (var k = 0; k < scores.Length; k++)
                scores[k] = Math.Exp(scores[k] + prior.Log[k]) - prior.Probabilities[k];
        return scores;
    }

    private static CalibrationPrior Clamp(CalibrationPrior prior) => new([.. prior.Log.Select(value => Math.Max(value, Math.Log(LeastPrior)))]);

    private static async ValueTask<LabelPrompt> PromptAsync(SystemRequest request, string system, CancellationToken cancellationToken)
    {
        var prompt = LabelPrompt.Of(request);
        LabelContext.RequireFixedDemonstrations(prompt, system);
        if (await ReferenceTextProducer.ObstacleAsync(request.Suite, cancellationToken).ConfigureAwait(false) is { } obstacle)
            throw new SystemNotRunException($"{system} is not run on {request.Suite.Suite.Card.Name}: {obstacle}.");
        return prompt;
    }

    private sealed class ContextualFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "contextual-calibration",
            Description = "Divides the choices' probabilities by their mean over content-free texts in the same prompt.",
            Source = "Contextual Calibration, arXiv 2102.09690; texts as in the Batch Calibration paper",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("texts", SettingType.TextList, new JsonArray("N/A"), "Content-free texts; the original code uses \"N/A\", \"\" and \"[MASK]\"."),
                new SettingCard("correction", SettingType.Text, JsonValue.Create("divide"), "divide: diagonal weights; subtract: identity weights and a bias.") { Allowed = ["divide", "subtract"] },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public async ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var prompt = await PromptAsync(request, Card.Name, cancellationToken).ConfigureAwait(false);
            var texts = request.Settings.TextList("texts");
            if (texts.Count == 0)
                throw new SystemSetupException("The setting 'texts' of 'contextual-calibration' is empty; it needs at least one content-free text.");
            return new ReferenceCalibrationSystem(
                LabelProducer.Spec(prompt), ContentFreeProducer.Spec(prompt, texts), CalibrationPrior.Contextual, request.Settings.Text("correction") == "subtract");
        }
    }

    private sealed class DomainContextFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "domain-calibration",
            Description = "Divides the choices' probabilities by their mean over texts of random words of the evaluated inputs. Sees the unlabelled evaluated inputs.",
            Source = "Domain-context Calibration, arXiv 2305.19148",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("count", SettingType.Integer, JsonValue.Create(20), "Number of random texts.") { Minimum = 1, Maximum = 1000 },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public async ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var prompt = await PromptAsync(request, Card.Name, cancellationToken).ConfigureAwait(false);
            return new ReferenceCalibrationSystem(
                LabelProducer.Spec(prompt), DomainTextProducer.Spec(prompt, request.Settings.Integer("count")!.Value), CalibrationPrior.DomainContext, subtract: false);
        }
    }
}
