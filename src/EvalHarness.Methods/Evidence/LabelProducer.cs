using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.Evidence;

/// <summary>
/// Scores every choice of an example, or of a pool item, after its prompt: the evidence that ranking and all calibration systems decide on.
/// </summary>
public sealed class LabelProducer : IEvidenceProducer
{
    /// <inheritdoc/>
    public string Name => "label-log-probabilities";

    /// <inheritdoc/>
    public int Revision => 1;

    /// <summary>The prompt form label scores are asked in.</summary>
    public required LabelPrompt Prompt { get; init; }

    /// <summary>The spec over a split's examples.</summary>
    public static EvidenceSpec Spec(LabelPrompt prompt) => prompt.Spec(new LabelProducer { Prompt = prompt }, EvidenceUnit.Example);

    /// <summary>The spec over the first <paramref name="count"/> items of the pool.</summary>
    public static EvidenceSpec PoolSpec(LabelPrompt prompt, int count) =>
        prompt.Spec(new LabelProducer { Prompt = prompt }, EvidenceUnit.PoolItem) with { Count = count };

    /// <inheritdoc/>
    public async ValueTask<UnitProducer> PrepareAsync(ProducerContext context, CancellationToken cancellationToken)
    {
        var prompts = await Prompt.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        return work => Score(work, prompts);
    }

    private IEnumerable<IReadOnlyList<ModelCall>> Score(UnitWork work, PromptBuilder prompts)
    {
        if (work.Input.Choices is not { Count: > 0 } choices)
        {
            work.Fail(FailureKind.Input, "The example has no choices to rank.");
            yield break;
        }
        var call = Prompt.Call(work.UnitId, prompts, work.Input.Template, prompts.Build(work.Input), choices, work.Example!.Label);
        yield return [call];
        var scored = call.Answer.Continuations;
        work.Complete(
            new LabelEvidence([.. scored.Select(choice => choice.LogProbability)], [.. scored.Select(choice => choice.Tokens)]),
            EvidenceJson.Default.LabelEvidence);
    }
}

/// <summary>The prompt form label scores are asked in; equal forms share their evidence.</summary>
public sealed record LabelPrompt
{
    /// <summary>The manifest's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Worked examples.</summary>
    public required DemonstrationSettings Demonstrations { get; init; }

    /// <summary>Whether the context is wrapped by the chat template.</summary>
    public bool ChatTemplate { get; init; }

    /// <summary>System message, or null.</summary>
    public string? SystemMessage { get; init; }

    /// <summary>When a context does not fit.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The form a system's request asks for.</summary>
    public static LabelPrompt Of(SystemRequest request) => new()
    {
        Model = request.Models["scorer"].Identity.Name,
        Demonstrations = DemonstrationSettings.Read(request.Settings),
        ChatTemplate = request.ChatTemplate ?? false,
        SystemMessage = request.Generation.SystemMessage,
        Overflow = request.Generation.Overflow,
        Seed = request.Seed,
    };

    /// <summary>A spec whose producer asks in this form.</summary>
    public EvidenceSpec Spec(IEvidenceProducer producer, EvidenceUnit unit, bool drawsAtRandom = false, JsonObject? more = null)
    {
        var settings = more ?? [];
        if (Demonstrations.ToJson() is { } drawn) settings["demonstrations"] = drawn;
        if (ChatTemplate) settings["chatTemplate"] = true;
        if (ChatTemplate && SystemMessage is not null) settings["systemMessage"] = SystemMessage;
        if (Overflow != OverflowPolicy.Fail) settings["overflow"] = Overflow.ToString();
        return new EvidenceSpec
        {
            Producer = producer,
            Unit = unit,
            Model = Model,
            Settings = settings,
            Seed = drawsAtRandom || Demonstrations.DrawsAtRandom ? Seed : null,
        };
    }

    /// <summary>The builder of prompts in this form.</summary>
    public async ValueTask<PromptBuilder> PrepareAsync(ProducerContext context, CancellationToken cancellationToken) =>
        new(context.Data.Suite, await Prompting.Demonstrations.PrepareAsync(Demonstrations, context.Data, Seed, cancellationToken).ConfigureAwait(false));

    /// <summary>The call that scores choices after a prompt.</summary>
    public LikelihoodCall Call(string unit, PromptBuilder prompts, string template, Prompt prompt, IReadOnlyList<string> choices, int? mockChoice)
    {
        var continuations = new string[choices.Count];
        for (var i = 0; i < continuations.Length; i++)
            continuations[i] = prompts.Format.Continuation(template, choices[i]);
        return new LikelihoodCall(new LikelihoodRequest(unit, prompt, continuations)
        {
            ChatTemplate = ChatTemplate,
            SystemMessage = ChatTemplate ? SystemMessage : null,
            Overflow = Overflow,
            MockChoice = mockChoice,
        })
        { Model = Model };
    }
}
