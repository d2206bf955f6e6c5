using System.Text.Json;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.Decoders;
using EvalHarness.Models.Tokenizers.Normalizers;
using EvalHarness.Models.Tokenizers.PostProcessors;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers;

/// <summary>Reads a tokenizer.json.</summary>
internal static class TokenizerJson
{
    private const long LargestFile = 256L << 20;

    public static Tokenizer Read(string path, TokenizerSettings settings)
    {
        using var document = Parse(path);
        return Read(new JsonPart(document.RootElement, Path.GetFileName(path), ""), settings);
    }

    /// <summary>Parses a JSON file of a model folder.</summary>
    /// <exception cref="ModelException">It is missing, too large, or no JSON.</exception>
    public static JsonDocument Parse(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ModelException($"{file.Name} is missing from {file.DirectoryName}.");
        if (file.Length > LargestFile)
            throw new ModelException($"{file.Name} has {file.Length:N0} bytes; no more than {LargestFile:N0} are read.");
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path).AsMemory() is var bytes && bytes.Span.StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes);
        }
        catch (JsonException e)
        {
            throw new ModelException($"{file.Name} is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; it may be cut short.", e);
        }
    }

    public static Tokenizer Read(JsonPart root, TokenizerSettings settings)
    {
        var (preTokenizer, byteLevel) = root.Has("pre_tokenizer") ? PreTokenizerReader.Read(root["pre_tokenizer"]) : (null, false);
        var model = TokenModelReader.Read(root["model"], byteLevel);
        var added = root.Has("added_tokens") ? root["added_tokens"].Items().Select(ReadAdded).ToList() : [];
        var texts = added.ToDictionary(a => a.Id, a => a.Content);
        string? Text(int id) => texts.TryGetValue(id, out var text) ? text : model.IdToToken(id);
        return new Tokenizer(new TokenizerParts
        {
            Normalizer = root.Has("normalizer") ? NormalizerReader.Read(root["normalizer"]) : null,
            PreTokenizer = preTokenizer,
            Model = model,
            PostProcessor = root.Has("post_processor") ? PostProcessorReader.Read(root["post_processor"], Text) : null,
            Decoder = root.Has("decoder") ? DecoderReader.Read(root["decoder"]) : null,
            AddedTokens = added,
            WordSuffix = byteLevel ? root["model"].OptionalText("end_of_word_suffix") : null,
            Kind = model switch
            {
                BytePairModel => byteLevel ? "BPE (byte level)" : "BPE",
                UnigramModel => "Unigram",
                WordPieceModel => "WordPiece",
                _ => "WordLevel",
            },
        }, settings);
    }

    private static AddedToken ReadAdded(JsonPart part) => new(part.Number("id"), part.Text("content"), part.Flag("special"))
    {
        SingleWord = part.Flag("single_word"),
        LeftStrip = part.Flag("lstrip"),
        RightStrip = part.Flag("rstrip"),
        Normalized = part.Flag("normalized", !part.Flag("special")),
    };
}
