using System.Text.Json.Serialization;
using EvalHarness.Core.Models;

namespace EvalHarness.Methods.Evidence;

/// <summary>Completions of one prompt, in drawn order.</summary>
/// <param name="Items">At least one.</param>
public sealed record CompletionsEvidence([property: JsonPropertyName("items")] IReadOnlyList<CompletionRecord> Items);

/// <summary>One completion as stored.</summary>
/// <param name="Text">Text, stop strings removed.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Tokens">New tokens.</param>
/// <param name="LogProbability">Sum of natural log-probabilities, or null.</param>
public sealed record CompletionRecord(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("finish"), JsonConverter(typeof(JsonStringEnumConverter<FinishReason>))] FinishReason Finish,
    [property: JsonPropertyName("tokens")] int Tokens,
    [property: JsonPropertyName("logProb"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogProbability)
{
    /// <summary>As the model gave it.</summary>
    public Completion ToCompletion() => new(Text, Finish, Tokens, LogProbability);
}

/// <summary>Log-probabilities of an example's choices after its prompt, natural logarithm, summed over tokens.</summary>
/// <param name="LogProbabilities">One a choice.</param>
/// <param name="Tokens">Tokens of each choice.</param>
public sealed record LabelEvidence(
    [property: JsonPropertyName("logProbs")] IReadOnlyList<double> LogProbabilities,
    [property: JsonPropertyName("tokens")] IReadOnlyList<int> Tokens);

/// <summary>Label log-probabilities of texts that stand for no example, for each context.</summary>
/// <param name="Contexts">One a template.</param>
public sealed record ReferenceTextsEvidence([property: JsonPropertyName("contexts")] IReadOnlyList<ContextRows> Contexts);

/// <summary>Rows of one context.</summary>
/// <param name="Template">The template; empty where the suite has one.</param>
/// <param name="Texts">The texts that were asked about, as they stood in the slots.</param>
/// <param name="Rows">Label log-probabilities, one row a text.</param>
public sealed record ContextRows(
    [property: JsonPropertyName("template")] string Template,
    [property: JsonPropertyName("texts")] IReadOnlyList<string> Texts,
    [property: JsonPropertyName("rows")] IReadOnlyList<IReadOnlyList<double>> Rows);

/// <summary>Serialisation of the shared kinds of evidence.</summary>
[JsonSerializable(typeof(CompletionsEvidence))]
[JsonSerializable(typeof(LabelEvidence))]
[JsonSerializable(typeof(ReferenceTextsEvidence))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Default)]
public sealed partial class EvidenceJson : JsonSerializerContext;
