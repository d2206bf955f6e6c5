using System.Collections.Concurrent;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Mock;

/// <summary>
/// Answers from the request alone. A token is four UTF-16 units, begun ones counted whole; log-probabilities are hashes, with the right
/// choice first where the answer is the first reference. A request without a known answer is answered by its hash.
/// </summary>
internal sealed class MockModel(ModelIdentity identity, MockSettings settings, TimeProvider time) : ITextGenerator, ILikelihoodScorer
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    public ModelIdentity Identity { get; } = identity;

    public bool HasChatTemplate => false;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var seconds = await BeginAsync(requests.Count, cancellationToken).ConfigureAwait(false);
        var answers = new GenerationAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = Fails(requests[i].Id) ? GenerationAnswer.Failed(settings.FailKind, FailureText) : Answer(requests[i], seconds);
        return answers;
    }

    public async Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken)
    {
        var seconds = await BeginAsync(requests.Count, cancellationToken).ConfigureAwait(false);
        var answers = new LikelihoodAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = Fails(requests[i].Id) ? LikelihoodAnswer.Failed(settings.FailKind, FailureText) : Answer(requests[i], seconds);
        return answers;
    }

    private static string FailureText => "The mock model fails on this unit, as its option 'failEvery' asks.";

    private async ValueTask<double> BeginAsync(int requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (settings.Latency <= TimeSpan.Zero || requests == 0)
            return 0;
        await Task.Delay(settings.Latency, time, cancellationToken).ConfigureAwait(false);
        return settings.Latency.TotalSeconds / requests;
    }

    private bool Fails(string id)
    {
        if (settings.FailEvery == 0 || StableHash.Of(id) % (ulong)settings.FailEvery != 0)
            return false;
        return settings.FailTimes == 0 || _failures.AddOrUpdate(id, 1, static (_, count) => count + 1) <= settings.FailTimes;
    }

    private GenerationAnswer Answer(GenerationRequest request, double seconds)
    {
        var wanted = request.Settings;
        var completions = new Completion[Math.Max(1, wanted.Samples)];
        var tokens = 0;
        for (var sample = 0; sample < completions.Length; sample++)
        {
            var hash = StableHash.With(StableHash.Of(request.Id), (ulong)sample);
            var text = settings.Answer switch
            {
                MockAnswerKind.Constant => settings.Text,
                MockAnswerKind.FirstReference when request.MockAnswer is { } answer => answer,
                _ => HashText(Hash(request.Prompt, hash), wanted.DrawsAtRandom ? (ulong)request.Seed : 0),
            };
            var end = wanted.Stop.Count > 0 ? StopText.End(text, wanted.Stop) : -1;
            if (end >= 0) text = text[..end];
            completions[sample] = new Completion(text, FinishReason.Stop, Tokens(text.Length), -10 * StableHash.Fraction(hash));
            tokens += completions[sample].Tokens;
        }
        return new GenerationAnswer(completions, new ModelUsage(PromptTokens(request.Prompt), tokens, completions.Length, seconds));
    }

    private LikelihoodAnswer Answer(LikelihoodRequest request, double seconds)
    {
        var scored = new ScoredContinuation[request.Continuations.Count];
        var context = Hash(request.Context, 0);
        long tokens = 0;
        for (var i = 0; i < scored.Length; i++)
        {
            var continuation = request.Continuations[i];
            var right = settings.Answer == MockAnswerKind.FirstReference && request.MockChoice == i;
            // The right choice lies in (-1, 0], all others in (-11, -1]: it always wins, and the margin is finite.
            var share = StableHash.Fraction(StableHash.Of(continuation, context));
            scored[i] = new ScoredContinuation(right ? -share : -1 - 10 * share, Tokens(continuation.Length), right);
            tokens += scored[i].Tokens;
        }
        return new LikelihoodAnswer(scored, new ModelUsage((long)PromptTokens(request.Context) * scored.Length + tokens, 0, scored.Length, seconds));
    }

    private static string HashText(ulong hash, ulong seed) => $"mock-{StableHash.With(hash, seed):x16}";

    private static ulong Hash(Prompt prompt, ulong start)
    {
        var hash = StableHash.Of(prompt.Instruction, start);
        for (var i = 0; i < prompt.Demonstrations.Count; i++)
            hash = StableHash.Of(prompt.Demonstrations[i], hash);
        return StableHash.Of(prompt.Query, hash);
    }

    private static int PromptTokens(Prompt prompt)
    {
        var length = prompt.Instruction.Length + prompt.Query.Length;
        for (var i = 0; i < prompt.Demonstrations.Count; i++)
            length += prompt.Demonstrations[i].Length;
        return Tokens(length);
    }

    private static int Tokens(int characters) => Math.Max(1, (characters + 3) / 4);
}
