using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace EvalHarness.Suites.Formats;

/// <summary>
/// The digest of a data set: SHA-256 over one line a file, <c>name TAB sha256 LF</c>, in ordinal order of the relative names, behind one line
/// with what else determines the examples (reader revision, options). File sums are kept while path, size and time of writing stay the same.
/// </summary>
public sealed class FileDigests
{
    private readonly ConcurrentDictionary<(string Path, long Length, long Written), string> _sums = new();

    /// <summary>The digest as lower-case hex.</summary>
    /// <param name="revision">Reader revision and options.</param>
    /// <param name="files">The files the examples are read from; doubles count once.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    public string Compute(string revision, IEnumerable<DataFile> files, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(revision).Append('\n');
        foreach (var file in files.DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Append(file.Name).Append('\t').Append(Sum(file)).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private string Sum(DataFile file)
    {
        var info = new FileInfo(file.FullPath);
        var key = (file.FullPath, info.Exists ? info.Length : -1, info.Exists ? info.LastWriteTimeUtc.Ticks : 0);
        if (_sums.TryGetValue(key, out var sum))
            return sum;
        using var stream = file.OpenRead();
        return _sums[key] = Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
