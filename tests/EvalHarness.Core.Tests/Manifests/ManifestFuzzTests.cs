using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using EvalHarness.Core.Manifests;

namespace EvalHarness.Core.Tests.Manifests;

/// <summary>Manifests are hostile until proved otherwise: whatever comes, the reader answers with errors, soon, and never throws.</summary>
public sealed class ManifestFuzzTests
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e999", "-0", "\"\\ud800\"", "\"\\u0000\"", "//x\n", "/*", "\ufeff", "\u202e", "\"apiKey\"", "\"seeds\"", "\"sweep\"",
        "{\"total\":1}", "[[[[[[", "1.5", "9e15", "\"..\"", "\\", "\r\n", "\t", "{\"a\":{\"a\":{\"a\":{}}}}", "\"sk-01234567890123456789\"", "\ud83d\ude00",
    ];

    [Fact]
    public void Arbitrary_bytes_give_errors() =>
        Gen.Byte.Array[0, 2_000].Sample(bytes => CheckAnswer(bytes, []), iter: 3_000);

    [Fact]
    public void Mutated_manifests_give_a_manifest_or_errors()
    {
        var edit = Gen.Select(Gen.Int[0, 6_000], Gen.Int[0, 40], OneOf(Fragments));
        Gen.Select(OneOf(ManifestText.Contract, ManifestText.Full, ManifestSchema.Starter), edit.Array[1, 6]).Sample((text, edits) =>
        {
            foreach (var (place, removed, fragment) in edits)
            {
                var at = place % text.Length;
                text = text.Remove(at, Math.Min(removed, text.Length - at)).Insert(at, fragment);
                if (text.Length == 0) text = fragment;
            }
            CheckAnswer(Encoding.UTF8.GetBytes(text), []);
        }, iter: 6_000);
    }

    [Fact]
    public void Manifests_with_any_value_anywhere_give_a_manifest_or_errors()
    {
        var value = OneOf("null", "true", "0", "-1", "1.5", "\"\"", "\"x\"", "[]", "{}", "[[]]", "[null]", "{\"x\":null}", "{\"name\":[]}", "1e300", "[1,\"a\",{}]");
        Gen.Select(Gen.Int[0, 400], value).Sample((node, json) =>
        {
            var root = ManifestText.Valid(ManifestText.Full).Source;
            var nodes = Places(root).ToList();
            var (parent, key) = nodes[node % nodes.Count];
            if (parent is JsonObject members) members[(string)key] = JsonNode.Parse(json);
            else parent.AsArray()[(int)key] = JsonNode.Parse(json);
            CheckAnswer(Encoding.UTF8.GetBytes(root.ToJsonString()), []);
        }, iter: 4_000);
    }

    [Fact]
    public void Arbitrary_overrides_give_a_manifest_or_errors()
    {
        var part = OneOf("comparisons", "[0]", ".", "tables", "*", "[*]", "=", "limit", "[\"", "\"]", "models", "smol", "5", "null", "{}", "\\", "\ud800", "[", "]", "name", "");
        part.Array[0, 8].Select(string.Concat).Array[1, 3].Sample(sets => CheckAnswer(Encoding.UTF8.GetBytes(ManifestText.Contract), sets), iter: 6_000);
    }

    [Theory]
    [InlineData("{\"name\":\"{0}\"}", "eyJ-")]
    [InlineData("{\"name\":\"{0}\"}", "sk-")]
    [InlineData("{\"name\":\"{0}\"}", "\\n")]
    [InlineData("{{0}}", "\"x\":1,")]
    [InlineData("{\"models\":{{0}}}", "\"x\":{},")]
    [InlineData("{\"comparisons\":[{0}]}", "{\"a\":1},")]
    [InlineData("{\"comparisons\":[{0}]}", "{\"suite\":\"wikitq\",\"method\":{\"system\":\"direct\",\"models\":{\"generator\":\"nosuchmodel\"}}},")]
    [InlineData("{\"seeds\":[{0}]}", "1,")]
    [InlineData("{\"comparisons\":[{\"sweep\":{\"a\":[{0}]}}]}", "1,")]
    [InlineData("{\"comparisons\":[{\"ids\":[{0}]}]}", "\"a\",")]
    [InlineData("[{0}]", "[],")]
    [InlineData("{0}", "\n")]
    [InlineData("{\"alpha\":{0}}", "1")]
    public void The_largest_manifests_are_answered_within_seconds(string around, string repeated)
    {
        var space = ManifestReader.MaxBytes - around.Length;
        var text = around.Replace("{0}", new StringBuilder().Insert(0, repeated, space / repeated.Length).ToString(), StringComparison.Ordinal);
        var started = TimeProvider.System.GetTimestamp();
        CheckAnswer(Encoding.UTF8.GetBytes(text), ["comparisons.*.limit=5"]);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"It took {TimeProvider.System.GetElapsedTime(started)}.");
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void CheckAnswer(byte[] bytes, string[] overrides)
    {
        var result = new ManifestReader(ManifestText.Vocabulary).Read(bytes, "m.json", ManifestText.Base, overrides);
        Assert.Equal(result.Errors.Count > 0, result.Manifest is null);
        foreach (var error in result.Errors)
        {
            Assert.False(error.Message.Any(char.IsControl), error.Message);
            Assert.True(error.Line >= 1 && error.Column >= 1 && error.Message.Length is > 10 and < 3_000, error.ToString());
        }
        if (result.Manifest is { } manifest)
        {
            _ = ManifestWriter.Digest(manifest);
            var written = ManifestText.Read(ManifestWriter.Text(ManifestWriter.ToJson(manifest)));
            Assert.True(written.Errors.Count == 0, string.Join('\n', written.Errors));
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
            {
                yield return (node, name);
                if (value is not null)
                    foreach (var inner in Places(value)) yield return inner;
            }
        if (node is JsonArray items)
            for (var i = 0; i < items.Count; i++)
            {
                yield return (node, i);
                if (items[i] is { } value)
                    foreach (var inner in Places(value)) yield return inner;
            }
    }
}
