using System.Text.Json;
using EvalHarness.Core.Models;
using EvalHarness.Core.Templating;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx;

/// <summary>Renders conversations through the chat template of a model's folder. Thread safe.</summary>
internal sealed class Conversation
{
    private readonly TokenizerSettings _settings;
    private readonly Lazy<ChatTemplate> _template;

    /// <summary>Conversations of the model that a tokenizer belongs to.</summary>
    /// <param name="settings">Hold the template and the special tokens it may name.</param>
    /// <param name="clock">Some templates print today's date.</param>
    public Conversation(TokenizerSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _template = new(() => ChatTemplate.Parse(settings.ChatTemplate
            ?? throw new ModelException("The model has no chat template: neither tokenizer_config.json nor chat_template.jinja holds one."), clock));
    }

    /// <summary>A system message, where there is one, and what the user says, up to the opening of the model's turn.</summary>
    public string Render(string? systemMessage, string text)
    {
        List<ChatTurn> turns = systemMessage is null ? [] : [new ChatTurn("system", systemMessage)];
        turns.Add(new ChatTurn("user", text));
        return Render(ChatTemplateInput.Of(turns));
    }

    /// <summary>Messages as JSON, with whatever fields the template knows.</summary>
    /// <exception cref="ModelException">The template is wrong, or refuses the messages; then the message is the template's own.</exception>
    public string Render(JsonElement messages, JsonElement? tools, bool addGenerationPrompt) => Render(new ChatTemplateInput
    {
        Messages = [.. messages.EnumerateArray().Select(m => (object?)m)],
        Tools = tools is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(t => (object?)t)] : null,
        AddGenerationPrompt = addGenerationPrompt,
    });

    private string Render(ChatTemplateInput input)
    {
        try
        {
            return _template.Value.Render(input with { SpecialTokens = _settings.SpecialTokens });
        }
        catch (TemplateException e)
        {
            throw new ModelException(e.Kind == TemplateErrorKind.Raised ? e.Reason : e.Message, e);
        }
    }
}
