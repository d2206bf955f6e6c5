using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// Scores the label words after prompts whose input slots hold other texts, once for each template: what contextual and domain-context
/// calibration divide by. Subclasses say which texts.
/// </summary>
public abstract class ReferenceTextProducer : IEvidenceProducer
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public int Revision => 1;

    /// <summary>The prompt form; the same as the examples'.</summary>
    public required LabelPrompt Prompt { get; init; }

    /// <inheritdoc/>
    public async ValueTask<UnitProducer> PrepareAsync(ProducerContext context, CancellationToken cancellationToken)
    {
        var prompts = await Prompt.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        var first = new Dictionary<string, ExampleInput>();
        var varying = new HashSet<string>();
        await foreach (var example in context.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
            if (!first.TryAdd(example.Input.Template, example.Input) && !SameChoices(first[example.Input.Template], example.Input))
                varying.Add(example.Input.Template);
        var texts = await TextsAsync(context, cancellationToken).ConfigureAwait(false);
        return work => Score(work, prompts, first, varying, texts);
    }

    /// <summary>Why texts without an example cannot be scored on a suite, as the end of a sentence; null where they can.</summary>
    public static async ValueTask<string?> ObstacleAsync(ISuiteData data, CancellationToken cancellationToken)
    {
        var first = new Dictionary<string, ExampleInput>();
        await foreach (var example in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var input = example.Input;
            if (!first.TryAdd(input.Template, input) && !SameChoices(first[input.Template], input))
                return "its choices change from example to example, so no text without an example can be ranked";
            if (ReferenceEquals(first[input.Template], input) && data.Suite.Format.QueryWith(input.Template, input.Slots.ToDictionary()) is null)
                return "its prompts have no slots that other texts could be put into";
        }
        return null;
    }

    /// <summary>Gives the texts of a template: for each pseudo example, a text for each slot.</summary>
    protected abstract ValueTask<Func<ExampleInput, IReadOnlyList<IReadOnlyDictionary<string, string>>>> TextsAsync(
        ProducerContext context, CancellationToken cancellationToken);

    private IEnumerable<IReadOnlyList<ModelCall>> Score(
        UnitWork work,
        PromptBuilder prompts,
        Dictionary<string, ExampleInput> templates,
        HashSet<string> varying,
        Func<ExampleInput, IReadOnlyList<IReadOnlyDictionary<string, string>>> texts)
    {
        if (varying.Count > 0)
        {
            work.Fail(FailureKind.Input, "The label words change from example to example, so no text without an example can be scored.");
            yield break;
        }
        var calls = new List<LikelihoodCall>();
        var contexts = new List<(string Template, IReadOnlyList<IReadOnlyDictionary<string, string>> Texts)>();
        foreach (var (template, input) in templates)
        {
            contexts.Add((template, texts(input)));
            foreach (var slots in contexts[^1].Texts)
                calls.Add(Prompt.Call(work.UnitId, prompts, template, prompts.Build(input, prompts.Format.QueryWith(template, slots)!), input.Choices!, 0));
        }
        yield return calls;
        var rows = new Queue<LikelihoodCall>(calls);
        work.Complete(
            new ReferenceTextsEvidence(
            [
                .. contexts.Select(context => new ContextRows(
                    context.Template,
                    [.. context.Texts.Select(slots => string.Join('\n', slots.Values))],
                    [.. context.Texts.Select(_ => rows.Dequeue().Answer.Continuations.Select(choice => choice.LogProbability).ToArray())])),
            ]),
            EvidenceJson.Default.ReferenceTextsEvidence);
    }

    private static bool SameChoices(ExampleInput a, ExampleInput b) =>
        ReferenceEquals(a.Choices, b.Choices) || a.Choices!.SequenceEqual(b.Choices!);
}
