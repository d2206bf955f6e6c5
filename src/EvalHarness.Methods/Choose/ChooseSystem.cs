using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;
using EvalHarness.Core.Text;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.Choose;

/// <summary>
/// Rank classification: the choice with the highest log-probability after the prompt wins. Not length-normalised unless asked, as T0's evaluation does it.
/// </summary>
public sealed class ChooseSystem : ISystem
{
    private readonly string _normalize;

    private ChooseSystem(EvidenceSpec labels, string normalize)
    {
        Evidence = [labels];
        _normalize = normalize;
    }

    /// <summary>How it is made.</summary>
    public static ISystemFactory Factory { get; } = new ChooseFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var labels = row.Evidence[0].Read(EvidenceJson.Default.LabelEvidence);
            yield return LabelDecision.Of(row.Input.Choices!, Normalize(labels, row.Input.Choices!));
        }
    }

    private double[] Normalize(LabelEvidence labels, IReadOnlyList<string> choices)
    {
        var scores = labels.LogProbabilities.ToArray();
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= _normalize switch
            {
                "tokens" => Math.Max(1, labels.Tokens[i]),
                "characters" => Math.Max(1, PythonText.Length(choices[i])),
                _ => 1,
            };
        return scores;
    }

    private sealed class ChooseFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "choose",
            Description = "Ranks the example's choices by their log-probability after the prompt; the first of tied choices wins.",
            Source = "rank classification of T0 (Sanh et al. 2022) and lm-evaluation-harness",
            Settings =
            [
                DemonstrationSettings.Card,
                new SettingCard("normalize", SettingType.Text, JsonValue.Create("none"),
                    "Divides a choice's log-probability by its tokens or by its characters (code points without the leading space).")
                { Allowed = ["none", "tokens", "characters"] },
            ],
            Models = [new ModelSlot("scorer", typeof(ILikelihoodScorer), "scores the choices")],
            NeedsChoices = true,
        };

        public ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ISystem>(new ChooseSystem(LabelProducer.Spec(LabelPrompt.Of(request)), request.Settings.Text("normalize")!));
    }
}
