using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>The two remote providers, their answers, and how tests open them.</summary>
public static class Endpoints
{
    public const string KeyVariable = "TEST_API_KEY";
    public const string Key = "sk-test-0123456789abcdefghijklmnopqrstuvwxyz";

    public static TheoryData<string> Providers => ["chat", "completions"];

    public static ModelDeclaration Declaration(string provider, string endpoint, JsonObject? more = null, bool withKey = true)
    {
        var options = new JsonObject { ["endpoint"] = endpoint, ["model"] = "tiny" };
        if (withKey)
            options["apiKeyVariable"] = KeyVariable;
        foreach (var (name, value) in more ?? [])
            options[name] = value?.DeepClone();
        return new ModelDeclaration("remote", provider, options, Directory.GetCurrentDirectory());
    }

    public static ModelOpeningContext Context(TimeProvider? time = null, Action<string>? notice = null, Func<HttpMessageHandler>? handler = null) => new()
    {
        Time = time ?? new SteppedTime(),
        Notice = notice ?? (_ => { }),
        HttpHandler = handler,
        EnvironmentVariable = name => name == KeyVariable ? Key : null,
    };

    public static async Task<ITextGenerator> OpenAsync(string provider, string endpoint, JsonObject? more = null, ModelOpeningContext? context = null)
    {
        var source = await ModelProviders.OpenAsync(Declaration(provider, endpoint, more), context ?? Context(), TestContext.Current.CancellationToken);
        return (ITextGenerator)await source.LoadAsync(TestContext.Current.CancellationToken);
    }

    public static GenerationRequest Ask(string prompt = "Question: why?\nAnswer:", GenerationSettings? settings = null, string id = "e1", long seed = 7) =>
        new(id, new Prompt(prompt), settings ?? new GenerationSettings(), seed);

    /// <summary>An answer with one text, in the provider's form.</summary>
    public static JsonObject Answer(string provider, string text, string? finish = "stop", bool usage = true)
    {
        var choice = provider == "chat"
            ? new JsonObject { ["index"] = 0, ["finish_reason"] = finish, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }
            : new JsonObject { ["index"] = 0, ["finish_reason"] = finish, ["text"] = text };
        var answer = new JsonObject { ["id"] = "r1", ["object"] = "answer", ["created"] = 1, ["model"] = "tiny", ["choices"] = new JsonArray(choice) };
        if (usage)
            answer["usage"] = new JsonObject { ["prompt_tokens"] = 11, ["completion_tokens"] = 3, ["total_tokens"] = 14 };
        return answer;
    }

    public static async Task<GenerationAnswer> OneAsync(ITextGenerator model, GenerationRequest? request = null, CancellationToken? cancellationToken = null) =>
        Assert.Single(await model.GenerateAsync([request ?? Ask()], cancellationToken ?? TestContext.Current.CancellationToken));
}

/// <summary>Answers in memory, for hosts that do not exist here.</summary>
public sealed class MemoryHandler(Func<HttpRequestMessage, string, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        answer(request, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));

    public static HttpResponseMessage Json(JsonNode body, int status = 200) =>
        new((System.Net.HttpStatusCode)status) { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
}
