using EvalHarness.Core.Suites;
using EvalHarness.Suites.Formats;

namespace EvalHarness.Suites;

/// <summary>
/// A suite read from files. Reading is sequential over local files and stays on the caller's thread; nothing of a split is kept
/// beyond the example at hand.
/// </summary>
public abstract class FileSuite : ISuite
{
    private readonly FileDigests _digests = new();
    private readonly string _revision;

    /// <summary>Sets up a suite.</summary>
    /// <param name="splits">Its split files.</param>
    /// <param name="card">Its card.</param>
    /// <param name="format">Its prompt format.</param>
    /// <param name="revision">
    /// What besides the files determines its examples: the reader's revision, raised whenever ids, queries or references change, and the options in force.
    /// </param>
    protected FileSuite(SplitFiles splits, SuiteCard card, IPromptFormat format, string revision)
    {
        SplitFiles = splits;
        Card = card;
        Format = format;
        _revision = $"{card.Name} {revision}";
    }

    /// <inheritdoc/>
    public SuiteCard Card { get; }

    /// <inheritdoc/>
    public IPromptFormat Format { get; }

    /// <summary>Its split files.</summary>
    protected SplitFiles SplitFiles { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<Example> ReadAsync(string split, CancellationToken cancellationToken)
    {
        SplitFiles.Require(split);
        return Cancellable(Read(split), cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public ValueTask<string> DigestAsync(string split, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_digests.Compute($"{_revision} {split}", UsedFiles(split), cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ReadGalleryAsync(string split, CancellationToken cancellationToken)
    {
        SplitFiles.Require(split);
        return Cancellable(ReadGallery(split), cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc/>
    public virtual string? FindImage(string imageId) => null;

    /// <summary>The examples of a split whose file is there, lazily and in file order.</summary>
    protected abstract IEnumerable<Example> Read(string split);

    /// <summary>The files a split's examples are read from; by default its split file.</summary>
    protected virtual IEnumerable<DataFile> UsedFiles(string split) => [SplitFiles.Require(split)];

    /// <summary>The gallery's image ids; none by default.</summary>
    protected virtual IEnumerable<string> ReadGallery(string split) => [];

    private static IEnumerable<T> Cancellable<T>(IEnumerable<T> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}

/// <summary>A suite read from files of a folder, some of them named by its data.</summary>
/// <param name="folder">Where its files lie.</param>
/// <param name="splits">Its split files.</param>
/// <param name="card">Its card.</param>
/// <param name="format">Its prompt format.</param>
/// <param name="revision">What besides the files determines its examples.</param>
public abstract class FolderSuite(DataFolder folder, SplitFiles splits, SuiteCard card, IPromptFormat format, string revision) : FileSuite(splits, card, format, revision)
{
    /// <summary>Where its files lie.</summary>
    protected DataFolder Folder { get; } = folder;
}
