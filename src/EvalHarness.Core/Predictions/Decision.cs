using System.Text.Json.Nodes;

namespace EvalHarness.Core.Predictions;

/// <summary>What a system answers: one of a text, a list, a choice, or a ranking of the gallery.</summary>
public sealed record Answer
{
    /// <summary>The text; for choices the choice's text, for lists their items joined by the suite's separator.</summary>
    public string Text { get; init; } = "";

    /// <summary>The items of a list answer, else null.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Index of the chosen choice, else null.</summary>
    public int? Choice { get; init; }

    /// <summary>Retrieval: what is kept of the ranking, else null.</summary>
    public Ranking? Ranking { get; init; }

    /// <summary>A text answer.</summary>
    public static Answer OfText(string text) => new() { Text = text };

    /// <summary>A choice.</summary>
    public static Answer OfChoice(int index, string text) => new() { Text = text, Choice = index };
}

/// <summary>What is kept of a ranking: never the whole row.</summary>
/// <param name="TargetRanks">Rank from 1 of each target, in the example's order.</param>
/// <param name="TargetSimilarities">Similarity of each target.</param>
/// <param name="Top">Gallery ids of the best 200, best first.</param>
/// <param name="GallerySize">Number of ranked images.</param>
public sealed record Ranking(IReadOnlyList<int> TargetRanks, IReadOnlyList<double> TargetSimilarities, IReadOnlyList<string> Top, int GallerySize);

/// <summary>An answer with its probability, for systems that answer at random: the expected score is reported, not one draw.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Weight">Its probability; weights of one decision sum to 1.</param>
public readonly record struct WeightedAnswer(Answer Answer, double Weight);

/// <summary>A system's decision on one example.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Answers">One answer with weight 1, or several of a random system; empty where there is none.</param>
public sealed record Decision(Outcome Outcome, IReadOnlyList<WeightedAnswer> Answers)
{
    /// <summary>What a person wants to see beside the answer: steps, candidate scores, calibrated scores. Null where there is nothing.</summary>
    public JsonNode? Trace { get; init; }

    /// <summary>The completion an answer was read from, where that is not the answer itself; shown for unparsable ones.</summary>
    public string? Raw { get; init; }

    /// <summary>Choices closer than 1e-4 to the best one, itself included, where that is more than one.</summary>
    public int Tied { get; init; }

    /// <summary>Answered with certainty.</summary>
    public static Decision Of(Answer answer) => new(Outcome.Answered, [new WeightedAnswer(answer, 1)]);
}
