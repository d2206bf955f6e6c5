using EvalHarness.Models.Tokenizers;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Tokenizers;

/// <summary>The encodings among the goldens of the tiny models.</summary>
public sealed class ModelEncodingTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("llama-keep")]
    [InlineData("t5")]
    public void Encodings_of_the_generative_models_match(string model)
    {
        var tokenizer = Tokenizer.FromFolder(SharedFolder.Require($"fixtures/models/tiny/{model}"));
        Golden.Check(Golden.Cases($"goldens/{model}.json").Where(c => Golden.Kind(c) is "encode" or "encode_batch" or "chat"), c => Golden.Kind(c) switch
        {
            "encode" => Golden.Compare("ids", c.Ints("input_ids"), tokenizer.Encode(c.Text("text"), options: new EncodeOptions
            {
                Truncation = c.Has("truncation") ? TruncationStrategy.LongestFirst : TruncationStrategy.None,
                MaxLength = c.Has("max_length") ? c.GetProperty("max_length").GetInt32() : null,
            }).Ids) ?? (c.Has("input_ids_without_special")
                ? Golden.Compare("ids without special tokens", c.Ints("input_ids_without_special"), tokenizer.EncodeIds(c.Text("text"), false)) : null),
            "chat" => Golden.Compare("ids", c.Ints("input_ids"), tokenizer.EncodeIds(c.Text("rendered"), false)),
            _ => c.GetProperty("texts").EnumerateArray().Zip(c.GetProperty("input_ids").EnumerateArray()).Zip(c.GetProperty("attention_mask").EnumerateArray())
                .Select(row => Golden.Compare("ids",
                    [.. row.First.Second.EnumerateArray().Zip(row.Second.EnumerateArray()).Where(v => v.Second.GetInt32() == 1).Select(v => v.First.GetInt32())],
                    tokenizer.EncodeIds(row.First.First.GetString()!)))
                .FirstOrDefault(wrong => wrong is not null),
        });
    }

    [Theory]
    [InlineData("roberta-regression")]
    [InlineData("bert-classifier")]
    [InlineData("sentence-bert")]
    public void Encodings_of_the_encoder_models_match(string model)
    {
        var tokenizer = Tokenizer.FromFolder(SharedFolder.Require($"fixtures/models/tiny/{model}"));
        Golden.Check(Golden.Cases($"goldens/{model}.json").Where(c => Golden.Kind(c) is "pair" or "pair_truncated" or "single" or "embed"), c =>
        {
            var encoding = tokenizer.Encode(c.Text("text"), c.Has("text_pair") ? c.Text("text_pair") : null, new EncodeOptions
            {
                Truncation = c.Has("truncation") && c.GetProperty("truncation").ValueKind == System.Text.Json.JsonValueKind.String
                    ? TokenizerGoldenTests.Strategy(c.Text("truncation"))
                    : c.Has("truncation") && c.GetProperty("truncation").ValueKind == System.Text.Json.JsonValueKind.True ? TruncationStrategy.LongestFirst : TruncationStrategy.None,
                MaxLength = c.Has("max_length") ? c.GetProperty("max_length").GetInt32() : null,
            });
            return Golden.Compare("ids", c.Ints("input_ids"), encoding.Ids)
                ?? (c.Has("token_type_ids") ? Golden.Compare("types", c.Ints("token_type_ids"), encoding.TypeIds) : null);
        });
    }
}
