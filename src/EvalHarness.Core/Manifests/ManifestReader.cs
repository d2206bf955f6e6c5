using EvalHarness.Core.Manifests.Binding;
using EvalHarness.Core.Manifests.Positions;

namespace EvalHarness.Core.Manifests;

/// <summary>
/// Reads manifests: JSON with comments and trailing commas allowed. Checks form, names, ranges and references between its parts, and reports
/// everything that is wrong at once, each with its place; only a mistake in the JSON itself ends reading. Opens no data and no model.
/// </summary>
/// <param name="vocabulary">The names this build knows.</param>
public sealed class ManifestReader(ManifestVocabulary vocabulary)
{
    /// <summary>Largest manifest that is read: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Reads a file. A file that is absent, unreadable or too large is an error like any other.</summary>
    /// <param name="path">The file; relative paths in it start from its folder.</param>
    /// <param name="overrides"><c>path=value</c>, applied in order before anything is checked.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public async Task<ManifestReadResult> ReadFileAsync(string path, IReadOnlyList<string> overrides, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
            // One byte more than allowed tells a file that is too large from one that just fits, also for pipes, which have no length.
            using var bytes = new MemoryStream();
            var buffer = new byte[81920];
            for (int read; bytes.Length <= MaxBytes && (read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                bytes.Write(buffer, 0, read);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(".");
            return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), path, folder, overrides);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a folder; name the manifest in it" : Quotation.OneLine(exception.Message);
            return Unreadable(path, $"The manifest {Quotation.Name(path)} cannot be read: {reason}.");
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="utf8">UTF-8, with or without a byte order mark.</param>
    /// <param name="file">What errors name as the file.</param>
    /// <param name="baseFolder">The folder relative paths start from.</param>
    /// <param name="overrides"><c>path=value</c>, applied in order before anything is checked.</param>
    public ManifestReadResult Read(ReadOnlyMemory<byte> utf8, string file, string baseFolder, IReadOnlyList<string> overrides)
    {
        if (utf8.Length > MaxBytes)
            return Unreadable(file, $"The manifest has more than {MaxBytes / (1024 * 1024)} MiB; a manifest names its data, it does not hold it.");
        if (utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) utf8 = utf8[3..];
        var source = new SourceText(file, utf8);
        if (utf8.Span.Trim(" \t\r\n"u8).IsEmpty)
            return Unreadable(file, "The manifest is empty; 'evalharness init' writes one to start from.");
        var errors = new ErrorList();
        var root = PositionedJsonReader.Read(source, 0, errors);
        if (root is null) return new ManifestReadResult(null, errors.Ordered(source), null, source);
        OverrideSet.Apply(root, overrides, errors);
        SecretGuard.Check(root, errors);
        var manifest = ManifestBinder.Bind(new BindingContext(errors, vocabulary, Path.GetFullPath(baseFolder)), root);
        return new ManifestReadResult(manifest, errors.Ordered(source), root, source);
    }

    private static ManifestReadResult Unreadable(string file, string message)
    {
        var source = new SourceText(file, ReadOnlyMemory<byte>.Empty);
        return new ManifestReadResult(null, [new ManifestError(new JsonPosition(file, 1, 1), "", message)], null, source);
    }
}
