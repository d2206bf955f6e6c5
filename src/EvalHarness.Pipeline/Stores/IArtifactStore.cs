namespace EvalHarness.Pipeline.Stores;

/// <summary>
/// Blobs by path: evidence shards, their index, plans and reports. Paths are relative, with '/' between segments of letters, digits, '.', '-', '_', '=' and '@'.
/// A blob is seen whole or not at all, whatever happens to the process that writes it.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Creates a blob if there is none of that path.</summary>
    /// <returns>False when it exists already; then nothing changed.</returns>
    Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Creates or replaces a blob.</summary>
    Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading from its start, or gives null when there is none. Reading may stop anywhere.</summary>
    Task<Stream?> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Whether there is a blob of that path.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);

    /// <summary>Streams the paths below a folder (a prefix that ends in '/'), in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Deletes a blob; no error when there is none.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>Path rules every artefact store keeps.</summary>
public static class ArtifactPath
{
    /// <summary>Checks a path.</summary>
    /// <exception cref="ArgumentException">It is absolute, empty, leaves the store, or has a character that is not allowed.</exception>
    public static string Check(string path)
    {
        foreach (var segment in path.Split('/'))
            if (segment.Length == 0 || segment is "." or ".." || segment.AsSpan().ContainsAnyExcept(Allowed))
                throw new ArgumentException($"'{path}' is no artefact path: segments of letters, digits, '.', '-', '_', '=', '@' between single '/'.", nameof(path));
        return path;
    }

    private static System.Buffers.SearchValues<char> Allowed { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_=@");
}
