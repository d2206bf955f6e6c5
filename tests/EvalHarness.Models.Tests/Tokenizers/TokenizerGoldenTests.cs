using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Tokenizers;

/// <summary>Ids, offsets, pairs, truncation and decoding of the reference library over full and reduced vocabularies.</summary>
public sealed class TokenizerGoldenTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("roberta")]
    [InlineData("clip")]
    [InlineData("t5")]
    [InlineData("t5-nonlegacy")]
    [InlineData("t5-old-layout")]
    [InlineData("bert-base-uncased")]
    [InlineData("tiny-llama")]
    [InlineData("tiny-llama-keep")]
    [InlineData("tiny-whisper")]
    public void Every_case_of_the_reference_tokenizer_matches(string name)
    {
        var lines = Golden.Lines($"fixtures/models/tokenizers/{name}.jsonl");
        var cleanUp = lines[0].GetProperty("clean_up_tokenization_spaces_default").GetBoolean();
        var tokenizer = Load(name);
        Golden.Check(lines.Skip(1), c => Check(c, tokenizer, cleanUp));
    }

    internal static string? Check(JsonElement c, Tokenizer tokenizer, bool cleanUp) =>
        c.Has("truncation_side") ? CheckTruncation(c, tokenizer) : CheckText(c, tokenizer, cleanUp);

    private static string? CheckText(JsonElement c, Tokenizer tokenizer, bool cleanUp)
    {
        var text = c.Text("text");
        var encoding = tokenizer.Encode(text, options: new EncodeOptions { Offsets = true });
        var wrong = Golden.Compare("ids", c.Ints("ids"), encoding.Ids)
            ?? Golden.Compare("ids without special tokens", c.Ints("ids_without_special"), tokenizer.EncodeIds(text, addSpecialTokens: false))
            ?? Golden.Compare("text", c.Text("decode"), tokenizer.Decode(encoding.Ids, skipSpecialTokens: false, cleanUp))
            ?? Golden.Compare("text without special tokens", c.Text("decode_skip"), tokenizer.Decode(encoding.Ids, true, cleanUp));
        if (wrong is null && c.Has("decode_skip_other_cleanup"))
            wrong = Golden.Compare("text with the other clean-up", c.Text("decode_skip_other_cleanup"), tokenizer.Decode(encoding.Ids, true, !cleanUp));
        if (wrong is null && c.Has("offsets"))
            wrong = Golden.Compare("offsets", [.. c.GetProperty("offsets").EnumerateArray().SelectMany(o => o.EnumerateArray().Select(v => v.GetInt32()))],
                [.. encoding.Offsets!.SelectMany(o => (int[])[o.Start, o.End])]);
        return wrong;
    }

    private static string? CheckTruncation(JsonElement c, Tokenizer tokenizer)
    {
        var options = new EncodeOptions
        {
            Truncation = Strategy(c.Text("truncation")),
            MaxLength = c.Has("max_length") ? c.GetProperty("max_length").GetInt32() : null,
            Side = c.Text("truncation_side") == "left" ? TruncationSide.Left : TruncationSide.Right,
        };
        var pair = c.Has("text_pair") ? c.Text("text_pair") : null;
        if (c.Has("error"))
        {
            try
            {
                tokenizer.Encode(c.Text("text"), pair, options);
                return "was expected to fail";
            }
            catch (ModelException)
            {
                return null;
            }
        }
        var encoding = tokenizer.Encode(c.Text("text"), pair, options);
        return Golden.Compare("ids", c.Ints("ids"), encoding.Ids)
            ?? (c.Has("sequence_ids") ? Golden.Compare("sequences", c.Ints("sequence_ids"), encoding.SequenceIds) : null)
            ?? (c.Has("token_type_ids") ? Golden.Compare("types", c.Ints("token_type_ids"), encoding.TypeIds) : null);
    }

    internal static TruncationStrategy Strategy(string name) => name switch
    {
        "longest_first" => TruncationStrategy.LongestFirst,
        "only_first" => TruncationStrategy.OnlyFirst,
        "only_second" => TruncationStrategy.OnlySecond,
        _ => TruncationStrategy.None,
    };

    /// <summary>The tokenizer of a golden file; two are rewritten from T5's as the fixtures' notes say.</summary>
    private static Tokenizer Load(string name)
    {
        if (name.StartsWith("tiny-", StringComparison.Ordinal))
            return Tokenizer.FromFolder(SharedFolder.Require($"fixtures/models/tiny/{name[5..]}"));
        if (name is not ("t5-nonlegacy" or "t5-old-layout"))
            return Tokenizer.FromFile(SharedFolder.Require($"fixtures/models/tokenizers/{name}.tokenizer.json"));
        var root = JsonNode.Parse(File.ReadAllText(SharedFolder.Require("fixtures/models/tokenizers/t5.tokenizer.json")))!;
        if (name == "t5-nonlegacy")
        {
            root["pre_tokenizer"]!["prepend_scheme"] = "first";
            root["decoder"]!["prepend_scheme"] = "first";
        }
        else
        {
            var metaspace = """{"type":"Metaspace","replacement":"\u2581","add_prefix_space":true}""";
            root["normalizer"] = root["normalizer"]!["normalizers"]![0]!.DeepClone();
            root["pre_tokenizer"] = JsonNode.Parse($$"""{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{{metaspace}}]}""");
            root["decoder"] = JsonNode.Parse(metaspace);
        }
        var path = Path.Combine(Directory.CreateTempSubdirectory("tokenizer").FullName, "tokenizer.json");
        File.WriteAllText(path, root.ToJsonString());
        return Tokenizer.FromFile(path);
    }
}
