using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote.Completions;

/// <summary>A completions endpoint: raw prompts to texts here, likelihoods in the other half.</summary>
internal sealed partial class CompletionsModel(ModelIdentity identity, EndpointConnection connection) : ITextGenerator, ILikelihoodScorer
{
    // OpenAI's limit; texts are cut at all stop strings here in any case.
    private const int MostStops = 4;

    private readonly CompletionsClient _client = new(connection);

    public ModelIdentity Identity { get; } = identity;

    public bool HasChatTemplate => false;

    public Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        RemoteGeneration.Check(requests, Identity.Name);
        foreach (var request in requests)
            RefuseTemplate(request.Settings.ChatTemplate);
        return RemoteGeneration.RunAsync(requests, connection.Gate, connection.Time, CompleteAsync, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RemoteCompletion> CompleteAsync(GenerationRequest request, Prompt prompt, int sample, CancellationToken cancellationToken)
    {
        try
        {
            var (choice, usage) = await _client.SendAsync(Request(request, prompt, sample), cancellationToken).ConfigureAwait(false);
            return Read(choice, usage, request.Settings);
        }
        catch (EndpointException e) when (e.Refused)
        {
            return new RemoteCompletion(new Completion("", FinishReason.Refused, 0), 0);
        }
    }

    private CompletionsRequest Request(GenerationRequest request, Prompt prompt, int sample)
    {
        var (options, settings, draws) = (connection.Options, request.Settings, request.Settings.DrawsAtRandom);
        var stops = settings.Stop.Where(stop => stop.Length > 0).Distinct().Take(MostStops).ToList();
        return new CompletionsRequest
        {
            Model = options.Model,
            Prompt = prompt.Text,
            MaxTokens = options.MaxTokensParameter == "max_tokens" ? settings.MaxNewTokens : null,
            MaxCompletionTokens = options.MaxTokensParameter == "max_tokens" ? null : settings.MaxNewTokens,
            Temperature = options.Omit.Contains("temperature") ? null : settings.Temperature,
            TopP = draws && !options.Omit.Contains("top_p") ? settings.TopP : null,
            TopK = draws ? settings.TopK : null,
            Stop = stops.Count > 0 && !options.Omit.Contains("stop") ? stops : null,
            Seed = draws && !options.Omit.Contains("seed") ? RemoteGeneration.SampleSeed(request, sample) : null,
            Logprobs = options.LogProbabilities ? 1 : null,
        };
    }

    private RemoteCompletion Read(CompletionsChoice choice, CompletionsUsage? usage, GenerationSettings settings)
    {
        // Some servers of llama.cpp's kin spell "no limit was hit" in ways of their own; only these two are not a stop.
        var finish = choice.FinishReason switch
        {
            "length" or "max_tokens" or "model_length" => FinishReason.Length,
            "content_filter" => FinishReason.Refused,
            _ => FinishReason.Stop,
        };
        var text = connection.Secrets.Remove(choice.Text!);
        var end = finish == FinishReason.Refused ? -1 : StopText.End(text, settings.Stop);
        if (end >= 0)
        {
            text = text[..end];
            finish = FinishReason.Stop;
        }
        var logProbability = choice.Logprobs is { Tokens: { } tokens, TokenLogprobs: { } values } && tokens.Count == values.Count
            ? TokenSum.Of(tokens.Zip(values, (token, value) => (token ?? "", value)), text)
            : null;
        return new RemoteCompletion(new Completion(text, finish, Math.Max(0, usage?.CompletionTokens ?? 0), logProbability), Math.Max(0, usage?.PromptTokens ?? 0));
    }

    private void RefuseTemplate(bool chatTemplate)
    {
        if (chatTemplate)
            throw new ModelException($"The model '{Identity.Name}' is a completions endpoint and has no chat template: set 'chatTemplate' to false, or use the provider 'chat'.");
    }
}
