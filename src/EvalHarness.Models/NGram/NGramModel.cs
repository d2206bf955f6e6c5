using System.Collections.Concurrent;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.NGram;

/// <summary>
/// The n-gram model. A token is a unit. A completion ends with the end of a text as the training texts have it, or at the first blank
/// line, as demonstrations are separated; line feeds there are removed. Its log-probability and tokens are those of every unit written, the end
/// and a stop string included. No prompt is too long.
/// </summary>
internal sealed class NGramModel : ITextGenerator, ILikelihoodScorer
{
    private readonly NGramEstimate _estimate;
    private readonly TimeProvider _time;
    private readonly ConcurrentBag<NGramReader> _readers = [];

    private NGramModel(ModelIdentity identity, NGramEstimate estimate, TimeProvider time)
    {
        Identity = identity;
        _estimate = estimate;
        _time = time;
    }

    public ModelIdentity Identity { get; }

    public bool HasChatTemplate => false;

    /// <summary>Estimates a model.</summary>
    public static async Task<NGramModel> EstimateAsync(
        ModelIdentity identity, NGramSettings settings, TrainingTexts training, ModelOpeningContext context, CancellationToken cancellationToken)
    {
        var (estimate, cut) = await NGramEstimate.OfAsync(settings, training.Read(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (cut)
            context.Notice($"The model '{identity.Name}' (ngram) read the first {settings.MaxUnits:N0} units of the training texts and left out the rest; 'maxUnits' sets the limit.");
        return new NGramModel(identity, estimate, context.Time);
    }

    public Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
            Refuse(request.Settings);
        return Task.FromResult<IReadOnlyList<GenerationAnswer>>(Run(
            requests,
            static (reader, request) => reader.Generate(request),
            static (answer, seconds) => answer with { Usage = answer.Usage with { Seconds = seconds } },
            cancellationToken));
    }

    public Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Any(request => request.ChatTemplate))
            throw NoTemplate();
        return Task.FromResult<IReadOnlyList<LikelihoodAnswer>>(Run(
            requests,
            static (reader, request) => reader.Score(request),
            static (answer, seconds) => answer with { Usage = answer.Usage with { Seconds = seconds } },
            cancellationToken));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TAnswer[] Run<TRequest, TAnswer>(
        IReadOnlyList<TRequest> requests, Func<NGramReader, TRequest, TAnswer> answer, Func<TAnswer, double, TAnswer> withSeconds, CancellationToken cancellationToken)
    {
        var reader = _readers.TryTake(out var idle) ? idle : new NGramReader(_estimate);
        var answers = new TAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _time.GetTimestamp();
            answers[i] = withSeconds(answer(reader, requests[i]), _time.GetElapsedTime(started).TotalSeconds);
        }
        // A reader that was left in the middle of a prompt by an exception is not used again.
        _readers.Add(reader);
        return answers;
    }

    private void Refuse(GenerationSettings settings)
    {
        if (settings.ChatTemplate)
            throw NoTemplate();
        if (settings.Beams > 1)
            throw new ModelException($"The model '{Identity.Name}' (ngram) cannot search with beams. Set 'beams' to 1.");
    }

    private ModelException NoTemplate() =>
        new($"The model '{Identity.Name}' (ngram) has no chat template: set 'chatTemplate' to false.");
}
