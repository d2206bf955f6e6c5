namespace EvalHarness.Core.Models;

/// <summary>One context and the continuations to score after it.</summary>
/// <param name="Id">The unit it belongs to.</param>
/// <param name="Context">What stands before; may be empty.</param>
/// <param name="Continuations">At least one; each with its leading space, if it has one.</param>
public sealed record LikelihoodRequest(string Id, Prompt Context, IReadOnlyList<string> Continuations)
{
    /// <summary>When the context does not fit.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>True: the context is wrapped by the model's chat template.</summary>
    public bool ChatTemplate { get; init; }

    /// <summary>System message of the chat template, or null.</summary>
    public string? SystemMessage { get; init; }

    /// <summary>Index of the right continuation: only the mock model may look.</summary>
    public int? MockChoice { get; init; }
}

/// <summary>One scored continuation.</summary>
/// <param name="LogProbability">Sum of the tokens' natural log-probabilities under the model's own distribution (temperature 1).</param>
/// <param name="Tokens">Number of tokens.</param>
/// <param name="IsGreedy">Whether every token is the argmax at its place.</param>
/// <param name="TokenLogProbabilities">One value a token, or null where the backend gives only sums.</param>
public sealed record ScoredContinuation(double LogProbability, int Tokens, bool IsGreedy, IReadOnlyList<double>? TokenLogProbabilities = null);

/// <summary>The answer to one likelihood request: a score for each continuation in order, or a failure.</summary>
public sealed record LikelihoodAnswer(IReadOnlyList<ScoredContinuation> Continuations, ModelUsage Usage, Failure? Failure = null)
{
    /// <summary>Demonstrations that were dropped to make the context fit.</summary>
    public int DroppedDemonstrations { get; init; }

    /// <summary>Tokens that were cut by the overflow policy.</summary>
    public int TruncatedTokens { get; init; }

    /// <summary>A request without an answer.</summary>
    public static LikelihoodAnswer Failed(FailureKind kind, string message) => new([], default, new Failure(kind, message));
}

/// <summary>A model that scores given text.</summary>
public interface ILikelihoodScorer : IModel
{
    /// <summary>
    /// Scores a batch; one answer for each request, in order. Contexts with a common beginning may share its computation. Usage counts one
    /// model call for each continuation. Throws only for faults of the whole model.
    /// </summary>
    Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken);
}
