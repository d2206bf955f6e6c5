using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tests;

/// <summary>Options are checked before anything is loaded, and digests hold what shapes answers and nothing else.</summary>
public sealed class ProviderTests
{
    private static ModelDeclaration Declaration(string provider, string options) =>
        new("m", provider, JsonNode.Parse(options)!.AsObject(), Directory.GetCurrentDirectory());

    private const string Chat = """ "endpoint": "https://example.org/v1", "model": "tiny" """;

    [Theory]
    [InlineData("mokc", "{}", "provider", "did you mean 'mock'")]
    [InlineData("mock", """{ "anser": "hash" }""", "anser", "did you mean 'answer'")]
    [InlineData("mock", """{ "answer": "first_reference" }""", "answer", "did you mean 'first-reference'")]
    [InlineData("mock", """{ "answer": 3 }""", "answer", "it must be a text")]
    [InlineData("mock", """{ "latencyMs": "fast" }""", "latencyMs", "\"fast\"; it must be a number from 0 to")]
    [InlineData("mock", """{ "latencyMs": -1 }""", "latencyMs", "-1; it must be a number from 0 to")]
    [InlineData("mock", """{ "failEvery": 1.5 }""", "failEvery", "it must be a whole number of at least 0")]
    [InlineData("mock", """{ "text": "x" }""", "text", "has no effect")]
    [InlineData("mock", """{ "price": { "promptPerMillion": 1 } }""", "price", "completionPerMillion")]
    [InlineData("mock", """{ "price": { "promptPerMillion": 1, "completionPerMillion": -1 } }""", "price", "completionPerMillion")]
    [InlineData("replay", "{}", "path", "'path' is missing")]
    [InlineData("ngram", """{ "order": 0 }""", "order", "a whole number from 1 to 12")]
    [InlineData("ngram", """{ "unit": "byte" }""", "unit", "allowed are word, character")]
    [InlineData("chat", """{ "model": "tiny" }""", "endpoint", "'endpoint' is missing")]
    [InlineData("chat", """{ "endpoint": "https://example.org/v1" }""", "model", "'model' is missing")]
    [InlineData("chat", """{ "endpoint": "example.org", "model": "tiny" }""", "endpoint", "absolute http or https address")]
    [InlineData("chat", """{ "endpoint": "file:///etc/passwd", "model": "tiny" }""", "endpoint", "absolute http or https address")]
    [InlineData("chat", """{ "endpoint": "https://example.org/v1/chat/completions", "model": "tiny" }""", "endpoint", "ends in /chat/completions")]
    [InlineData("chat", """{ "endpoint": "https://example.org/v1", "model": " " }""", "model", "'model' is empty")]
    [InlineData("chat", "{" + Chat + """, "concurrency": 0 }""", "concurrency", "from 1 to 1024")]
    [InlineData("chat", "{" + Chat + """, "auth": "token" }""", "auth", "allowed are none, key, entra")]
    [InlineData("chat", "{" + Chat + """, "auth": "key" }""", "auth", "'apiKeyVariable' does not say")]
    [InlineData("chat", "{" + Chat + """, "auth": "none", "apiKeyVariable": "A_KEY" }""", "apiKeyVariable", "has no effect")]
    [InlineData("chat", "{" + Chat + """, "omit": ["temprature"] }""", "omit", "did you mean 'temperature'")]
    [InlineData("chat", "{" + Chat + """, "omit": "seed" }""", "omit", "a list of texts")]
    [InlineData("chat", "{" + Chat + """, "apiKey": "x" }""", "apiKey", "keys never stand in a manifest")]
    [InlineData("chat", "{" + Chat + """, "logProbabilities": "yes" }""", "logProbabilities", "true or false")]
    [InlineData("completions", "{" + Chat + """, "maxTokensParameter": "max_new_tokens" }""", "maxTokensParameter", "allowed are max_tokens, max_completion_tokens")]
    public async Task A_wrong_option_is_one_clear_problem(string provider, string options, string option, string said)
    {
        var declaration = Declaration(provider, options);

        var problem = Assert.Single(ModelProviders.Check(declaration));

        Assert.Equal(option, problem.Option);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<ModelException>(() => ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_found_at_once()
    {
        var problems = ModelProviders.Check(Declaration("chat", """{ "modell": "tiny", "retries": "many", "endpoint": 5 }"""));

        Assert.Equal(["modell", "retries", "endpoint", "model"], problems.Select(problem => problem.Option));
    }

    [Fact]
    public void Every_option_says_what_it_does_and_has_a_default_of_its_own_form()
    {
        foreach (var provider in ModelProviders.All)
        {
            Assert.NotEmpty(provider.Description);
            Assert.Same(provider, ModelProviders.Find(provider.Name));
            Assert.Equal(provider.Options.Count, provider.Options.Select(option => option.Name).Distinct().Count());
            foreach (var option in provider.Options)
            {
                Assert.True(option.Description.Length > 15, $"{provider.Name}.{option.Name}");
                if (option.Default is null) continue;
                var problems = provider.Check(new ModelDeclaration("m", provider.Name, new JsonObject { [option.Name] = option.Default.DeepClone() }, ""));
                Assert.DoesNotContain(problems, problem => problem.Option == option.Name);
            }
        }
    }

    [Fact]
    public async Task Digests_of_remote_models_hold_endpoint_model_and_shape_but_no_query_key_or_pace()
    {
        async Task<string> Digest(string provider, string options)
        {
            var source = await ModelProviders.OpenAsync(Declaration(provider, options), new ModelOpeningContext(), TestContext.Current.CancellationToken);
            Assert.True(source.Identity.Remote);
            Assert.Equal((provider, "m"), (source.Identity.Provider, source.Identity.Name));
            Assert.Equal(provider == "chat", source.HasChatTemplate);
            Assert.Equal(provider == "completions", source.Capabilities.Contains(typeof(ILikelihoodScorer)));
            Assert.Contains(typeof(ITextGenerator), source.Capabilities);
            Assert.Matches("^[0-9a-f]{64}$", source.Identity.Digest);
            return source.Identity.Digest;
        }
        var digest = await Digest("chat", "{" + Chat + "}");

        Assert.Equal(digest, await Digest("chat", "{" + Chat + """, "apiKeyVariable": "K", "concurrency": 9, "retries": 0, "timeoutSeconds": 5, "price": { "promptPerMillion": 1, "completionPerMillion": 2 } }"""));
        Assert.Equal(digest, await Digest("chat", """{ "endpoint": "https://EXAMPLE.org:443/v1/?api-version=5", "model": "tiny" }"""));
        string[] others =
        [
            await Digest("completions", "{" + Chat + "}"),
            await Digest("chat", """{ "endpoint": "https://example.org/v2", "model": "tiny" }"""),
            await Digest("chat", """{ "endpoint": "https://example.org/v1", "model": "Tiny" }"""),
            await Digest("chat", "{" + Chat + """, "omit": ["seed"] }"""),
            await Digest("chat", "{" + Chat + """, "logProbabilities": true }"""),
        ];
        Assert.Equal(6, others.Append(digest).Distinct().Count());
    }

    [Fact]
    public async Task A_price_is_taken_from_the_declaration_or_the_options()
    {
        var declaration = Declaration("chat", "{" + Chat + """, "price": { "promptPerMillion": 0.15, "completionPerMillion": 0.6, "currency": "EUR" } }""");
        var source = await ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), TestContext.Current.CancellationToken);
        Assert.Equal(new ModelPrice(0.15, 0.6, "EUR"), source.Price);

        source = await ModelProviders.OpenAsync(declaration with { Price = new ModelPrice(1, 2) }, new ModelOpeningContext(), TestContext.Current.CancellationToken);
        Assert.Equal(new ModelPrice(1, 2), source.Price);
    }
}
