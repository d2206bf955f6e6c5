using System.ClientModel;
using System.ClientModel.Primitives;
using EvalHarness.Core.Models;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace EvalHarness.Models.Remote.Chat;

/// <summary>A chat endpoint as a text generator. The prompt is one user message; the endpoint's own template always applies.</summary>
internal sealed class ChatModel : ITextGenerator
{
    private readonly EndpointConnection _connection;
    private readonly IChatClient _client;

    public ChatModel(ModelIdentity identity, EndpointConnection connection)
    {
        Identity = identity;
        _connection = connection;
        // Retries, timeouts and keys are the connection's; the library's own would work against them, and its logs know no secrets of ours.
        var options = new OpenAIClientOptions
        {
            Endpoint = connection.Options.Address.Base,
            Transport = new HttpClientPipelineTransport(connection.Http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        };
        _client = new ChatClient(connection.Options.Model, new ApiKeyCredential("set-by-the-connection"), options).AsIChatClient();
    }

    public ModelIdentity Identity { get; }

    public bool HasChatTemplate => true;

    public Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        RemoteGeneration.Check(requests, Identity.Name);
        return RemoteGeneration.RunAsync(requests, _connection.Gate, _connection.Time, CompleteAsync, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RemoteCompletion> CompleteAsync(GenerationRequest request, Prompt prompt, int sample, CancellationToken cancellationToken)
    {
        ChatResponse response;
        try
        {
            response = await _client.GetResponseAsync(Messages(request.Settings, prompt), ChatRequest.Of(_connection.Options, request, sample), cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException e) when (e.Refused)
        {
            return new RemoteCompletion(new Completion("", FinishReason.Refused, 0), 0);
        }
        catch (Exception e) when (e is not EndpointException && !cancellationToken.IsCancellationRequested)
        {
            // The client library reads hostile JSON with exceptions of any type; their messages may quote the answer.
            throw new EndpointException(FailureKind.Environment, $"The answer of the endpoint {_connection.Options.Address.Shown} cannot be read as a chat completion ({e.GetType().Name}).");
        }
        return Read(response, request.Settings);
    }

    private static List<Microsoft.Extensions.AI.ChatMessage> Messages(GenerationSettings settings, Prompt prompt)
    {
        var messages = new List<Microsoft.Extensions.AI.ChatMessage>(2);
        if (settings.SystemMessage is { } system)
            messages.Add(new(ChatRole.System, system));
        messages.Add(new(ChatRole.User, prompt.Text));
        return messages;
    }

    private RemoteCompletion Read(ChatResponse response, GenerationSettings settings)
    {
        if (response.Usage is null)
            _connection.Notices.Once($"The endpoint {_connection.Options.Address.Shown} reports no token usage for the model '{Identity.Name}': its tokens are counted as 0, not estimated.");
        var refusal = response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().FirstOrDefault();
        var text = _connection.Secrets.Remove(refusal?.Message ?? response.Text);
        var finish = refusal is not null || response.FinishReason == Microsoft.Extensions.AI.ChatFinishReason.ContentFilter ? FinishReason.Refused
            : response.FinishReason == Microsoft.Extensions.AI.ChatFinishReason.Length ? FinishReason.Length
            : FinishReason.Stop;
        var end = finish == FinishReason.Refused ? -1 : StopText.End(text, settings.Stop);
        if (end >= 0)
        {
            text = text[..end];
            finish = FinishReason.Stop;
        }
        var tokens = response.RawRepresentation is ChatCompletion { ContentTokenLogProbabilities: { Count: > 0 } scored }
            ? TokenSum.Of(scored.Select(token => (token.Token, (double?)token.LogProbability)), text)
            : null;
        return new RemoteCompletion(new Completion(text, finish, (int)(response.Usage?.OutputTokenCount ?? 0), tokens), response.Usage?.InputTokenCount ?? 0);
    }
}
