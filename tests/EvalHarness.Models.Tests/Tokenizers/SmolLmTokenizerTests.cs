using EvalHarness.Models.Tokenizers;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Tokenizers;

/// <summary>The tokenizer of SmolLM2: texts to ids and back, arbitrary ids to text, rendered chats to ids.</summary>
public sealed class SmolLmTokenizerTests
{
    [Fact]
    public void Every_case_of_the_reference_tokenizer_matches()
    {
        var tokenizer = Tokenizer.FromFolder(SharedFolder.Require("models/SmolLM2-135M-Instruct"));
        Golden.Check(Golden.Cases("smollm2/tokenizer.json"), c => Golden.Kind(c) switch
        {
            "encode" => Golden.Compare("ids", c.Ints("ids"), tokenizer.EncodeIds(c.Text("text")))
                ?? Golden.Compare("ids without special tokens", c.Ints("ids"), tokenizer.EncodeIds(c.Text("text"), addSpecialTokens: false))
                ?? Golden.Compare("text", c.Text("decoded"), tokenizer.Decode(c.Ints("ids"), skipSpecialTokens: false))
                ?? Golden.Compare("text without special tokens", c.Text("decoded_skip_special"), tokenizer.Decode(c.Ints("ids"))),
            "decode" => Golden.Compare("text", c.Text("decoded"), tokenizer.Decode(c.Ints("ids"), skipSpecialTokens: false))
                ?? Golden.Compare("text without special tokens", c.Text("decoded_skip_special"), tokenizer.Decode(c.Ints("ids"))),
            "chat" => Golden.Compare("ids", c.Ints("ids"), tokenizer.EncodeIds(c.Text("text"), addSpecialTokens: false)),
            var other => $"has the unknown kind {other}",
        });
    }
}
