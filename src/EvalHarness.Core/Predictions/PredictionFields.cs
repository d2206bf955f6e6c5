using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;

namespace EvalHarness.Core.Predictions;

/// <summary>The fields of a line of predictions, written and read one by one.</summary>
internal static class PredictionFields
{
    public static void Write(Utf8JsonWriter writer, Prediction prediction)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, prediction.Id);
        if (prediction.Cluster is not null) writer.WriteString("cluster"u8, prediction.Cluster);
        writer.WriteString("outcome"u8, WordOf(prediction.Outcome));
        if (prediction.Kind is { } kind) writer.WriteString("kind"u8, kind == FailureKind.Input ? "input"u8 : "environment"u8);
        if (prediction.Reason is not null) writer.WriteString("reason"u8, prediction.Reason);
        writer.WritePropertyName("output"u8);
        AnswerFields.Write(writer, prediction.Output);
        if (prediction.Raw is not null) writer.WriteString("raw"u8, prediction.Raw);
        writer.WriteStartArray("requests"u8);
        foreach (var request in prediction.Requests) writer.WriteStringValue(request);
        writer.WriteEndArray();
        if (prediction.Trace is not null)
        {
            writer.WritePropertyName("trace"u8);
            prediction.Trace.WriteTo(writer);
        }
        writer.WriteStartObject("scores"u8);
        foreach (var score in prediction.Scores) WriteScore(writer, score);
        writer.WriteEndObject();
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("promptTokens"u8, prediction.Usage.PromptTokens);
        writer.WriteNumber("completionTokens"u8, prediction.Usage.CompletionTokens);
        writer.WriteNumber("modelCalls"u8, prediction.Usage.ModelCalls);
        WriteScore(writer, new NamedScore("seconds", prediction.Usage.Seconds));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static Prediction Read(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject, "a prediction");
        string? id = null;
        Outcome? outcome = null;
        var prediction = new Prediction { Id = "", Outcome = Outcome.Failed };
        while (Next(ref reader, out var name))
            switch (name)
            {
                case "id": id = reader.GetString(); break;
                case "cluster": prediction = prediction with { Cluster = reader.GetString() }; break;
                case "outcome": outcome = OutcomeOf(reader.GetString()); break;
                case "kind": prediction = prediction with { Kind = KindOf(reader.GetString()) }; break;
                case "reason": prediction = prediction with { Reason = reader.GetString() }; break;
                case "output": prediction = prediction with { Output = AnswerFields.Read(ref reader) }; break;
                case "raw": prediction = prediction with { Raw = reader.GetString() }; break;
                case "requests": prediction = prediction with { Requests = Texts(ref reader, "requests") }; break;
                case "trace": prediction = prediction with { Trace = JsonNode.Parse(ref reader) }; break;
                case "scores": prediction = prediction with { Scores = Scores(ref reader) }; break;
                case "usage": prediction = prediction with { Usage = Usage(ref reader) }; break;
                default: reader.Skip(); break;
            }
        if (id is null) throw new JsonException("The prediction has no 'id'.");
        return prediction with { Id = id, Outcome = outcome ?? throw new JsonException("The prediction has no 'outcome'.") };
    }

    /// <summary>The next member: its name, with the reader at its value; false at the object's end.</summary>
    public static bool Next(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        name = reader.GetString()!;
        return reader.Read();
    }

    public static List<string> Texts(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"'{field}' must be a list of texts.");
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(reader.GetString() ?? throw new JsonException($"'{field}' holds null; it must hold texts."));
        return texts;
    }

    private static void Begin(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type) throw new JsonException($"The line is no object; it must be {what}.");
    }

    private static List<NamedScore> Scores(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'scores' must be an object of numbers by name.");
        var scores = new List<NamedScore>();
        while (Next(ref reader, out var name))
            scores.Add(new NamedScore(name, reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble()));
        return scores;
    }

    private static ModelUsage Usage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'usage' must be an object.");
        var usage = default(ModelUsage);
        while (Next(ref reader, out var name))
            switch (name)
            {
                case "promptTokens": usage = usage with { PromptTokens = reader.GetInt64() }; break;
                case "completionTokens": usage = usage with { CompletionTokens = reader.GetInt64() }; break;
                case "modelCalls": usage = usage with { ModelCalls = reader.GetInt64() }; break;
                case "seconds": usage = usage with { Seconds = reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble() }; break;
                default: reader.Skip(); break;
            }
        return usage;
    }

    private static void WriteScore(Utf8JsonWriter writer, NamedScore score)
    {
        if (score.Value is { } value && double.IsFinite(value)) writer.WriteNumber(score.Name, value);
        else writer.WriteNull(score.Name);
    }

    private static ReadOnlySpan<byte> WordOf(Outcome outcome) => outcome switch
    {
        Outcome.Answered => "answered"u8,
        Outcome.Unparsable => "unparsable"u8,
        Outcome.Refused => "refused"u8,
        Outcome.Truncated => "truncated"u8,
        _ => "failed"u8,
    };

    private static Outcome OutcomeOf(string? word) => word switch
    {
        "answered" => Outcome.Answered,
        "unparsable" => Outcome.Unparsable,
        "refused" => Outcome.Refused,
        "truncated" => Outcome.Truncated,
        "failed" => Outcome.Failed,
        _ => throw new JsonException($"'{word}' is no outcome; it must be answered, unparsable, refused, truncated or failed."),
    };

    private static FailureKind KindOf(string? word) => word switch
    {
        "input" => FailureKind.Input,
        "environment" => FailureKind.Environment,
        _ => throw new JsonException($"'{word}' is no kind of failure; it must be input or environment."),
    };
}
