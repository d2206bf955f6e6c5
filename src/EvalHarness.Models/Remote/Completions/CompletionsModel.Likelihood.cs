using EvalHarness.Core.Models;
using EvalHarness.Core.Text;

namespace EvalHarness.Models.Remote.Completions;

/// <summary>
/// Likelihoods: context and continuation are sent as one text and echoed with log-probabilities.
/// </summary>
/// <remarks>
/// Which tokens are the continuation follows lm-evaluation-harness (<c>_encode_pair</c>): white space at the end of the context moves to
/// the continuation, the joint text is tokenised as a whole, and the continuation is every token from index n on, where n is the number of
/// tokens of the context alone. A token that spans the boundary therefore belongs to the context. If that leaves none, the last token stands for the
/// continuation: an empty sum would call it certain. n is read off the echo where a token begins at the boundary; else the context is
/// echoed once by itself and counted.
/// </remarks>
internal sealed partial class CompletionsModel
{
    // 0 until the endpoint refuses to generate nothing; then 1.
    private int _echoTokens;

    public async Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
            RefuseTemplate(request.ChatTemplate);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new RemoteBatch(connection.Gate, connection.Time, requests.Count);
        var answers = await Task.WhenAll(requests.Select((request, unit) => AnswerAsync(request, unit, batch, cancellationToken))).ConfigureAwait(false);
        var shares = batch.Shares();
        for (var i = 0; i < answers.Length; i++)
            answers[i] = answers[i] with { Usage = answers[i].Usage with { Seconds = shares[i] } };
        return answers;
    }

    private async Task<LikelihoodAnswer> AnswerAsync(LikelihoodRequest request, int unit, RemoteBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            // All continuations are scored after the same context: if one is too long with it, all move to the shorter one.
            var (answer, _, dropped) = await ContextFit.AskAsync(
                request.Context, request.Overflow, context => ScoreAsync(context.Text, request.Continuations, unit, batch, cancellationToken)).ConfigureAwait(false);
            return answer with { DroppedDemonstrations = dropped };
        }
        catch (EndpointException e)
        {
            return LikelihoodAnswer.Failed(e.Failure.Kind, e.Failure.Message);
        }
    }

    private async Task<LikelihoodAnswer> ScoreAsync(string context, IReadOnlyList<string> continuations, int unit, RemoteBatch batch, CancellationToken cancellationToken)
    {
        var boundary = PythonText.RightStripSpan(context).Length;
        long promptTokens = 0;
        async Task<EchoedText> Echo(string text)
        {
            var (echoed, tokens) = await batch.SendAsync(unit, token => EchoAsync(text, token), cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref promptTokens, tokens);
            return echoed;
        }
        var contextTokens = new Lazy<Task<int>>(async () => boundary == 0 ? 0 : (await Echo(context[..boundary]).ConfigureAwait(false)).Tokens.Count);
        async Task<ScoredContinuation> Score(string continuation)
        {
            var text = context + continuation;
            if (text.Length == boundary)
                throw new EndpointException(FailureKind.Input, "A continuation is empty; there is nothing to score.");
            var echoed = await Echo(text).ConfigureAwait(false);
            var first = echoed.TokenAt(text, boundary) ?? Math.Min(await contextTokens.Value.ConfigureAwait(false), echoed.Tokens.Count - 1);
            return Sum(echoed, first);
        }
        var scored = await Task.WhenAll(continuations.Select(Score)).ConfigureAwait(false);
        return new LikelihoodAnswer(scored, new ModelUsage(promptTokens, 0, continuations.Count, 0));
    }

    private ScoredContinuation Sum(EchoedText echoed, int first)
    {
        var values = new double[echoed.Tokens.Count - first];
        var greedy = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (echoed.LogProbabilities[first + i] is not { } value)
            {
                if (first + i > 0)
                    throw _client.Unusable("a token of the echoed text has no log-probability.");
                throw new EndpointException(FailureKind.Input,
                    "The endpoint gives the first token of a text no log-probability, so a continuation without a context cannot be scored there.");
            }
            values[i] = value;
            greedy &= echoed.Best[first + i] is { } best && value >= best;
        }
        return new ScoredContinuation(values.Sum(), values.Length, greedy, values);
    }

    private async Task<(EchoedText Echoed, long PromptTokens)> EchoAsync(string text, CancellationToken cancellationToken)
    {
        var generated = Volatile.Read(ref _echoTokens);
        try
        {
            return await EchoAsync(text, generated, cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException e) when (generated == 0 && e is { Status: 400 or 422, ContextTooLong: false, Refused: false })
        {
            var answer = await EchoAsync(text, 1, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _echoTokens, 1);
            return answer;
        }
    }

    private async Task<(EchoedText Echoed, long PromptTokens)> EchoAsync(string text, int generate, CancellationToken cancellationToken)
    {
        var request = new CompletionsRequest
        {
            Model = connection.Options.Model,
            Prompt = text,
            MaxTokens = generate,
            Temperature = connection.Options.Omit.Contains("temperature") ? null : 0,
            Logprobs = 1,
            Echo = true,
        };
        var (choice, usage) = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (choice.Logprobs is not { Tokens: { Count: > 0 } tokens, TokenLogprobs: { } values } logprobs)
            throw _client.NoEcho("answers without log-probabilities");
        if (!choice.Text!.StartsWith(text, StringComparison.Ordinal))
            throw _client.NoEcho("does not echo the prompt");
        if (values.Count != tokens.Count || logprobs.TopLogprobs is { } tops && tops.Count != tokens.Count)
            throw _client.Unusable("its lists of tokens and log-probabilities differ in length.");
        // What was generated stands behind the echo; an end token counts, although it adds no text.
        var kept = tokens.Count - Math.Clamp(usage?.CompletionTokens ?? generate, 0, tokens.Count);
        if (kept == 0)
            throw _client.NoEcho("does not echo the prompt");
        var best = Enumerable.Range(0, kept).Select(i => logprobs.TopLogprobs?[i] is { Count: > 0 } top ? top.Values.Max() : null);
        return (new EchoedText([.. tokens.Take(kept).Select(token => token ?? "")], [.. values.Take(kept)], [.. best]), Math.Max(0, usage?.PromptTokens ?? 0));
    }
}
