using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Text;
using EvalHarness.Methods.Evidence;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>
/// Prompts whose slots hold random words of the evaluated texts: each text as many lower-cased words as the slot's texts have on average (integer
/// part), drawn with replacement, joined by blanks, and " ." at the end. Both members of a pair are drawn separately.
/// </summary>
/// <remarks>
/// Fei et al., arXiv 2305.19148. Words and lengths come from the whole split, whatever a manifest's limit, so that the evidence is the same for
/// every limit. Transductive: it sees the unlabelled evaluated inputs.
/// </remarks>
public sealed class DomainTextProducer : ReferenceTextProducer
{
    /// <inheritdoc/>
    public override string Name => "domain-log-probabilities";

    /// <summary>Number of pseudo texts; 20 in the paper.</summary>
    public required int Count { get; init; }

    /// <summary>The spec.</summary>
    public static EvidenceSpec Spec(LabelPrompt prompt, int count) => prompt.Spec(
        new DomainTextProducer { Prompt = prompt, Count = count },
        EvidenceUnit.Run,
        drawsAtRandom: true,
        more: new JsonObject { ["count"] = count });

    /// <inheritdoc/>
    protected override async ValueTask<Func<ExampleInput, IReadOnlyList<IReadOnlyDictionary<string, string>>>> TextsAsync(
        ProducerContext context, CancellationToken cancellationToken)
    {
        var words = new Dictionary<string, List<string>>();
        var texts = new Dictionary<string, int>();
        await foreach (var example in context.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
            foreach (var (slot, text) in example.Input.Slots)
            {
                if (!words.TryGetValue(slot, out var list))
                    words[slot] = list = [];
                list.AddRange(PythonText.Split(PythonText.Lower(text)));
                texts[slot] = texts.GetValueOrDefault(slot) + 1;
            }
        return input => [.. Enumerable.Range(0, Count).Select(number => input.Slots.ToDictionary(
            slot => slot.Key,
            slot => Draw(words[slot.Key], words[slot.Key].Count / texts[slot.Key], $"{input.Template}/{slot.Key}/{number}")))];
    }

    private string Draw(List<string> words, int length, string unit)
    {
        var random = new SeededRandom(Prompt.Seed, "domain-texts", unit);
        return string.Concat(Enumerable.Range(0, words.Count == 0 ? 0 : length).Select(_ => words[random.Next(words.Count)] + " ")) + ".";
    }
}
