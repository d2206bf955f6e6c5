using System.Runtime.CompilerServices;

namespace EvalHarness.Pipeline.Stores.Local;

/// <summary>
/// Artefacts as files below a folder. A blob is written to a temporary file in the same folder and then linked to its name, so that readers
/// and a killed process never leave or see half of one.
/// </summary>
public sealed class LocalArtifactStore : IArtifactStore
{
    // No artefact path holds a '~', so no blob can look like a file that is still being written.
    private const string TemporarySuffix = "~";

    private readonly string _root;

    /// <summary>A store below a folder, which is created when needed.</summary>
    public LocalArtifactStore(string root) => _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        if (File.Exists(file))
            return false;
        var temporary = await WriteTemporaryAsync(file, content, cancellationToken).ConfigureAwait(false);
        try
        {
            File.Move(temporary, file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        File.Move(await WriteTemporaryAsync(file, content, cancellationToken).ConfigureAwait(false), file, overwrite: true);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(FileOf(path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException
            || (exception is UnauthorizedAccessException && Directory.Exists(FileOf(path))))
        {
            return Task.FromResult<Stream?>(null); // nothing, or only blobs below that name
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => Task.FromResult(File.Exists(FileOf(path)));

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!folder.EndsWith('/'))
            throw new ArgumentException($"'{folder}' is no folder: it must end in '/'.", nameof(folder));
        var root = FileOf(folder[..^1]);
        if (!Directory.Exists(root))
            yield break;
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var file = FileOf(path);
        if (File.Exists(file))
            File.Delete(file);
        return Task.CompletedTask;
    }

    private string FileOf(string path) => Path.Combine(_root, ArtifactPath.Check(path).Replace('/', Path.DirectorySeparatorChar));

    private static async Task<string> WriteTemporaryAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var temporary = $"{file}.{Guid.NewGuid():N}{TemporarySuffix}";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellationToken).ConfigureAwait(false);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
