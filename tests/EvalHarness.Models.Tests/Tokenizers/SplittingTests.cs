using System.Text.Json.Nodes;
using CsCheck;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Tokenizers;

/// <summary>The hand-written scanners of the common splitting expressions against the general engine, and properties of every tokenizer.</summary>
public sealed class SplittingTests
{
    private const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string Clip = @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

    private static readonly string[] Parts =
    [
        "'s", "'S", "'ll", "'Re", "'", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "1", "23", "\u00BD", "\u0663", "a", "Word", "\u00E9", "\u4F60", "!", "?!", "#",
        "\U0001F600", "\U00010348", "\U0001D7D8", "\U0001D400", "\u0301", "\u0903", "\u20DD", "\u2160", "\u200D", "\u00AD", "\uE000", "\U0010FFFD", "_", "\u203F",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Parts.Length - 1].Array[0, 24].Select(indices => string.Concat(indices.Select(i => Parts[i])));

    [Theory]
    [InlineData(Gpt2)]
    [InlineData(Llama3)]
    [InlineData(Qwen2)]
    [InlineData(Clip)]
    public void A_scanner_splits_as_its_expression_does(string expression)
    {
        var scanned = WithExpression(expression);
        var general = WithExpression($"(?:{expression})");
        Texts.Sample(text => scanned.EncodeIds(text).SequenceEqual(general.EncodeIds(text)), iter: 20_000);
    }

    [Theory]
    [InlineData(@"\p{N}{1,3}+|[^\r\n\p{L}\p{N}]?+\p{L}++|\s++", @"\p{N}+|(?>[^\r\n\p{L}\p{N}]?)(?>\p{L}+)|(?>\s+)")]
    [InlineData(@"[\p{Han}]+|[[\]]", @"[\u3400-\u4DBF\u4E00-\u9FFF]+|[\[\]]")]
    [InlineData(@"\x{4F60}|\h+", @"\u4F60|[0-9a-fA-F]+")]
    public void The_reference_s_dialect_is_translated(string expression, string plain)
    {
        var (one, other) = (WithExpression(expression), WithExpression(plain));
        Texts.Sample(text => one.EncodeIds(text).SequenceEqual(other.EncodeIds(text)), iter: 2_000);
    }

    [Theory]
    [InlineData("[[:alpha:]]+", "bracket classes")]
    [InlineData("[a&&b]", "intersections")]
    [InlineData("(", "cannot be read")]
    public void What_has_no_counterpart_is_refused(string expression, string said) =>
        Assert.Contains(said, Assert.Throws<ModelException>(() => WithExpression(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void Byte_level_encoding_loses_nothing()
    {
        var tokenizer = Tokenizer.FromFile(SharedFolder.Require("fixtures/models/tokenizers/gpt2.tokenizer.json"));
        Texts.Sample(text => tokenizer.Decode(tokenizer.EncodeIds(text)) == text, iter: 20_000);
    }

    [Fact]
    public void Long_words_merge_as_short_ones_do_and_fast()
    {
        var tokenizer = Tokenizer.FromFile(SharedFolder.Require("fixtures/models/tokenizers/gpt2.tokenizer.json"));
        var ids = tokenizer.EncodeIds(new string('a', 200_000));
        Assert.Equal(new string('a', 200_000), tokenizer.Decode(ids));
        Assert.Equal(ids[..100], tokenizer.EncodeIds(new string('a', 100_000))[..100]);
    }

    [Fact]
    public void Encoding_is_the_same_from_many_threads()
    {
        var tokenizer = Tokenizer.FromFile(SharedFolder.Require("fixtures/models/tokenizers/t5.tokenizer.json"));
        var texts = Enumerable.Range(0, 400).Select(i => $"text {i} about {i * 7919 % 1000} things, don't you think?").ToArray();
        var expected = texts.Select(t => tokenizer.EncodeIds(t)).ToArray();
        var found = new int[texts.Length][];
        Parallel.For(0, texts.Length * 4, i => found[i % texts.Length] = tokenizer.EncodeIds(texts[i % texts.Length]));
        Assert.Equal(expected, found);
    }

    private static Tokenizer WithExpression(string expression)
    {
        var root = JsonNode.Parse(File.ReadAllText(SharedFolder.Require("fixtures/models/tiny/llama-keep/tokenizer.json")))!;
        root["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = expression;
        var path = Path.Combine(Directory.CreateTempSubdirectory("splitting").FullName, "tokenizer.json");
        File.WriteAllText(path, root.ToJsonString());
        return Tokenizer.FromFile(path);
    }
}
