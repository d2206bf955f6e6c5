using EvalHarness.Core.Randomness;

namespace EvalHarness.Suites.BigBench;

/// <summary>
/// The order of choices. Many files list the right choice first, and ties go to the first choice, so the file's order would give answers away;
/// BIG-bench shuffles for that reason. Where all examples share one set of choices it is the first example's order for every example, since
/// calibration compares choices by position; else each example's choices are shuffled by its id, the same way in every run.
/// </summary>
internal sealed class ChoiceOrder
{
    private readonly IReadOnlyList<string>? _shared;

    /// <summary>Looks at all examples of a task once.</summary>
    public ChoiceOrder(IEnumerable<BigBenchExample> examples)
    {
        IReadOnlyList<string>? shared = null;
        var one = true;
        EveryExampleHasChoices = true;
        foreach (var example in examples)
        {
            Count++;
            HasLineEnds |= example.Targets.Any(target => target.Contains('\n')) || example.TargetScores.Any(choice => choice.Key.Contains('\n'));
            EveryExampleHasChoices &= example.TargetScores.Count > 0;
            if (example.TargetScores.Count == 0 || !one)
                continue;
            shared ??= [.. example.TargetScores.Select(choice => choice.Key)];
            one = shared.Count == example.TargetScores.Count && example.TargetScores.All(choice => shared.Contains(choice.Key));
        }
        EveryExampleHasChoices &= Count > 0;
        _shared = one ? shared : null;
    }

    /// <summary>Examples of the task.</summary>
    public int Count { get; }

    /// <summary>Whether every example has choices.</summary>
    public bool EveryExampleHasChoices { get; }

    /// <summary>Whether an answer spans lines.</summary>
    public bool HasLineEnds { get; }

    /// <summary>The choices that all examples share, or null.</summary>
    public IReadOnlyList<string>? Shared => EveryExampleHasChoices ? _shared : null;

    /// <summary>An example's choices with their scores, in the order shown.</summary>
    public KeyValuePair<string, double>[] Arrange(BigBenchExample example, string id)
    {
        if (_shared is not null)
            return [.. _shared.Select(choice => example.TargetScores.First(scored => scored.Key == choice))];
        var arranged = example.TargetScores.ToArray();
        new SeededRandom(0, "bigbench-choices", id).Shuffle(arranged.AsSpan());
        return arranged;
    }
}
