using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;

namespace EvalHarness.Models.Onnx;

/// <summary>A model folder named by a manifest: recognised and hashed, not yet loaded.</summary>
public sealed class OnnxModelSource : IModelSource
{
    private readonly IOnnxFamily _family;
    private readonly OnnxModelOptions _options;
    private readonly string _stamp;

    private OnnxModelSource(OnnxModelFolder folder, IOnnxFamily family, ModelIdentity identity, OnnxModelOptions options, ModelPrice? price)
    {
        Folder = folder;
        _family = family;
        Identity = identity;
        _options = options;
        Price = price;
        _stamp = Stamp(folder);
        HasChatTemplate = family.HasChatTemplate(folder);
    }

    /// <summary>The folder.</summary>
    public OnnxModelFolder Folder { get; }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public IReadOnlySet<Type> Capabilities => _family.Capabilities;

    /// <inheritdoc/>
    public bool HasChatTemplate { get; }

    /// <inheritdoc/>
    public ModelPrice? Price { get; }

    /// <summary>Recognises a folder.</summary>
    /// <param name="name">The manifest's name of the model.</param>
    /// <param name="path">The folder.</param>
    /// <param name="options">What it will run on; its cache folder also keeps the digest.</param>
    /// <param name="price">What its tokens are to cost, or null.</param>
    /// <exception cref="ModelException">The folder is broken, or of no known family.</exception>
    public static OnnxModelSource Open(string name, string path, OnnxModelOptions? options = null, ModelPrice? price = null)
    {
        options ??= new OnnxModelOptions();
        var folder = OnnxModelFolder.Open(path, options.Variant);
        var family = OnnxFamilies.Of(folder);
        var identity = new ModelIdentity
        {
            Name = name,
            Provider = "onnx",
            Digest = ModelDigest.Compute(folder, options.CacheFolder),
            ExecutionProvider = options.ExecutionProvider switch { ExecutionProvider.Cuda => "cuda", ExecutionProvider.Auto => "auto", _ => "cpu" },
            Precision = family.Precision(folder),
            Runtime = OnnxSession.Runtime,
        };
        return new OnnxModelSource(folder, family, identity, options, price);
    }

    /// <inheritdoc/>
    public Task<IModel> LoadAsync(CancellationToken cancellationToken) => Task.Run(
        () => Stamp(Folder) == _stamp
            ? _family.Load(Folder, Identity, _options)
            : throw new ModelException($"Files of the model '{Identity.Name}' in {Folder.Path} changed after the run was planned; plan again."),
        cancellationToken);

    // Sizes and times of change: hashing gigabytes again before each load would cost more than it tells.
    private static string Stamp(OnnxModelFolder folder) => string.Join('\n', folder.FilesThatMatter()
        .Select(name => new FileInfo(folder.At(name)) is { Exists: true } file ? $"{name} {file.Length} {file.LastWriteTimeUtc.Ticks}" : $"{name} is gone"));
}
