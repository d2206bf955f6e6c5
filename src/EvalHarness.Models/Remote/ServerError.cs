using System.Text.Json;

namespace EvalHarness.Models.Remote;

/// <summary>What an error answer says, in the forms servers use: <c>{"error": {"message", "code", "type"}}</c>, <c>{"error": "…"}</c>, <c>{"message"}</c>, <c>{"detail"}</c>.</summary>
internal sealed record ServerError(string Message, string Code)
{
    // Nobody gives the error of a too long prompt the same code; these are the words of OpenAI, Azure, vLLM, llama.cpp, TGI and SGLang.
    private static readonly string[] TooLong =
    [
        "maximum context length", "context length", "context window", "context size", "max_model_len", "maximum model length", "maximum sequence length",
        "prompt is too long", "input is too long", "too many tokens", "reduce the length", "must have less than", "`max_new_tokens` must be",
    ];

    public bool IsContextTooLong => Code is "context_length_exceeded" or "exceed_context_size_error"
        || TooLong.Any(words => Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    public bool IsContentFilter => Code is "content_filter" or "ResponsibleAIPolicyViolation" or "content_policy_violation";

    /// <summary>Some services answer 429 when the account is empty; waiting does not help.</summary>
    public bool IsSpentQuota => Code is "insufficient_quota" or "billing_hard_limit_reached";

    public static ServerError Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new ServerError("", "");
            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            if (error.ValueKind == JsonValueKind.String)
                return new ServerError(error.GetString()!, "");
            var message = TextOf(error, "message") ?? TextOf(error, "detail") ?? TextOf(root, "message") ?? "";
            return new ServerError(message, TextOf(error, "code") ?? TextOf(error, "type") ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with a lone surrogate.
            return new ServerError("", "");
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
