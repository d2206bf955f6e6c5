namespace EvalHarness.Core.Models;

/// <summary>How text is generated. Defaults: greedy, one sample.</summary>
public sealed record GenerationSettings
{
    /// <summary>At most this many new tokens.</summary>
    public int MaxNewTokens { get; init; } = 64;

    /// <summary>The text ends before the first of these; they are removed from it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>0 is greedy; above it, samples are drawn.</summary>
    public double Temperature { get; init; }

    /// <summary>Sampling keeps the k best tokens; null keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>Sampling keeps the best tokens up to this mass; null keeps all.</summary>
    public double? TopP { get; init; }

    /// <summary>Completions drawn for one prompt.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Above 1: beam search of that width, as transformers defines it.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>True: the prompt is wrapped by the model's chat template. False: raw text.</summary>
    public bool ChatTemplate { get; init; }

    /// <summary>System message of the chat template, or null.</summary>
    public string? SystemMessage { get; init; }

    /// <summary>When the prompt does not fit.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>Whether any draw is random.</summary>
    public bool DrawsAtRandom => Temperature > 0 && Beams == 1;
}

/// <summary>One prompt to complete.</summary>
/// <param name="Id">The unit it belongs to; seeds the draws together with <paramref name="Seed"/>.</param>
/// <param name="Prompt">What is completed.</param>
/// <param name="Settings">How.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record GenerationRequest(string Id, Prompt Prompt, GenerationSettings Settings, long Seed)
{
    /// <summary>The reference answers of the example: only the mock model may look (it measures the harness, not a method).</summary>
    public string? MockAnswer { get; init; }
}

/// <summary>Why a completion ended.</summary>
public enum FinishReason
{
    /// <summary>End token or stop string.</summary>
    Stop,

    /// <summary>The limit on new tokens.</summary>
    Length,

    /// <summary>The service refused for its content.</summary>
    Refused,
}

/// <summary>One completion.</summary>
/// <param name="Text">The text, stop strings removed.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Tokens">Number of new tokens.</param>
/// <param name="LogProbability">Sum of the tokens' natural log-probabilities under the model's own distribution, or null where the backend has none.</param>
public sealed record Completion(string Text, FinishReason Finish, int Tokens, double? LogProbability = null);

/// <summary>The answer to one generation request: completions, or a failure.</summary>
public sealed record GenerationAnswer(IReadOnlyList<Completion> Completions, ModelUsage Usage, Failure? Failure = null)
{
    /// <summary>Demonstrations that were dropped to make the prompt fit.</summary>
    public int DroppedDemonstrations { get; init; }

    /// <summary>Tokens that were cut by the overflow policy.</summary>
    public int TruncatedTokens { get; init; }

    /// <summary>A request without an answer.</summary>
    public static GenerationAnswer Failed(FailureKind kind, string message) => new([], default, new Failure(kind, message));
}

/// <summary>A model that completes text.</summary>
public interface ITextGenerator : IModel
{
    /// <summary>Whether the model has a chat template of its own.</summary>
    bool HasChatTemplate { get; }

    /// <summary>Completes a batch; one answer for each request, in order. Throws only for faults of the whole model.</summary>
    Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken);
}
