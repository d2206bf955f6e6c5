using EvalHarness.Core.Models;

namespace EvalHarness.Core.Templating;

/// <summary>What a chat template is rendered with. Nothing is trimmed, merged or added.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>The messages: each a dictionary or JSON object with <c>role</c>, <c>content</c> and whatever else the template knows.</summary>
    public required IReadOnlyList<object?> Messages { get; init; }

    /// <summary>The tools on offer: each a dictionary or JSON object with the function's JSON schema. Null is none.</summary>
    public IReadOnlyList<object?>? Tools { get; init; }

    /// <summary>Documents for templates that take them. Null is none.</summary>
    public IReadOnlyList<object?>? Documents { get; init; }

    /// <summary>Whether the text ends with the opening of the assistant's next message.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>The tokenizer's special tokens by variable: <c>bos_token</c>, <c>eos_token</c>, …</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Further variables that some templates know, such as <c>enable_thinking</c>.</summary>
    public IReadOnlyDictionary<string, object?> Further { get; init; } = new Dictionary<string, object?>();

    /// <summary>A conversation of plain turns.</summary>
    public static ChatTemplateInput Of(IEnumerable<ChatTurn> turns, bool addGenerationPrompt = true) => new()
    {
        Messages = [.. turns.Select(turn => new Dictionary<string, object?> { ["role"] = turn.Role, ["content"] = turn.Content })],
        AddGenerationPrompt = addGenerationPrompt,
    };

    internal IReadOnlyDictionary<string, object?> Variables()
    {
        var variables = new Dictionary<string, object?>();
        foreach (var (name, token) in SpecialTokens)
            variables[name] = token;
        foreach (var (name, value) in Further)
            variables[name] = value;
        // Tools and documents are none where there are none, and so "defined" all the same.
        variables["messages"] = Messages;
        variables["tools"] = Tools;
        variables["documents"] = Documents;
        variables["add_generation_prompt"] = AddGenerationPrompt;
        return variables;
    }
}
