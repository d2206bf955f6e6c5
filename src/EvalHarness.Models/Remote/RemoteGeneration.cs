using EvalHarness.Core.Models;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.Remote;

/// <summary>One completion and the tokens it cost.</summary>
internal readonly record struct RemoteCompletion(Completion Completion, long PromptTokens);

/// <summary>Asks for one completion of a prompt: the unit's place in the batch, the request, the prompt to send and the sample's number.</summary>
internal delegate Task<RemoteCompletion> CompletePrompt(GenerationRequest request, Prompt prompt, int sample, CancellationToken cancellationToken);

/// <summary>What chat and completions share: a batch of generation requests, each completion a request of its own.</summary>
internal static class RemoteGeneration
{
    /// <summary>Answers a batch; one answer for each request, in order.</summary>
    public static async Task<IReadOnlyList<GenerationAnswer>> RunAsync(
        IReadOnlyList<GenerationRequest> requests, RequestGate gate, TimeProvider time, CompletePrompt complete, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new RemoteBatch(gate, time, requests.Count);
        var answers = await Task.WhenAll(requests.Select((request, unit) => AnswerAsync(request, unit, batch, complete, cancellationToken))).ConfigureAwait(false);
        var shares = batch.Shares();
        for (var i = 0; i < answers.Length; i++)
            answers[i] = answers[i] with { Usage = answers[i].Usage with { Seconds = shares[i] } };
        return answers;
    }

    /// <summary>The seed sent with a sample: 31 bits, which every server takes, drawn for (run seed, unit, sample).</summary>
    public static long SampleSeed(GenerationRequest request, int sample) =>
        (long)(new SeededRandom(request.Seed, $"remote-sample-{sample}", request.Id).NextUInt64() >> 33);

    /// <summary>Settings an OpenAI-compatible endpoint cannot follow are the manifest's mistake: every unit would be answered wrongly.</summary>
    /// <exception cref="ModelException">Beam search is asked for.</exception>
    public static void Check(IReadOnlyList<GenerationRequest> requests, string model)
    {
        foreach (var request in requests)
            if (request.Settings.Beams > 1)
                throw new ModelException($"The model '{model}' cannot search with {request.Settings.Beams} beams: OpenAI-compatible endpoints have no beam search. Set 'beams' to 1.");
    }

    private static async Task<GenerationAnswer> AnswerAsync(
        GenerationRequest request, int unit, RemoteBatch batch, CompletePrompt complete, CancellationToken cancellationToken)
    {
        try
        {
            Task<RemoteCompletion> Sample(Prompt prompt, int sample) =>
                batch.SendAsync(unit, token => complete(request, prompt, sample, token), cancellationToken);

            var (first, prompt, dropped) = await ContextFit.AskAsync(request.Prompt, request.Settings.Overflow, prompt => Sample(prompt, 0)).ConfigureAwait(false);
            var others = Math.Max(1, request.Settings.Samples) - 1;
            var samples = await Task.WhenAll(Enumerable.Range(1, others).Select(sample => Sample(prompt, sample))).ConfigureAwait(false);
            RemoteCompletion[] all = [first, .. samples];
            var usage = new ModelUsage(all.Sum(one => one.PromptTokens), all.Sum(one => (long)one.Completion.Tokens), all.Length, 0);
            return new GenerationAnswer([.. all.Select(one => one.Completion)], usage) { DroppedDemonstrations = dropped };
        }
        catch (EndpointException e)
        {
            return GenerationAnswer.Failed(e.Failure.Kind, e.Failure.Message);
        }
    }
}
