using EvalHarness.Models.Tokenizers;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Tokenizers;

/// <summary>Tokenizers built from the files that folders had before tokenizer.json give the same goldens.</summary>
public sealed class OlderFileTests
{
    [Theory]
    [InlineData("gpt2", "{}", "gpt2/encoder.json", "gpt2/vocab.bpe")]
    [InlineData("gpt2", """{"tokenizer_class":"GPT2Tokenizer"}""", "gpt2/encoder.json>vocab.json", "gpt2/vocab.bpe>merges.txt")]
    [InlineData("roberta", """{"tokenizer_class":"RobertaTokenizer"}""", "roberta/vocab.json", "gpt2/vocab.bpe>merges.txt")]
    [InlineData("roberta", "{}", "roberta/vocab.json", "gpt2/vocab.bpe>merges.txt")]
    [InlineData("clip", "{}", "clip/bpe_simple_vocab_16e6.txt.gz")]
    [InlineData("bert-base-uncased", """{"tokenizer_class":"BertTokenizer","do_lower_case":true}""", "bert-base-uncased/vocab.txt")]
    [InlineData("t5", """{"tokenizer_class":"T5Tokenizer","extra_ids":100}""", "t5/spiece.model")]
    [InlineData("t5-nonlegacy", """{"tokenizer_class":"T5Tokenizer","legacy":false}""", "t5/spiece.model")]
    public void Older_files_give_the_same_tokens(string golden, string config, params string[] files)
    {
        var lines = Golden.Lines($"fixtures/models/tokenizers/{golden}.jsonl");
        var folder = Directory.CreateTempSubdirectory("older").FullName;
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config);
        foreach (var file in files)
        {
            var parts = file.Split('>');
            File.Copy(SharedFolder.Require("data/tokenizers/" + parts[0]), Path.Combine(folder, Path.GetFileName(parts[^1])));
        }
        var tokenizer = Tokenizer.FromFolder(folder);
        Assert.Equal(lines[0].GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
        var cleanUp = lines[0].GetProperty("clean_up_tokenization_spaces_default").GetBoolean();
        Golden.Check(lines.Skip(1), c => TokenizerGoldenTests.Check(c, tokenizer, cleanUp));
    }

    [Fact]
    public void Whisper_s_older_files_equal_its_tokenizer_json()
    {
        var source = SharedFolder.Require("models/whisper-tiny-en");
        var folder = Directory.CreateTempSubdirectory("older").FullName;
        foreach (var name in (string[])["vocab.json", "merges.txt", "added_tokens.json", "special_tokens_map.json", "tokenizer_config.json"])
            File.Copy(Path.Combine(source, name), Path.Combine(folder, name));
        var (older, newer) = (Tokenizer.FromFolder(folder), Tokenizer.FromFolder(source));
        Golden.Check(Golden.Lines("fixtures/models/tokenizers/tiny-whisper.jsonl").Skip(1), c =>
            Golden.Compare("ids", newer.Encode(c.Text("text")).Ids, older.Encode(c.Text("text")).Ids));
    }
}
