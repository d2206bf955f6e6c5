using System.Runtime.CompilerServices;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Systems;

namespace EvalHarness.Methods.Controls;

/// <summary>
/// Controls that need no model: what chance and the most frequent answer give, and what a perfect system would. They bound what a figure can mean.
/// </summary>
public sealed class ControlSystem : ISystem
{
    private readonly Func<IDecisionData, CancellationToken, ValueTask<Func<DecisionRow, Decision>>> _prepare;

    private ControlSystem(Func<IDecisionData, CancellationToken, ValueTask<Func<DecisionRow, Decision>>> prepare) => _prepare = prepare;

    /// <summary>Always the most frequent answer of the pool.</summary>
    public static ISystemFactory Majority { get; } = new ControlFactory(
        new SystemCard
        {
            Name = "majority",
            Description = "Always answers what is most frequent in the training split or pool; ties go to the answer that comes first there.",
            Source = "control",
            IsControl = true,
        },
        MajorityAsync);

    /// <summary>Every choice with equal probability.</summary>
    public static ISystemFactory Random { get; } = new ControlFactory(
        new SystemCard
        {
            Name = "random",
            Description = "Answers every choice with equal probability; the expected score is reported, not one draw.",
            Source = "control",
            IsControl = true,
            NeedsChoices = true,
        },
        (_, _) => ValueTask.FromResult<Func<DecisionRow, Decision>>(Uniform));

    /// <summary>The reference itself.</summary>
    public static ISystemFactory Oracle { get; } = new ControlFactory(
        new SystemCard
        {
            Name = "oracle",
            Description = "Answers the reference: the ceiling of the metric on these examples, and a check of suite and scorer.",
            Source = "control",
            IsControl = true,
            SeesReferences = true,
        },
        (_, _) => ValueTask.FromResult<Func<DecisionRow, Decision>>(Reference));

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence => [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Decision> DecideAsync(IDecisionData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decide = await _prepare(data, cancellationToken).ConfigureAwait(false);
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return decide(row);
    }

    private static async ValueTask<Func<DecisionRow, Decision>> MajorityAsync(IDecisionData data, CancellationToken cancellationToken)
    {
        // Where choices differ between examples, what is frequent is a position, not a text.
        var labels = new Dictionary<int, int>();
        var answers = new Dictionary<string, int>();
        foreach (var example in await data.Suite.PoolAsync(cancellationToken).ConfigureAwait(false))
        {
            if (example.Label is { } label)
                labels[label] = labels.GetValueOrDefault(label) + 1;
            answers[example.Answer] = answers.GetValueOrDefault(example.Answer) + 1;
        }
        var position = labels.Count == 0 ? 0 : labels.MaxBy(pair => pair.Value).Key;
        var text = answers.Count == 0 ? "" : answers.MaxBy(pair => pair.Value).Key;
        var separator = data.Suite.Suite.Card.AnswerSeparator;
        return row => row.Input.Choices is { Count: > 0 } choices
            ? Decision.Of(Answer.OfChoice(Math.Min(position, choices.Count - 1), choices[Math.Min(position, choices.Count - 1)]))
            : Decision.Of(OfText(text, separator));
    }

    private static Decision Uniform(DecisionRow row)
    {
        var choices = row.Input.Choices!;
        return new Decision(Outcome.Answered, [.. choices.Select((text, index) => new WeightedAnswer(Answer.OfChoice(index, text), 1.0 / choices.Count))]);
    }

    private static Decision Reference(DecisionRow row)
    {
        var example = row.References!;
        if (example.Label is { } label && example.Input.Choices is { } choices)
            return Decision.Of(Answer.OfChoice(label, choices[label]));
        return Decision.Of(example.AnswerText is null
            ? Answer.OfText(example.Answer)
            : new Answer { Text = example.AnswerText, Items = example.References });
    }

    private static Answer OfText(string text, string? separator) =>
        separator is null ? Answer.OfText(text) : new Answer { Text = text, Items = text.Split(separator) };

    private sealed class ControlFactory(
        SystemCard card, Func<IDecisionData, CancellationToken, ValueTask<Func<DecisionRow, Decision>>> prepare) : ISystemFactory
    {
        public SystemCard Card => card;

        public ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ISystem>(new ControlSystem(prepare));
    }
}
