using System.Text.Json;
using System.Text.Json.Serialization;

namespace EvalHarness.Models.Remote.Completions;

/// <summary>A request to <c>/v1/completions</c>; what is null is not sent.</summary>
internal sealed record CompletionsRequest
{
    public required string Model { get; init; }

    public required string Prompt { get; init; }

    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    [JsonPropertyName("max_completion_tokens")]
    public int? MaxCompletionTokens { get; init; }

    public double? Temperature { get; init; }

    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }

    [JsonPropertyName("top_k")]
    public int? TopK { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    public long? Seed { get; init; }

    public int? Logprobs { get; init; }

    public bool? Echo { get; init; }
}

/// <summary>An answer, as far as it is read.</summary>
internal sealed record CompletionsReply
{
    public List<CompletionsChoice>? Choices { get; init; }

    public CompletionsUsage? Usage { get; init; }

    /// <summary>See <see cref="ReplyReader"/>.</summary>
    public static byte[] Check(byte[] body)
    {
        CompletionsReply? reply;
        try
        {
            reply = JsonSerializer.Deserialize(body, CompletionsJson.Default.CompletionsReply);
        }
        catch (JsonException)
        {
            throw new FormatException("it is not a completion in JSON, or not all of it arrived.");
        }
        if (reply?.Choices is not { Count: > 0 } choices)
            throw new FormatException("it has no 'choices'.");
        if (choices[0]?.Text is null)
            throw new FormatException("its first choice has no 'text'.");
        return body;
    }
}

/// <summary>One completion.</summary>
internal sealed record CompletionsChoice
{
    public string? Text { get; init; }

    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    public CompletionsLogprobs? Logprobs { get; init; }
}

/// <summary>Log-probabilities by token; the first token of a text has none.</summary>
internal sealed record CompletionsLogprobs
{
    public List<string?>? Tokens { get; init; }

    [JsonPropertyName("token_logprobs")]
    public List<double?>? TokenLogprobs { get; init; }

    [JsonPropertyName("top_logprobs")]
    public List<Dictionary<string, double?>?>? TopLogprobs { get; init; }
}

/// <summary>Token counts.</summary>
internal sealed record CompletionsUsage
{
    [JsonPropertyName("prompt_tokens")]
    public int? PromptTokens { get; init; }

    [JsonPropertyName("completion_tokens")]
    public int? CompletionTokens { get; init; }
}

/// <summary>Source-generated reading and writing of the wire types.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompletionsRequest))]
[JsonSerializable(typeof(CompletionsReply))]
internal sealed partial class CompletionsJson : JsonSerializerContext;
