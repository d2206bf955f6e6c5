using System.Security.Cryptography;
using System.Text;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Evidence;

/// <summary>
/// One request to a model, and its answer once the round has run. Calls of one type and model are run as one batch. A new capability is a new
/// subclass; nothing else changes.
/// </summary>
public abstract class ModelCall
{
    /// <summary>The manifest's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>What the model must be able to do.</summary>
    public abstract Type Capability { get; }

    /// <summary>The request as it is stored and hashed.</summary>
    public abstract RequestText Request { get; }

    /// <summary>Why there is no answer, or null. Environment failures are retried by the runner before the producer sees the call.</summary>
    public abstract Failure? Failure { get; }

    /// <summary>Why the whole batch failed, or null; set by the runner when its tries are spent.</summary>
    public Failure? Fault { get; set; }

    /// <summary>What the call used.</summary>
    public abstract ModelUsage Usage { get; }

    /// <summary>Demonstrations dropped plus tokens cut.</summary>
    public virtual int Shortened => 0;

    /// <summary>Whether a failure of kind input ends the unit with that failure; else the producer sees <see cref="Failure"/> and goes on.</summary>
    public bool FailureEndsUnit { get; init; } = true;

    /// <summary>Runs a batch of calls of this type and stores an answer in each. Called on the first of them.</summary>
    public abstract Task RunAsync(IModel model, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken);
}

/// <summary>A request in the form it is stored: a prefix many requests share, the rest, and the parameters that shape the answer.</summary>
/// <param name="Prefix">Instruction and demonstrations.</param>
/// <param name="Text">The query.</param>
/// <param name="Parameters">Canonical JSON of everything else that determines the request: settings, continuations, seed.</param>
public sealed record RequestText(string Prefix, string Text, string Parameters)
{
    /// <summary>
    /// SHA-256 over the UTF-8 bytes of prefix, text and parameters joined by U+0000, lower-case hex. Predictions hold it in place of the texts,
    /// and replay files may name a request by it. Computed anew on every read.
    /// </summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Prefix, Text, Parameters))));
}

/// <summary>Completes a prompt.</summary>
public sealed class GenerationCall(GenerationRequest request) : ModelCall
{
    private GenerationAnswer? _answer;

    /// <summary>The completions; valid once the round has run.</summary>
    public GenerationAnswer Answer => _answer ?? throw new InvalidOperationException("The round has not run.");

    /// <inheritdoc/>
    public override Type Capability => typeof(ITextGenerator);

    /// <inheritdoc/>
    public override RequestText Request =>
        new(request.Prompt.Prefix, request.Prompt.Query, RequestParameters.Of(request.Settings, request.Settings.DrawsAtRandom ? request.Seed : null));

    /// <inheritdoc/>
    public override Failure? Failure => _answer?.Failure;

    /// <inheritdoc/>
    public override ModelUsage Usage => _answer?.Usage ?? default;

    /// <inheritdoc/>
    public override int Shortened => (_answer?.DroppedDemonstrations ?? 0) + (_answer?.TruncatedTokens ?? 0);

    /// <inheritdoc/>
    public override async Task RunAsync(IModel model, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var requests = new GenerationRequest[calls.Count];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = ((GenerationCall)calls[i]).RequestOf();
        var answers = await ((ITextGenerator)model).GenerateAsync(requests, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < requests.Length; i++)
            ((GenerationCall)calls[i])._answer = answers[i];
    }

    private GenerationRequest RequestOf() => request;
}

/// <summary>Scores continuations of a context.</summary>
public sealed class LikelihoodCall(LikelihoodRequest request) : ModelCall
{
    private LikelihoodAnswer? _answer;

    /// <summary>The scores; valid once the round has run.</summary>
    public LikelihoodAnswer Answer => _answer ?? throw new InvalidOperationException("The round has not run.");

    /// <inheritdoc/>
    public override Type Capability => typeof(ILikelihoodScorer);

    /// <inheritdoc/>
    public override RequestText Request => new(request.Context.Prefix, request.Context.Query, RequestParameters.Of(request));

    /// <inheritdoc/>
    public override Failure? Failure => _answer?.Failure;

    /// <inheritdoc/>
    public override ModelUsage Usage => _answer?.Usage ?? default;

    /// <inheritdoc/>
    public override int Shortened => (_answer?.DroppedDemonstrations ?? 0) + (_answer?.TruncatedTokens ?? 0);

    /// <inheritdoc/>
    public override async Task RunAsync(IModel model, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var requests = new LikelihoodRequest[calls.Count];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = ((LikelihoodCall)calls[i]).RequestOf();
        var answers = await ((ILikelihoodScorer)model).ScoreAsync(requests, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < requests.Length; i++)
            ((LikelihoodCall)calls[i])._answer = answers[i];
    }

    private LikelihoodRequest RequestOf() => request;
}
