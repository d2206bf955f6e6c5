using System.IO.Compression;
using System.Text;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers.Decoders;
using EvalHarness.Models.Tokenizers.Normalizers;
using EvalHarness.Models.Tokenizers.PostProcessors;
using EvalHarness.Models.Tokenizers.PreTokenizers;
using EvalHarness.Models.Tokenizers.Vocabularies;

namespace EvalHarness.Models.Tokenizers.OlderFiles;

/// <summary>Byte-level vocabularies in two files: GPT-2, RoBERTa, CLIP, Whisper and Qwen 2, told apart by the tokenizer's class or special tokens.</summary>
internal static class BytePairFiles
{
    private const string ClipStart = "<|startoftext|>";
    private const string End = "<|endoftext|>";

    public static Tokenizer Read(string vocabularyPath, string mergesPath, TokenizerSettings settings)
    {
        var file = Path.GetFileName(vocabularyPath);
        using var document = TokenizerJson.Parse(vocabularyPath);
        var entries = new JsonPart(document.RootElement, file, "").Properties().Select(p => (p.Name, p.Value.AsNumber())).ToList();
        var table = new TokenTable(entries, file);
        var merges = Merges(File.ReadLines(mergesPath), Path.GetFileName(mergesPath));
        return Build(table, merges, settings, Extra(Path.GetDirectoryName(vocabularyPath)!), file);
    }

    /// <summary>OpenAI's file: the vocabulary follows from the merges (lines 2 to 48,895).</summary>
    public static Tokenizer ReadPackedClip(string path, TokenizerSettings settings)
    {
        const int Count = 49_152 - 256 - 2;
        string[] lines;
        try
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
            lines = reader.ReadToEnd().Split('\n');
        }
        catch (InvalidDataException e)
        {
            throw new ModelException($"{Path.GetFileName(path)} is no gzip file, or is cut short.", e);
        }
        if (lines.Length < Count + 1)
            throw new ModelException($"{Path.GetFileName(path)} has {lines.Length} lines; CLIP's has at least {Count + 1}.");
        var merges = Merges(lines.Skip(1).Take(Count), Path.GetFileName(path)).ToList();
        // The ids of single bytes are in the order of the alphabet's characters: printable ones first.
        var alphabet = Enumerable.Range(0, 256).Select(b => (char)ByteAlphabet.Character((byte)b)).OrderBy(c => c).Select(c => c.ToString()).ToList();
        var tokens = alphabet.Concat(alphabet.Select(c => c + "</w>")).Concat(merges.Select(m => m.Left + m.Right)).Append(ClipStart).Append(End);
        var table = new TokenTable(tokens.Select((t, i) => (t, i)), Path.GetFileName(path));
        return Build(table, merges, settings with { ClassName = "CLIPTokenizer" }, [], Path.GetFileName(path));
    }

    private static Tokenizer Build(TokenTable table, IEnumerable<(string, string)> merges, TokenizerSettings settings, List<AddedToken> extra, string file)
    {
        var family = Family(table, settings);
        settings = family switch
        {
            "CLIP" => OlderFiles.With(settings, ("bos_token", ClipStart), ("eos_token", End), ("unk_token", End), ("pad_token", End)),
            "Roberta" => OlderFiles.With(settings, ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"),
                ("unk_token", "<unk>"), ("pad_token", "<pad>"), ("mask_token", "<mask>")),
            "Qwen2" => OlderFiles.With(settings, ("unk_token", End), ("eos_token", End), ("pad_token", End)),
            _ => OlderFiles.With(settings, ("bos_token", End), ("eos_token", End), ("unk_token", End)),
        };
        var added = Added(table, settings, extra, family);
        int Id(string token) => added.FirstOrDefault(a => a.Content == token)?.Id ?? table.Find(token)
            ?? throw new ModelException($"{file} lacks the special token \"{token}\".");
        var model = new BytePairModel(table, merges, new BytePairOptions
        {
            ByteLevel = true,
            UnknownToken = family == "CLIP" ? settings.SpecialTokens["unk_token"] : null,
            Suffix = family == "CLIP" ? "</w>" : null,
        }, file);
        var texts = added.ToDictionary(a => a.Id, a => a.Content);
        string? Text(int id) => texts.TryGetValue(id, out var text) ? text : model.IdToToken(id);
        var special = settings.SpecialTokens;
        return new Tokenizer(new TokenizerParts
        {
            Normalizer = family switch
            {
                "CLIP" => new NormalizerSequence([new UnicodeNormalizer(NormalizationForm.FormC), new ReplaceNormalizer(new WhiteSpaceRunPattern(), " "), new LowercaseNormalizer()]),
                "Qwen2" => new UnicodeNormalizer(NormalizationForm.FormC),
                _ => null,
            },
            PreTokenizer = family switch
            {
                "CLIP" => new PreTokenizerSequence([new PatternSplit(new ClipPattern(), SplitBehavior.Removed, invert: true), new ByteLevelPreTokenizer(false, true)]),
                "Qwen2" => new PreTokenizerSequence([new PatternSplit(new Llama3Pattern(1), SplitBehavior.Isolated), new ByteLevelPreTokenizer(false, false)]),
                _ => new ByteLevelPreTokenizer(settings.AddPrefixSpace, true),
            },
            Model = model,
            PostProcessor = family switch
            {
                "CLIP" => PostProcessorReader.Classic(Id(special["bos_token"]), Id(special["eos_token"]), doubleSeparator: true, secondType: 0),
                "Roberta" => new PostProcessorSequence([new OffsetTrimmer(true, settings.AddPrefixSpace, Text),
                    PostProcessorReader.Classic(Id(special["cls_token"]), Id(special["sep_token"]), doubleSeparator: true, secondType: 0)]),
                "Whisper" => Whisper(Id("<|startoftranscript|>"), Id("<|notimestamps|>"), Id(special["eos_token"])),
                _ => null,
            },
            Decoder = new ByteLevelDecoder(),
            AddedTokens = added,
            WordSuffix = family == "CLIP" ? "</w>" : null,
            Kind = "BPE (byte level)",
        }, settings);
    }

    private static string Family(TokenTable table, TokenizerSettings settings)
    {
        foreach (var family in (string[])["CLIP", "Roberta", "Whisper", "Qwen2", "GPT2"])
            if (settings.ClassName?.StartsWith(family, StringComparison.Ordinal) ?? false)
                return family;
        return table.Find(ClipStart) is not null ? "CLIP" : table.Find("<s>") is not null && table.Find("<mask>") is not null ? "Roberta" : "GPT2";
    }

    private static List<AddedToken> Added(TokenTable table, TokenizerSettings settings, List<AddedToken> extra, string family)
    {
        var added = extra.ToDictionary(a => a.Content);
        foreach (var (role, token) in settings.SpecialTokens)
            if (!added.ContainsKey(token) && table.Find(token) is { } id)
            {
                var mask = role == "mask_token";
                added[token] = new AddedToken(id, token, Special: true) { LeftStrip = mask, Normalized = !mask && family is "GPT2" or "CLIP" or "Roberta" };
            }
        return [.. added.Values];
    }

    // added_tokens.json: token to id. The tokens of vocabulary growth; all of them special in the published Whisper and Qwen folders.
    private static List<AddedToken> Extra(string folder)
    {
        var path = Path.Combine(folder, "added_tokens.json");
        if (!File.Exists(path))
            return [];
        using var document = TokenizerJson.Parse(path);
        return [.. new JsonPart(document.RootElement, "added_tokens.json", "").Properties().Select(p => new AddedToken(p.Value.AsNumber(), p.Name, Special: true))];
    }

    private static TemplateProcessor Whisper(int start, int noTimestamps, int end)
    {
        TemplatePart[] head = [new(0, 0, [start, noTimestamps]), new(0, 0, null)];
        return new TemplateProcessor([.. head, new(0, 0, [end])], [.. head, new(1, 1, null), new(1, 0, [end])]);
    }

    private static IEnumerable<(string Left, string Right)> Merges(IEnumerable<string> lines, string file)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || number == 1 && line.StartsWith("#version", StringComparison.Ordinal))
                continue;
            var parts = line.TrimEnd('\r').Split(' ');
            yield return parts.Length == 2 ? (parts[0], parts[1])
                : throw new ModelException($"{file}, line {number}: two tokens and one blank are expected, not \"{line}\".");
        }
    }
}
