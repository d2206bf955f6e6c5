using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.Evidence;

/// <summary>Completes each example's prompt: the evidence of plain prompting.</summary>
public sealed class CompletionProducer : IEvidenceProducer
{
    /// <inheritdoc/>
    public string Name => "completions";

    /// <inheritdoc/>
    public int Revision => 1;

    /// <summary>The spec of completing every example of a split.</summary>
    public static EvidenceSpec Spec(string model, DemonstrationSettings demonstrations, GenerationSettings generation, long seed)
    {
        var settings = new JsonObject { ["generation"] = RequestParameters.ToJson(generation) };
        if (demonstrations.ToJson() is { } drawn)
            settings["demonstrations"] = drawn;
        return new EvidenceSpec
        {
            Producer = new CompletionProducer { Generation = generation },
            Unit = EvidenceUnit.Example,
            Model = model,
            Settings = settings,
            Seed = demonstrations.DrawsAtRandom || generation.DrawsAtRandom ? seed : null,
        };
    }

    /// <summary>How text is generated; the same as in the spec's settings.</summary>
    public required GenerationSettings Generation { get; init; }

    /// <inheritdoc/>
    public async ValueTask<UnitProducer> PrepareAsync(ProducerContext context, CancellationToken cancellationToken)
    {
        var seed = context.Spec.Seed ?? 0;
        var demonstrations = await Demonstrations.PrepareAsync(
            DemonstrationSettings.FromJson(context.Spec.Settings["demonstrations"] as JsonObject), context.Data, seed, cancellationToken).ConfigureAwait(false);
        var prompts = new PromptBuilder(context.Data.Suite, demonstrations);
        return work => Complete(work, prompts, context.Spec.Model!, seed);
    }

    private IEnumerable<IReadOnlyList<ModelCall>> Complete(UnitWork work, PromptBuilder prompts, string model, long seed)
    {
        var call = new GenerationCall(new GenerationRequest(work.UnitId, prompts.Build(work.Input), Generation, seed) { MockAnswer = work.Example!.Answer })
        {
            Model = model,
        };
        yield return [call];
        var items = call.Answer.Completions.Select(completion =>
            new CompletionRecord(completion.Text, completion.Finish, completion.Tokens, completion.LogProbability));
        work.Complete(new CompletionsEvidence([.. items]), EvidenceJson.Default.CompletionsEvidence);
    }
}
