using EvalHarness.Core.Models;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Onnx.Folders;

/// <summary>
/// A model folder in the layout of Hugging Face Optimum and transformers.js: configuration and tokenizer files, graphs in <c>onnx/</c> or
/// beside them. Nothing is loaded; links that lead out of the folder are refused.
/// </summary>
public sealed class OnnxModelFolder
{
    private static readonly string[] SideFiles =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
        "merges.txt", "encoder.json", "vocab.bpe", "vocab.txt", "spiece.model", "bpe_simple_vocab_16e6.txt.gz", "chat_template.jinja",
        "preprocessor_config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json", "pic2word.json",
    ];

    // Endings by which exporters tell precisions apart; the plain name comes first.
    private static readonly string[] Variants = ["", "_fp16", "_q4f16", "_quantized", "_int8", "_uint8", "_q4", "_bnb4"];

    private readonly Dictionary<string, string> _graphs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxGraphFile> _read = new(StringComparer.Ordinal);

    private OnnxModelFolder(string path, string? variant)
    {
        Path = path;
        Configuration = ModelConfiguration.Read(path);
        FindGraphs(variant);
    }

    /// <summary>The folder, links resolved.</summary>
    public string Path { get; }

    /// <summary>The folder's own name.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>config.json and generation_config.json.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Graph files by their plain name (<c>model</c>, <c>encoder_model</c>, <c>decoder_model_merged</c> and so on).</summary>
    public IReadOnlyDictionary<string, string> Graphs => _graphs;

    /// <summary>Whether a tokenizer of any known kind is there.</summary>
    public bool HasTokenizer => ((string[])["tokenizer.json", "vocab.json", "encoder.json", "vocab.txt", "spiece.model", "bpe_simple_vocab_16e6.txt.gz"]).Any(Has);

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="variant">Precision by the ending of the graph files, such as <c>fp16</c>; null takes the plain files, or the only variant there is.</param>
    /// <exception cref="ModelException">It is missing, holds no graph, or a link in it leads outside.</exception>
    public static OnnxModelFolder Open(string path, string? variant = null)
    {
        if (!Directory.Exists(path))
            throw new ModelException($"The model folder {path} does not exist.");
        return new OnnxModelFolder(RealPath(System.IO.Path.GetFullPath(path)), variant);
    }

    /// <summary>Whether a file is there.</summary>
    public bool Has(string relative) => File.Exists(At(relative));

    /// <summary>The full path of a file.</summary>
    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>What a graph declares.</summary>
    /// <exception cref="ModelException">The graph is missing or damaged.</exception>
    public OnnxGraphFile Graph(string name)
    {
        lock (_read)
        {
            if (_read.TryGetValue(name, out var file))
                return file;
            if (!_graphs.TryGetValue(name, out var path))
                throw new ModelException($"{Path} holds no graph {name}.onnx (neither there nor in onnx/); it holds {string.Join(", ", _graphs.Keys.Order())}.");
            file = OnnxGraphFile.Read(path);
            foreach (var external in file.ExternalFiles)
                Guard(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, external));
            return _read[name] = file;
        }
    }

    /// <summary>The tokenizer, checked against the model's vocabulary.</summary>
    /// <exception cref="ModelException">It is missing, broken, or larger than the model's vocabulary.</exception>
    public Tokenizer ReadTokenizer()
    {
        var tokenizer = Tokenizer.FromFolder(Path);
        if (Configuration.VocabularySize is { } rows && tokenizer.VocabularySize > rows)
            throw new ModelException($"The tokenizer has {tokenizer.VocabularySize:N0} ids, but config.json gives the model a vocabulary of {rows:N0}: the highest ids would be out of range.");
        return tokenizer;
    }

    /// <summary>The files that decide what the model answers, relative to the folder, in ordinal order.</summary>
    public IReadOnlyList<string> FilesThatMatter()
    {
        var files = SideFiles.Where(Has).ToList();
        foreach (var (name, path) in _graphs)
        {
            files.Add(System.IO.Path.GetRelativePath(Path, path).Replace('\\', '/'));
            var folder = System.IO.Path.GetDirectoryName(path)!;
            files.AddRange(Graph(name).ExternalFiles.Select(e => System.IO.Path.GetRelativePath(Path, System.IO.Path.Combine(folder, e)).Replace('\\', '/')));
        }
        return [.. files.Distinct().Order(StringComparer.Ordinal)];
    }

    private void FindGraphs(string? variant)
    {
        foreach (var side in SideFiles)
            Guard(At(side));
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in (string[])[Path, At("onnx")])
        {
            if (!Directory.Exists(folder))
                continue;
            Guard(folder);
            foreach (var file in Directory.EnumerateFiles(folder, "*.onnx").Order(StringComparer.Ordinal))
            {
                Guard(file);
                found[System.IO.Path.GetFileNameWithoutExtension(file)] = file;
            }
        }
        if (found.Count == 0)
            throw new ModelException($"{Path} holds no .onnx file, neither there nor in onnx/.");
        foreach (var plain in found.Keys.Select(PlainName).Distinct().ToList())
        {
            var endings = variant is null ? Variants : [variant.Length == 0 ? "" : "_" + variant];
            if (endings.Select(e => plain + e).FirstOrDefault(found.ContainsKey) is { } chosen)
                _graphs[plain] = found[chosen];
        }
        if (_graphs.Count == 0)
            throw new ModelException($"{Path} holds no graph of the variant \"{variant}\"; it holds {string.Join(", ", found.Keys.Order())}.");
    }

    private static string PlainName(string name) =>
        Variants.Skip(1).FirstOrDefault(v => name.EndsWith(v, StringComparison.Ordinal)) is { } ending ? name[..^ending.Length] : name;

    private void Guard(string path)
    {
        if (!System.IO.Path.Exists(path))
        {
            if (new FileInfo(path).LinkTarget is not null)
                throw new ModelException($"{System.IO.Path.GetRelativePath(Path, path)} is a link that leads nowhere.");
            return;
        }
        var real = RealPath(path);
        if (real != Path && !real.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ModelException($"{System.IO.Path.GetRelativePath(Path, path)} is a link that leads out of the model folder, to {real}; copy the file into the folder.");
    }

    /// <summary>The path with every link in it resolved.</summary>
    private static string RealPath(string path)
    {
        var root = System.IO.Path.GetPathRoot(path)!;
        var real = root;
        foreach (var part in path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = System.IO.Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = entry.LinkTarget is null ? next : RealPath(entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next);
        }
        return System.IO.Path.TrimEndingDirectorySeparator(real);
    }
}
