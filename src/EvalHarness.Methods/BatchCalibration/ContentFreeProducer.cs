using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Suites;
using EvalHarness.Methods.Evidence;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>Prompts whose every input slot holds one content-free text: "N/A" in the Batch Calibration paper; "N/A", "", "[MASK]" in the original code.</summary>
public sealed class ContentFreeProducer : ReferenceTextProducer
{
    /// <inheritdoc/>
    public override string Name => "content-free-log-probabilities";

    /// <summary>The content-free texts.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The spec.</summary>
    public static EvidenceSpec Spec(LabelPrompt prompt, IReadOnlyList<string> texts) => prompt.Spec(
        new ContentFreeProducer { Prompt = prompt, Texts = texts },
        EvidenceUnit.Run,
        more: new JsonObject { ["texts"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) });

    /// <inheritdoc/>
    protected override ValueTask<Func<ExampleInput, IReadOnlyList<IReadOnlyDictionary<string, string>>>> TextsAsync(
        ProducerContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Func<ExampleInput, IReadOnlyList<IReadOnlyDictionary<string, string>>>>(
            input => [.. Texts.Select(text => input.Slots.ToDictionary(slot => slot.Key, _ => text))]);
}
