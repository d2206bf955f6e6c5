using System.Text.Json;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Onnx;

/// <summary>Renders the chat template of a model.</summary>
public interface IChatRenderer
{
    /// <summary>The text of a conversation.</summary>
    /// <param name="template">The template, in Jinja.</param>
    /// <param name="turns">The messages.</param>
    /// <param name="addGenerationPrompt">Whether the beginning of the model's own turn is added.</param>
    /// <param name="specialTokens">Special tokens by role (<c>bos_token</c> and so on), which templates use as variables.</param>
    /// <param name="tools">Descriptions of tools as JSON, or null.</param>
    /// <exception cref="ModelException">The template is wrong, or refuses the messages; then the message is the template's own.</exception>
    string Render(string template, IReadOnlyList<ChatTurn> turns, bool addGenerationPrompt, IReadOnlyDictionary<string, string> specialTokens, JsonElement? tools = null);
}
