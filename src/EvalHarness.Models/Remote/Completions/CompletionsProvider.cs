using EvalHarness.Core.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Remote.Completions;

/// <summary>
/// The <c>completions</c> provider: an OpenAI-compatible <c>/v1/completions</c> endpoint (vLLM and others): raw prompts, and likelihoods from
/// echoed log-probabilities.
/// </summary>
public static class CompletionsProvider
{
    // Rises when the same request would be sent or read differently.
    private const int Revision = 1;

    /// <summary>Its options.</summary>
    public static ModelProvider Provider { get; } = new(
        "completions",
        "An OpenAI-compatible /v1/completions endpoint such as vLLM: raw prompts without a chat template, and likelihoods from echoed log-probabilities.",
        EndpointOptions.Options(logProbabilities: true),
        static (declaration, given, context, _) =>
        {
            var options = EndpointOptions.Of(given, chat: false);
            var identity = new ModelIdentity
            {
                Name = declaration.Name,
                Provider = "completions",
                Digest = CanonicalJson.Digest(options.Shape("completions", Revision)),
                Remote = true,
            };
            return ValueTask.FromResult<IModelSource>(new ModelSource(
                identity,
                _ => Task.FromResult<IModel>(new CompletionsModel(identity, EndpointConnection.Open(declaration.Name, options, context, CompletionsReply.Check))),
                typeof(ITextGenerator), typeof(ILikelihoodScorer))
            {
                Price = declaration.Price ?? given.Price("price"),
            });
        })
    {
        Rules = EndpointOptions.Problems,
    };
}
