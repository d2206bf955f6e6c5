using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Models.Remote.Chat;

/// <summary>
/// Checks that an answer is a chat completion with at least one choice, and gives finish reasons the names the client library knows: it
/// refuses all others, and servers have their own (<c>eos_token</c>, <c>end_turn</c>, <c>model_length</c>, null).
/// </summary>
internal static class ChatReply
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>See <see cref="ReplyReader"/>.</summary>
    public static byte[] Read(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body, documentOptions: Reading) is not JsonObject reply)
                throw new FormatException("it is JSON, but not an object.");
            if (reply["choices"] is not JsonArray { Count: > 0 } choices)
                throw new FormatException("it has no 'choices'.");
            foreach (var choice in choices)
            {
                if (choice is not JsonObject members || members["message"] is not JsonObject message)
                    throw new FormatException("a choice has no 'message'.");
                members["finish_reason"] = Finish(members["finish_reason"]);
                // Some servers leave out the role; the client library insists on it.
                message["role"] ??= "assistant";
            }
            if (reply["usage"] is not JsonObject usage || !IsCount(usage["prompt_tokens"]) || !IsCount(usage["completion_tokens"]))
                reply.Remove("usage");
            return Encoding.UTF8.GetBytes(reply.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("it is not JSON, or not all of it arrived.");
        }
    }

    private static string Finish(JsonNode? reason) => (reason?.GetValueKind() == JsonValueKind.String ? reason.GetValue<string>() : "") switch
    {
        "length" or "max_tokens" or "model_length" => "length",
        "content_filter" or "safety" or "refusal" => "content_filter",
        _ => "stop",
    };

    private static bool IsCount(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<int>(out var count) && count >= 0;
}
