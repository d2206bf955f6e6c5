using System.Net.Http.Headers;
using System.Text.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote.Completions;

/// <summary>Calls <c>/v1/completions</c>.</summary>
internal sealed class CompletionsClient(EndpointConnection connection)
{
    private readonly Uri _address = connection.Options.Address.Call("completions");

    /// <summary>Sends one request.</summary>
    /// <exception cref="EndpointException">It was not answered.</exception>
    public async Task<(CompletionsChoice Choice, CompletionsUsage? Usage)> SendAsync(CompletionsRequest request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, CompletionsJson.Default.CompletionsRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await connection.Http.PostAsync(_address, content, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var reply = JsonSerializer.Deserialize(body, CompletionsJson.Default.CompletionsReply)!;
        if (reply.Usage is not { PromptTokens: >= 0, CompletionTokens: >= 0 })
            connection.Notices.Once($"The endpoint {connection.Options.Address.Shown} reports no token usage for the model '{connection.Options.Model}': its tokens are counted as 0, not estimated.");
        return (reply.Choices![0], reply.Usage);
    }

    /// <summary>An endpoint that answers, but not with what likelihoods need.</summary>
    public EndpointException NoEcho(string what) => EndpointException.ForAll(
        $"The endpoint {connection.Options.Address.Shown} {what}: likelihoods need /v1/completions with 'echo' and 'logprobs', as vLLM has them.");

    /// <summary>A failure of one answer.</summary>
    public EndpointException Unusable(string why) => new(FailureKind.Environment, $"The endpoint {connection.Options.Address.Shown} gave no usable answer: {why}");
}
