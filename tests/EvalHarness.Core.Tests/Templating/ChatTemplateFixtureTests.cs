using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Templating;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Templating;

/// <summary>What transformers renders from the chat templates of real models.</summary>
public sealed class ChatTemplateFixtureTests
{
    private static readonly FixedClock Clock = new(new DateTimeOffset(2025, 7, 26, 9, 5, 3, TimeSpan.Zero));

    [Fact]
    public void Renders_the_templates_of_real_models()
    {
        using var fixture = FixtureCases.Open("fixtures/chat-templates/chat.json");
        var conversations = fixture.RootElement.GetProperty("conversations").EnumerateArray()
            .ToDictionary(conversation => conversation.GetProperty("id").GetString()!, conversation => conversation.GetProperty("variables"));
        var templates = new Dictionary<string, ChatTemplate>();
        FixtureCases.Check("fixtures/chat-templates/chat.json", item =>
        {
            var name = item.GetProperty("template").GetString()!;
            if (!templates.TryGetValue(name, out var template))
                templates[name] = template = ChatTemplate.Parse(File.ReadAllText(SharedFolder.Require($"fixtures/chat-templates/templates/{name}.jinja")), Clock);
            return Check(item, template, Variables(item, conversations[item.GetProperty("conversation").GetString()!]), "rendered");
        }, atLeast: 112);
    }

    [Fact]
    public void Renders_the_template_of_smollm2()
    {
        var config = SharedFolder.Require("models/SmolLM2-135M-Instruct/tokenizer_config.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(config));
        var template = ChatTemplate.Parse(settings.RootElement.GetProperty("chat_template").GetString()!, Clock);
        FixtureCases.Check("fixtures/models/smollm2/tokenizer.json",
            item => Check(item, template, item, "text"), item => item.GetProperty("kind").GetString() == "chat", atLeast: 24);
    }

    [Theory]
    [InlineData("llama", 8)]
    [InlineData("llama-keep", 9)]
    public void Renders_the_templates_of_the_tiny_models(string model, int count)
    {
        var folder = SharedFolder.Require($"fixtures/models/tiny/{model}");
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")));
        var file = Path.Combine(folder, "chat_template.jinja");
        var source = File.Exists(file) ? File.ReadAllText(file) : settings.RootElement.GetProperty("chat_template").GetString()!;
        var tokens = ((string[])["bos_token", "eos_token"]).Where(name => settings.RootElement.TryGetProperty(name, out _))
            .ToDictionary(name => name, name => TokenOf(settings.RootElement.GetProperty(name)));
        var template = ChatTemplate.Parse(source, Clock);
        FixtureCases.Check($"fixtures/models/goldens/{model}.json", item => Check(item, () => template.Render(new ChatTemplateInput
        {
            Messages = [.. item.GetProperty("messages").EnumerateArray().Select(object? (message) => message)],
            AddGenerationPrompt = item.TryGetProperty("add_generation_prompt", out var flag) && flag.GetBoolean(),
            SpecialTokens = tokens,
        }), "rendered"), item => item.GetProperty("kind").GetString()!.StartsWith("chat", StringComparison.Ordinal), count);
    }

    // Some cases give other values to some variables of their conversation.
    private static JsonElement Variables(JsonElement item, JsonElement conversation)
    {
        if (!item.TryGetProperty("variables_replaced", out var replaced))
            return conversation;
        var variables = JsonObject.Create(conversation)!;
        foreach (var variable in replaced.EnumerateObject())
            variables[variable.Name] = JsonNode.Parse(variable.Value.GetRawText());
        return JsonSerializer.SerializeToElement(variables);
    }

    private static string TokenOf(JsonElement token) =>
        token.ValueKind == JsonValueKind.String ? token.GetString()! : token.GetProperty("content").GetString()!;

    private static string? Check(JsonElement item, ChatTemplate template, JsonElement variables, string result) =>
        Check(item, () => template.Render(variables), result);

    private static string? Check(JsonElement item, Func<string> render, string result)
    {
        var isError = item.TryGetProperty("error", out var error);
        try
        {
            var text = render();
            return isError ? $"expected {error.GetString()}, got {JsonSerializer.Serialize(text)}" : FixtureCases.Differ(item.GetProperty(result).GetString()!, text);
        }
        catch (TemplateException exception)
        {
            if (!isError)
                return exception.Message;
            // The message counts where the template itself raised the error: "error" then names that class, or is the message.
            var expected = item.TryGetProperty("message", out var message) ? (error.GetString() == "TemplateError" ? message.GetString() : null) : error.GetString();
            return expected is null || (expected == exception.Reason && exception.Kind == TemplateErrorKind.Raised) ? null : $"expected the message {expected}, got {exception.Message}";
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
