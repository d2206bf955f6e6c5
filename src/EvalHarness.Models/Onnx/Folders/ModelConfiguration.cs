using System.Text.Json;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Folders;

/// <summary>The fields of config.json and generation_config.json that running a model needs.</summary>
public sealed record ModelConfiguration
{
    private const long LargestVocabulary = 16_000_000;

    /// <summary><c>model_type</c>, such as <c>llama</c> or <c>t5</c>; empty where there is no config.json.</summary>
    public string ModelType { get; init; } = "";

    /// <summary><c>architectures</c>, such as <c>LlamaForCausalLM</c>.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Rows of the model's own vocabulary; may exceed the tokenizer's size. Null where the folder does not say.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Positions the model knows; null for models without a limit (T5).</summary>
    public int? MaxPositions { get; init; }

    /// <summary>Whether positions are rotary or otherwise relative, so that padding before a text is harmless.</summary>
    public bool RelativePositions { get; init; }

    /// <summary>Labels by index (<c>id2label</c>).</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary><c>problem_type</c>: regression, single_label_classification, multi_label_classification; or null.</summary>
    public string? ProblemType { get; init; }

    /// <summary>Begin-of-text token, or null.</summary>
    public int? BeginToken { get; init; }

    /// <summary>Tokens that end a generation.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    /// <summary>Padding token, or null.</summary>
    public int? PadToken { get; init; }

    /// <summary>First token a decoder of an encoder-decoder model is fed, or null.</summary>
    public int? DecoderStartToken { get; init; }

    /// <summary>Reads both files of a folder; either may be absent.</summary>
    /// <exception cref="ModelException">One of them is broken or claims absurd numbers.</exception>
    public static ModelConfiguration Read(string folder)
    {
        var configuration = new ModelConfiguration();
        var config = Path.Combine(folder, "config.json");
        if (File.Exists(config))
        {
            using var document = TokenizerJson.Parse(config);
            configuration = ReadConfig(new JsonPart(document.RootElement, "config.json", ""));
        }
        var generation = Path.Combine(folder, "generation_config.json");
        if (File.Exists(generation))
        {
            using var document = TokenizerJson.Parse(generation);
            configuration = ReadTokens(new JsonPart(document.RootElement, "generation_config.json", ""), configuration);
        }
        return configuration;
    }

    private static ModelConfiguration ReadConfig(JsonPart root)
    {
        var labels = root.Optional("id2label") is { } map
            ? map.Properties().OrderBy(p => int.TryParse(p.Name, out var i) ? i : 0).Select(p => p.Value.AsText()).ToList()
            : [];
        var relative = root.Has("rope_theta") || root.Has("rope_scaling") || root.Has("rope_parameters") || root.Has("rotary_pct") || root.Has("rotary_dim")
            || root.Flag("alibi");
        return ReadTokens(root, new ModelConfiguration
        {
            ModelType = root.OptionalText("model_type") ?? "",
            Architectures = root.Optional("architectures") is { } names ? [.. names.Items().Select(n => n.AsText())] : [],
            VocabularySize = Count(root, "vocab_size", LargestVocabulary),
            MaxPositions = Count(root, "max_position_embeddings", 100_000_000) ?? (root.OptionalText("model_type") == "t5" ? null : Count(root, "n_positions", 100_000_000)),
            RelativePositions = relative,
            Labels = labels,
            ProblemType = root.OptionalText("problem_type"),
        });
    }

    private static ModelConfiguration ReadTokens(JsonPart root, ModelConfiguration before) => before with
    {
        BeginToken = Token(root, "bos_token_id") ?? before.BeginToken,
        EndTokens = root.Optional("eos_token_id") is not { } end ? before.EndTokens
            : end.Element.ValueKind == JsonValueKind.Array ? [.. end.Items().Select(i => i.AsNumber())] : [end.AsNumber()],
        PadToken = Token(root, "pad_token_id") ?? before.PadToken,
        DecoderStartToken = Token(root, "decoder_start_token_id") ?? before.DecoderStartToken,
    };

    private static int? Token(JsonPart root, string name) => root.Optional(name)?.AsNumber();

    private static int? Count(JsonPart root, string name, long most)
    {
        if (root.Optional(name) is not { } part)
            return null;
        return part.Element.ValueKind == JsonValueKind.Number && part.Element.TryGetInt64(out var value) && value is > 0 && value <= most
            ? (int)value
            : throw part.Wrong($"claims {part.Element.GetRawText()}; a whole number from 1 to {most:N0} is expected");
    }
}
