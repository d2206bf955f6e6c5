using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Models.Trying;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>The fields of <c>generate</c> and <c>nextToken</c> that all generating families share.</summary>
internal static class GenerationTrial
{
    public static DecodingOptions ReadOptions(TrialLine line)
    {
        var beams = line.Number32("beams", 1);
        var options = new DecodingOptions
        {
            MaxNewTokens = line.Number32("maxNewTokens", 64),
            MinNewTokens = line.Number32("minNewTokens", 0),
            Stop = line.Texts("stop"),
            Beams = beams,
            LengthPenalty = line.Number64("lengthPenalty", 1),
            EarlyStopping = ReadEarlyStopping(line),
            ReturnSequences = line.Number32("returnSequences", 1),
            RepetitionPenalty = line.Number64("repetitionPenalty", 1),
            NoRepeatNgramSize = line.Number32("noRepeatNgramSize", 0),
            Temperature = line.Number64("temperature", 0),
            TopK = line.Has("topK") && line.Number32("topK", 0) is var k and not 0 ? k : null,
            TopP = line.Has("topP") ? line.Number64("topP", 1) : null,
            MinP = line.Has("minP") ? line.Number64("minP", 0) : null,
            Samples = line.Number32("samples", 1),
        };
        // Naming a filter means drawing, at the model's own temperature unless another is named.
        if (beams == 1 && !line.Has("temperature") && (options.TopK is not null || options.TopP is not null || options.MinP is not null || options.Samples > 1))
            options = options with { Temperature = 1 };
        return options.Problem() is { } problem ? throw line.Wrong($"cannot be used: {problem.TrimEnd('.')}") : options;
    }

    public static JsonObject Write(GenerationOutcome outcome, bool withScore) => new()
    {
        ["completions"] = new JsonArray([.. outcome.Sequences.Select(s =>
        {
            var completion = new JsonObject
            {
                ["text"] = s.Text,
                ["ids"] = Json.Array(s.Ids),
                ["logProbs"] = Json.Array(s.LogProbabilities),
            };
            if (withScore)
                completion["score"] = Json.Number(s.Score ?? double.NaN);
            completion["finish"] = s.End == SequenceEnd.Length ? "length" : "stop";
            return (JsonNode)completion;
        })]),
    };

    /// <summary>The distribution over the tokens that may be drawn, likeliest first.</summary>
    public static JsonObject WriteDistribution(float[] scores)
    {
        var (logSum, _) = LogSoftmax.Of(scores);
        var kept = Enumerable.Range(0, scores.Length).Where(id => !float.IsNegativeInfinity(scores[id])).ToArray();
        Array.Sort(kept, (a, b) => (-scores[a], a).CompareTo((-scores[b], b)));
        return new JsonObject
        {
            ["ids"] = Json.Array(kept),
            ["probabilities"] = Json.Array(kept.Select(id => Math.Exp(scores[id] - logSum))),
            ["kept"] = kept.Length,
        };
    }

    /// <summary>The ids of the best scores, best first.</summary>
    public static int[] Best(float[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(id => scores[id]).ThenBy(id => id).Take(count)];

    private static EarlyStopping ReadEarlyStopping(TrialLine line)
    {
        if (!line.Has("earlyStopping"))
            return EarlyStopping.False;
        var value = line.Field("earlyStopping");
        return value.ValueKind switch
        {
            JsonValueKind.True => EarlyStopping.True,
            JsonValueKind.False => EarlyStopping.False,
            JsonValueKind.String when value.GetString() == "never" => EarlyStopping.Never,
            _ => throw line.Wrong("needs true, false or \"never\" in \"earlyStopping\""),
        };
    }
}
