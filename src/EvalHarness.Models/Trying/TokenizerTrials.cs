using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Trying;

/// <summary>What needs the tokenizer only: <c>tokenize</c>, <c>decode</c> and <c>render</c>.</summary>
public sealed class TokenizerTrials
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _typeIds;
    private readonly Conversation _conversation;

    /// <summary>Trials of a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="typeIds">Whether the model is fed segments.</param>
    /// <param name="clock">Some chat templates print today's date.</param>
    public TokenizerTrials(Tokenizer tokenizer, bool typeIds, TimeProvider clock) : this(tokenizer, typeIds, new Conversation(tokenizer.Settings, clock)) { }

    internal TokenizerTrials(Tokenizer tokenizer, bool typeIds, Conversation conversation)
    {
        _tokenizer = tokenizer;
        _typeIds = typeIds;
        _conversation = conversation;
    }

    /// <summary>The three trials.</summary>
    public IReadOnlyList<Trial> Trials => [Trial.EachLine("tokenize", Tokenize), Trial.EachLine("decode", Decode), Trial.EachLine("render", Render)];

    private JsonObject Tokenize(TrialLine line)
    {
        var encoding = _tokenizer.Encode(line.Text("text"), line.OptionalText("textPair"), new EncodeOptions
        {
            AddSpecialTokens = line.Flag("addSpecialTokens", true),
            MaxLength = line.Has("maxLength") ? line.Number32("maxLength", 0) : null,
            Truncation = Strategy(line),
            Side = line.OptionalText("truncationSide") switch
            {
                null => _tokenizer.Settings.TruncationSide,
                "left" => TruncationSide.Left,
                "right" => TruncationSide.Right,
                var other => throw line.Wrong($"has the truncationSide \"{other}\"; left and right are known"),
            },
            Offsets = true,
        });
        var answer = new JsonObject { ["ids"] = Json.Array(encoding.Ids), ["attentionMask"] = Json.Array(encoding.AttentionMask) };
        if (_typeIds)
            answer["typeIds"] = Json.Array(encoding.TypeIds);
        answer["offsets"] = new JsonArray([.. encoding.Offsets!.Select(o => (JsonNode)new JsonArray(o.Start, o.End))]);
        answer["decoded"] = _tokenizer.Decode(encoding.Ids);
        answer["decodedRaw"] = _tokenizer.Decode(encoding.Ids, skipSpecialTokens: false);
        return answer;
    }

    private static TruncationStrategy Strategy(TrialLine line)
    {
        if (!line.Has("truncation"))
            return line.Has("maxLength") ? TruncationStrategy.LongestFirst : TruncationStrategy.None;
        if (line.Field("truncation").ValueKind is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False)
            return line.Flag("truncation", false) ? TruncationStrategy.LongestFirst : TruncationStrategy.None;
        return line.Text("truncation") switch
        {
            "none" or "do_not_truncate" => TruncationStrategy.None,
            "longest_first" or "longest-first" or "longestFirst" => TruncationStrategy.LongestFirst,
            "only_first" or "only-first" or "onlyFirst" => TruncationStrategy.OnlyFirst,
            "only_second" or "only-second" or "onlySecond" => TruncationStrategy.OnlySecond,
            var other => throw line.Wrong($"has the truncation \"{other}\"; none, longest_first, only_first and only_second are known"),
        };
    }

    private JsonObject Decode(TrialLine line) =>
        new() { ["text"] = _tokenizer.Decode(line.Ids("ids", int.MaxValue), line.Flag("skipSpecialTokens", true)) };

    private JsonObject Render(TrialLine line)
    {
        var messages = line.Messages("messages");
        try
        {
            var text = _conversation.Render(messages, line.Has("tools") ? line.Field("tools") : null, line.Flag("addGenerationPrompt", false));
            return new JsonObject { ["text"] = text, ["ids"] = Json.Array(_tokenizer.EncodeIds(text, addSpecialTokens: false)) };
        }
        catch (ModelException e)
        {
            // What a template says to its user is passed on word for word.
            return new JsonObject { ["error"] = e.Message };
        }
    }
}

/// <summary>JSON values of lists.</summary>
internal static class Json
{
    public static JsonArray Array(IEnumerable<int> values) => new([.. values.Select(v => (JsonNode)v)]);

    public static JsonArray Array(IEnumerable<float> values) => new([.. values.Select(v => (JsonNode?)Number(v))]);

    public static JsonArray Array(IEnumerable<double> values) => new([.. values.Select(v => (JsonNode?)Number(v))]);

    /// <summary>A number, or null where it is none.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A number with the digits of a float, or null where it is none.</summary>
    public static JsonNode? Number(float value) => float.IsFinite(value) ? JsonValue.Create(value) : null;
}
