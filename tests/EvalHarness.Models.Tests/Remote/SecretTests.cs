using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;
using EvalHarness.Core.Models;
using static EvalHarness.Models.Tests.Remote.Endpoints;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>Keys come from the environment or Entra ID and come out nowhere, however hard a server tries.</summary>
public sealed class SecretTests
{
    // Everything that a run could store, print or log.
    private static void AssertClean(string secret, params object?[] produced)
    {
        foreach (var thing in produced)
        {
            var text = thing switch { null => "", string s => s, Exception e => e.ToString(), _ => JsonSerializer.Serialize(thing, thing.GetType()) };
            // Any eight characters of it in a row would help whoever reads them.
            for (var i = 0; i + 8 <= secret.Length; i++)
                Assert.DoesNotContain(secret.Substring(i, 8), text, StringComparison.OrdinalIgnoreCase);
        }
    }

    public static TheoryData<string, int, string> Echoes()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var provider in new[] { "chat", "completions" })
        {
            foreach (var status in new[] { 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503 })
                data.Add(provider, status, "message");
            foreach (var form in new[] { "code", "text", "reason", "partial", "upper", "split" })
                data.Add(provider, 400, form);
        }
        return data;
    }

    [Theory, MemberData(nameof(Echoes))]
    public async Task A_failing_server_that_sends_back_what_it_got_gives_nothing_away(string provider, int status, string form)
    {
        var sent = new List<string>();
        var notices = new List<string>();
        using var handler = new MemoryHandler((request, _) =>
        {
            var header = request.Headers.Authorization!.ToString();
            lock (sent) sent.Add(header);
            var body = form switch
            {
                "code" => new JsonObject { ["error"] = new JsonObject { ["message"] = "bad", ["code"] = header } },
                "text" => new JsonObject { ["error"] = header },
                "partial" => new JsonObject { ["error"] = "You sent " + header[^12..] },
                "upper" => new JsonObject { ["error"] = header.ToUpperInvariant() },
                "split" => new JsonObject { ["error"] = header[..20] + " ... " + header[20..] },
                _ => new JsonObject { ["error"] = new JsonObject { ["message"] = $"Bad header Authorization: {header}" } },
            };
            var response = MemoryHandler.Json(body, status);
            response.ReasonPhrase = form == "reason" ? header : "Bad";
            response.Headers.TryAddWithoutValidation("X-Debug", header);
            return response;
        });
        var context = Context(notice: notices.Add, handler: () => handler);
        var source = await ModelProviders.OpenAsync(Declaration(provider, "https://example.org/v1", new JsonObject { ["retries"] = 0 }), context, TestContext.Current.CancellationToken);
        await using var model = (ITextGenerator)await source.LoadAsync(TestContext.Current.CancellationToken);

        var answer = await OneAsync(model);

        Assert.Equal(["Bearer " + Key], sent);
        Assert.NotNull(answer.Failure);
        AssertClean(Key, answer, answer.Failure.ToString(), source.Identity, source.Identity.ToString(), model.Identity, model.ToString(), string.Join('\n', notices));
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_completion_that_repeats_the_header_has_it_removed(string provider)
    {
        await using var server = new ScriptedServer((request, _) => ScriptedReply.Ok(Answer(provider, "You sent " + request.Headers["Authorization"] + ".")));
        await using var model = await OpenAsync(provider, server.Endpoint);

        var answer = await OneAsync(model);

        Assert.Equal("You sent Bearer [withheld].", answer.Completions[0].Text);
        AssertClean(Key, answer);
    }

    [Fact]
    public async Task A_handler_that_throws_with_the_header_in_its_message_gives_nothing_away()
    {
        using var handler = new MemoryHandler((request, _) => throw new HttpRequestException($"could not send {request.Headers.Authorization}"));
        await using var model = await OpenAsync("chat", "https://example.org/v1", new JsonObject { ["retries"] = 0 }, Context(handler: () => handler));

        var answer = await OneAsync(model);

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        AssertClean(Key, answer);
    }

    [Fact]
    public async Task Azure_gets_keys_in_a_header_of_its_own_and_keeps_the_query()
    {
        string? seen = null;
        using var handler = new MemoryHandler((request, body) =>
        {
            seen = $"{request.RequestUri} api-key={request.Headers.GetValues("api-key").Single()} authorization={request.Headers.Authorization} limit={JsonNode.Parse(body)!["max_completion_tokens"]}";
            return MemoryHandler.Json(Answer("chat", "hello"));
        });
        await using var model = await OpenAsync("chat", "https://unit.openai.azure.com/openai/deployments/tiny?api-version=2024-10-21", context: Context(handler: () => handler));

        Assert.Equal("hello", (await OneAsync(model)).Completions[0].Text);
        Assert.Equal($"https://unit.openai.azure.com/openai/deployments/tiny/chat/completions?api-version=2024-10-21 api-key={Key} authorization= limit=64", seen);
    }

    [Fact]
    public async Task Entra_tokens_are_renewed_before_they_end_and_come_out_nowhere()
    {
        var time = new SteppedTime();
        var credential = new CountingCredential(time);
        var seen = new List<string>();
        using var handler = new MemoryHandler((request, _) =>
        {
            seen.Add(request.Headers.Authorization!.Parameter!);
            return MemoryHandler.Json(Answer("completions", "got " + request.Headers.Authorization.Parameter));
        });
        var context = Context(time, handler: () => handler) with { AzureCredential = () => credential };
        var source = await ModelProviders.OpenAsync(
            Declaration("completions", "https://unit.openai.azure.com/openai/v1", new JsonObject { ["auth"] = "entra" }, withKey: false), context, TestContext.Current.CancellationToken);
        await using var model = (ITextGenerator)await source.LoadAsync(TestContext.Current.CancellationToken);

        var first = await OneAsync(model);
        await OneAsync(model);
        time.Advance(TimeSpan.FromMinutes(56));
        var third = await OneAsync(model);

        Assert.Equal([CountingCredential.Token(1), CountingCredential.Token(1), CountingCredential.Token(2)], seen);
        Assert.Equal("https://cognitiveservices.azure.com/.default", credential.Scope);
        Assert.Equal("got [withheld]", first.Completions[0].Text);
        AssertClean(CountingCredential.Token(1), first, source.Identity);
        AssertClean(CountingCredential.Token(2), third);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Without_an_identity_the_sentence_says_what_to_do(string provider)
    {
        using var handler = new MemoryHandler((_, _) => throw new InvalidOperationException("nothing may be sent"));
        var context = Context(handler: () => handler) with { AzureCredential = () => new FailingCredential() };
        var source = await ModelProviders.OpenAsync(
            Declaration(provider, "https://unit.openai.azure.com/openai/v1", new JsonObject { ["auth"] = "entra" }, withKey: false), context, TestContext.Current.CancellationToken);
        await using var model = (ITextGenerator)await source.LoadAsync(TestContext.Current.CancellationToken);

        var answer = await OneAsync(model);

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("az login", answer.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tenant-secret", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("  ", "is not set")]
    [InlineData("sk-with space-0123456789", "white space")]
    [InlineData("sk-with\r\nInjected: header", "white space")]
    public async Task A_key_that_is_missing_or_no_key_is_found_when_the_model_is_loaded(string? value, string said)
    {
        var context = Context() with { EnvironmentVariable = _ => value };
        var source = await ModelProviders.OpenAsync(Declaration("chat", "https://example.org/v1"), context, TestContext.Current.CancellationToken);

        var e = await Assert.ThrowsAsync<ModelException>(() => source.LoadAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"'{KeyVariable}'", e.Message, StringComparison.Ordinal);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        if (value?.Length > 10) AssertClean(value, e);
    }

    [Theory]
    [InlineData("apiKeyVariable", "sk-live-0123456789abcdef")]
    [InlineData("apiKey", "sk-live-0123456789abcdef")]
    [InlineData("endpoint", "https://user:sk-live-0123456789abcdef@example.org/v1")]
    [InlineData("endpoint", "https://example.org/v1?api_key=sk-live-0123456789abcdef")]
    [InlineData("endpoint", "https://example.org/v1?subscription-key=sk-live-0123456789abcdef")]
    public void A_key_in_the_manifest_is_an_error_that_does_not_repeat_it(string option, string value)
    {
        var problems = ModelProviders.Check(Declaration("chat", "https://example.org/v1", new JsonObject { [option] = value }));

        Assert.Equal(option, Assert.Single(problems).Option);
        AssertClean("sk-live-0123456789abcdef", problems[0].Message);
        Assert.Contains("apiKeyVariable", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_looks_like_a_variable_name_is_not_printed_when_it_is_not_set()
    {
        const string key = "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6";
        var declaration = Declaration("chat", "https://example.org/v1", new JsonObject { ["apiKeyVariable"] = key });
        var source = await ModelProviders.OpenAsync(declaration, Context(), TestContext.Current.CancellationToken);

        AssertClean(key, await Assert.ThrowsAsync<ModelException>(() => source.LoadAsync(TestContext.Current.CancellationToken)), source.Identity);
    }

    [Theory]
    [InlineData("http://example.org/v1", 1)]
    [InlineData("https://example.org/v1", 0)]
    [InlineData("http://127.0.0.1:9/v1", 0)]
    [InlineData("http://localhost:9/v1", 0)]
    public async Task A_key_that_travels_unencrypted_is_noticed(string endpoint, int notices)
    {
        var said = new List<string>();
        await using var model = await OpenAsync("chat", endpoint, context: Context(notice: said.Add));

        Assert.Equal(notices, said.Count);
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var other = new ScriptedServer(ScriptedReply.Ok(Answer("chat", "stolen")));
        await using var server = new ScriptedServer(ScriptedReply.Error(307) with { Headers = [("Location", other.Endpoint + "/chat/completions")] });
        await using var model = await OpenAsync("chat", server.Endpoint);

        Assert.NotNull((await OneAsync(model)).Failure);
        Assert.Empty(other.Received);
    }

    private sealed class CountingCredential(TimeProvider time) : TokenCredential
    {
        private int _count;

        public string? Scope { get; private set; }

        public static string Token(int number) => $"entra-token-number-{number}-zyxwvutsrq";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scope = requestContext.Scopes.Single();
            return new AccessToken(Token(++_count), time.GetUtcNow().AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    private sealed class FailingCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("tenant-secret: twelve credentials were tried");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("tenant-secret: twelve credentials were tried");
    }
}
