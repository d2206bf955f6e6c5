using System.Text.Json;

namespace EvalHarness.Core.Predictions;

/// <summary>The field <c>output</c> of a prediction.</summary>
internal static class AnswerFields
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<WeightedAnswer> output)
    {
        if (output.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        if (output is [{ Weight: 1 } certain])
            Write(writer, certain.Answer);
        else
        {
            writer.WriteStartArray("weighted"u8);
            foreach (var (answer, weight) in output)
            {
                writer.WriteStartObject();
                writer.WriteNumber("weight"u8, weight);
                Write(writer, answer);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    public static IReadOnlyList<WeightedAnswer> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return [];
        var certain = Answer(ref reader, out var weighted);
        return weighted ?? [certain with { Weight = 1 }];
    }

    private static void Write(Utf8JsonWriter writer, Answer answer)
    {
        writer.WriteString("text"u8, answer.Text);
        if (answer.Items is not null)
        {
            writer.WriteStartArray("items"u8);
            foreach (var item in answer.Items) writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
        if (answer.Choice is { } choice) writer.WriteNumber("choice"u8, choice);
        if (answer.Ranking is { } ranking) Write(writer, ranking);
    }

    private static void Write(Utf8JsonWriter writer, Ranking ranking)
    {
        writer.WriteStartObject("ranking"u8);
        writer.WriteStartArray("targetRanks"u8);
        foreach (var rank in ranking.TargetRanks) writer.WriteNumberValue(rank);
        writer.WriteEndArray();
        writer.WriteStartArray("targetSimilarities"u8);
        foreach (var similarity in ranking.TargetSimilarities)
            if (double.IsFinite(similarity)) writer.WriteNumberValue(similarity);
            else writer.WriteNullValue();
        writer.WriteEndArray();
        writer.WriteStartArray("top"u8);
        foreach (var id in ranking.Top) writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteNumber("gallerySize"u8, ranking.GallerySize);
        writer.WriteEndObject();
    }

    private static WeightedAnswer Answer(ref Utf8JsonReader reader, out IReadOnlyList<WeightedAnswer>? weighted)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'output' must be null or an object.");
        var answer = new Answer();
        var weight = double.NaN;
        weighted = null;
        while (PredictionFields.Next(ref reader, out var name))
            switch (name)
            {
                case "text": answer = answer with { Text = reader.GetString() ?? "" }; break;
                case "items": answer = answer with { Items = PredictionFields.Texts(ref reader, "items") }; break;
                case "choice": answer = answer with { Choice = reader.GetInt32() }; break;
                case "ranking": answer = answer with { Ranking = Ranking(ref reader) }; break;
                case "weight": weight = reader.GetDouble(); break;
                case "weighted": weighted = Weighted(ref reader); break;
                default: reader.Skip(); break;
            }
        return new WeightedAnswer(answer, weight);
    }

    private static List<WeightedAnswer> Weighted(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("'weighted' must be a list of answers.");
        var answers = new List<WeightedAnswer>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var answer = Answer(ref reader, out var nested);
            if (nested is not null || double.IsNaN(answer.Weight)) throw new JsonException("Each of 'weighted' must be one answer with its 'weight'.");
            answers.Add(answer);
        }
        return answers;
    }

    private static Ranking Ranking(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("'ranking' must be an object.");
        var ranking = new Ranking([], [], [], 0);
        while (PredictionFields.Next(ref reader, out var name))
            switch (name)
            {
                case "targetRanks": ranking = ranking with { TargetRanks = [.. Numbers(ref reader, name).Select(rank => checked((int)rank))] }; break;
                case "targetSimilarities": ranking = ranking with { TargetSimilarities = Numbers(ref reader, name) }; break;
                case "top": ranking = ranking with { Top = PredictionFields.Texts(ref reader, name) }; break;
                case "gallerySize": ranking = ranking with { GallerySize = reader.GetInt32() }; break;
                default: reader.Skip(); break;
            }
        return ranking;
    }

    private static List<double> Numbers(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException($"'{field}' must be a list of numbers.");
        var numbers = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            numbers.Add(reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble());
        return numbers;
    }
}
