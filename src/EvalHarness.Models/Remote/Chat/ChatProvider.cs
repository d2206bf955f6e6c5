using EvalHarness.Core.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote.Chat;

/// <summary>
/// The <c>chat</c> provider: any OpenAI-compatible chat endpoint, through <c>IChatClient</c> of Microsoft.Extensions.AI: OpenAI, Azure OpenAI
/// (key or Entra ID), vLLM, Ollama. Generation only; likelihoods need <c>completions</c>.
/// </summary>
public static class ChatProvider
{
    // Rises when the same request would be sent or read differently.
    private const int Revision = 1;

    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "chat",
        "Any OpenAI-compatible chat endpoint: OpenAI, Azure OpenAI (key or Entra ID), vLLM, Ollama. Its own chat template always applies.",
        EndpointOptions.Options(logProbabilities: false),
        static (declaration, given, context, _) =>
        {
            var options = EndpointOptions.Of(given, chat: true);
            var identity = new ModelIdentity
            {
                Name = declaration.Name,
                Provider = "chat",
                Digest = CanonicalJson.Digest(options.Shape("chat", Revision)),
                Remote = true,
            };
            return ValueTask.FromResult<IModelSource>(new ModelSource(
                identity,
                _ => Task.FromResult<IModel>(new ChatModel(identity, EndpointConnection.Open(declaration.Name, options, context, ChatReply.Read))),
                typeof(ITextGenerator))
            {
                HasChatTemplate = true,
                Price = declaration.Price ?? given.Price("price"),
            });
        })
    {
        Rules = EndpointOptions.Problems,
    };
}
