using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Trying;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>Each kind of broken or hostile model folder gives one clear sentence, before anything is loaded.</summary>
public sealed class BrokenFolderTests
{
    [Fact]
    public void A_sound_folder_is_described()
    {
        var inspection = ModelInspection.Of(Copy("llama"));
        Assert.Null(inspection.Problem);
        foreach (var said in (string[])["decoder-only language model (llama)", "position_ids: int64", "past_key_values.0.key: float32 [", "and 3 more of the cache",
            "logits: float32 [", "precision     float32", "BPE (byte level), 2,003 ids", "chat template yes", "ITextGenerator", "nextToken", "digest        "])
            Assert.Contains(said, inspection.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() => Says(Path.Combine(Path.GetTempPath(), "there-is-no-model-here"), "does not exist");

    [Fact]
    public void A_folder_without_a_graph_is_named()
    {
        var folder = Copy("llama");
        File.Delete(Path.Combine(folder, "onnx", "model.onnx"));
        Says(folder, "holds no .onnx file");
    }

    [Fact]
    public void A_missing_tokenizer_is_named()
    {
        var folder = Copy("llama");
        File.Delete(Path.Combine(folder, "tokenizer.json"));
        Says(folder, "holds no tokenizer that is known");
    }

    [Theory]
    [InlineData("""{"vocab_size": 1999}""", "vocabulary of 1,999")]
    [InlineData("""{"vocab_size": 2500}""", "scores 2,003 tokens, but config.json gives the model a vocabulary of 2,500")]
    [InlineData("""{"vocab_size": 10000000000}""", "\"vocab_size\" claims 10000000000")]
    [InlineData("""{"vocab_size": -1}""", "\"vocab_size\" claims -1")]
    [InlineData("""{"max_position_embeddings": "many"}""", "\"max_position_embeddings\" claims")]
    [InlineData("""{"eos_token_id": "two"}""", "\"eos_token_id\" must be a whole number")]
    public void Wrong_numbers_in_the_configuration_are_named(string change, string said)
    {
        var folder = Copy("llama");
        Edit(folder, "config.json", root =>
        {
            foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
                root[name] = value?.DeepClone();
        });
        Says(folder, said);
    }

    [Theory]
    [InlineData("model", "type", "Mystery", "\"model\" is of the unknown type \"Mystery\"; known are BPE")]
    [InlineData("decoder", "type", "Mystery", "\"decoder\" is of the unknown type \"Mystery\"")]
    [InlineData("pre_tokenizer", "type", "Mystery", "\"pre_tokenizer\" is of the unknown type \"Mystery\"")]
    public void An_unknown_part_of_the_tokenizer_is_named(string part, string field, string value, string said)
    {
        var folder = Copy("llama");
        Edit(folder, "tokenizer.json", root => root[part]![field] = value);
        Says(folder, said);
    }

    [Fact]
    public void A_merge_outside_the_vocabulary_is_named()
    {
        var folder = Copy("llama");
        Edit(folder, "tokenizer.json", root => root["model"]!["merges"]![7] = new JsonArray("no", "such"));
        Says(folder, "merge 8 (\"no\" \"such\")");
    }

    [Fact]
    public void A_tokenizer_file_that_is_cut_short_is_named()
    {
        var folder = Copy("llama");
        Truncate(Path.Combine(folder, "tokenizer.json"), 5000);
        Says(folder, "tokenizer.json is not valid JSON at line");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(0.01)]
    public void A_graph_that_is_cut_short_is_named(double share)
    {
        var folder = Copy("llama");
        var graph = Path.Combine(folder, "onnx", "model.onnx");
        Truncate(graph, (long)(new FileInfo(graph).Length * share));
        Says(folder, "model.onnx is cut short");
    }

    [Fact]
    public void A_graph_that_is_something_else_is_named()
    {
        var folder = Copy("llama");
        File.WriteAllText(Path.Combine(folder, "onnx", "model.onnx"), "version https://git-lfs.github.com/spec/v1");
        Assert.NotNull(ModelInspection.Of(folder).Problem);
        Says(folder, "model.onnx");
    }

    [Fact]
    public void A_claim_of_ten_gigabytes_is_named()
    {
        var folder = Copy("llama");
        // A tensor of 2,500,000,000 floats with four bytes of data.
        File.WriteAllBytes(Path.Combine(folder, "onnx", "model.onnx"), Graph(Tensor("weights", [2_500_000_000], [9 << 3 | 2, 4, 0, 0, 0, 0])));
        Says(folder, "the tensor \"weights\" claims 10,000,000,000 bytes but holds 4");
    }

    [Fact]
    public void An_absurd_shape_is_named()
    {
        var folder = Copy("llama");
        File.WriteAllBytes(Path.Combine(folder, "onnx", "model.onnx"), Graph(Tensor("weights", [1L << 40, 1L << 40], [])));
        Says(folder, "claims the absurd shape");
    }

    [Theory]
    [InlineData("../../secret.bin", "outside the model's folder")]
    [InlineData("/etc/passwd", "outside the model's folder")]
    [InlineData("absent.bin", "\"absent.bin\" that holds the tensor \"weights\" is missing")]
    [InlineData("short.bin", "of \"short.bin\", which has 8")]
    public void External_data_must_lie_in_the_folder_and_be_all_there(string location, string said)
    {
        var folder = Copy("llama");
        File.WriteAllBytes(Path.Combine(folder, "onnx", "short.bin"), new byte[8]);
        byte[] entry = [.. Field(1, "location"u8), .. Field(2, System.Text.Encoding.UTF8.GetBytes(location))];
        File.WriteAllBytes(Path.Combine(folder, "onnx", "model.onnx"), Graph(Tensor("weights", [1000], Field(13, entry))));
        Says(folder, said);
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        var folder = Copy("llama");
        var outside = Path.Combine(Directory.CreateTempSubdirectory("outside").FullName, "config.json");
        File.Move(Path.Combine(folder, "config.json"), outside);
        File.CreateSymbolicLink(Path.Combine(folder, "config.json"), outside);
        Says(folder, "config.json is a link that leads out of the model folder");
    }

    [Fact]
    public void A_folder_of_graphs_that_is_a_link_outside_is_refused()
    {
        var folder = Copy("llama");
        var outside = Path.Combine(Directory.CreateTempSubdirectory("outside").FullName, "onnx");
        Directory.Move(Path.Combine(folder, "onnx"), outside);
        Directory.CreateSymbolicLink(Path.Combine(folder, "onnx"), outside);
        Says(folder, "onnx is a link that leads out of the model folder");
    }

    [Fact]
    public void A_link_inside_the_folder_is_fine()
    {
        var folder = Copy("llama");
        File.Move(Path.Combine(folder, "config.json"), Path.Combine(folder, "real.json"));
        File.CreateSymbolicLink(Path.Combine(folder, "config.json"), Path.Combine(folder, "real.json"));
        Assert.Null(ModelInspection.Of(folder).Problem);
    }

    [Fact]
    public void A_model_exported_without_its_cache_is_named()
    {
        var folder = Copy("llama");
        var logits = Field(12, [.. Field(1, "logits"u8)]);
        var ids = Field(11, [.. Field(1, "input_ids"u8)]);
        File.WriteAllBytes(Path.Combine(folder, "onnx", "model.onnx"), Field(7, [.. ids, .. logits]));
        Says(folder, "exported without its cache");
    }

    [Fact]
    public void A_digest_changes_with_any_file_that_matters_and_with_no_other()
    {
        var (folder, cache) = (Copy("llama"), Directory.CreateTempSubdirectory("digests").FullName);
        string Digest() => ModelDigest.Compute(OnnxModelFolder.Open(folder), cache);
        var before = Digest();
        Assert.Equal(before, Digest());
        Assert.Equal(before, ModelDigest.Compute(OnnxModelFolder.Open(folder), null));
        File.WriteAllText(Path.Combine(folder, "README.md"), "notes");
        Assert.Equal(before, Digest());
        File.AppendAllText(Path.Combine(folder, "tokenizer_config.json"), " ");
        Assert.NotEqual(before, Digest());
        Assert.Equal(ModelDigest.Compute(OnnxModelFolder.Open(folder), null), Digest());
        File.WriteAllText(Directory.GetFiles(Path.Combine(cache, "digests")).Single(), "damaged");
        Assert.Equal(ModelDigest.Compute(OnnxModelFolder.Open(folder), null), Digest());
    }

    [Fact]
    public async Task A_model_that_changed_after_planning_is_refused()
    {
        var folder = Copy("llama");
        var source = OnnxModelSource.Open("m", folder);
        File.AppendAllText(Path.Combine(folder, "config.json"), "\n");
        var e = await Assert.ThrowsAsync<ModelException>(() => source.LoadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("changed after the run was planned", e.Message, StringComparison.Ordinal);
    }

    private static void Says(string folder, string said)
    {
        var problem = ModelInspection.Of(folder).Problem;
        Assert.NotNull(problem);
        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    private static string Copy(string name)
    {
        var (source, target) = (SharedFolder.Require($"fixtures/models/tiny/{name}"), Directory.CreateTempSubdirectory("broken").FullName);
        Directory.CreateDirectory(Path.Combine(target, "onnx"));
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
        }
        return target;
    }

    private static void Edit(string folder, string name, Action<JsonNode> change)
    {
        var path = Path.Combine(folder, name);
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        change(root);
        File.WriteAllText(path, root.ToJsonString());
    }

    private static void Truncate(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static byte[] Graph(byte[] tensor) => Field(7, Field(5, tensor));

    private static byte[] Tensor(string name, long[] shape, byte[] data) =>
        [.. shape.SelectMany(s => (byte[])[1 << 3, .. Varint((ulong)s)]), 2 << 3, 1, .. Field(8, System.Text.Encoding.UTF8.GetBytes(name)), .. data];

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [.. Varint((ulong)(number << 3 | 2)), .. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
