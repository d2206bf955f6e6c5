using System.IO.Compression;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Formats;

/// <summary>
/// A zip file read as a folder, entry by entry, into memory. An archive is refused when an entry's name leads out of a folder or stands twice;
/// an entry is refused when it is larger than allowed, whatever size it declares.
/// </summary>
public sealed class ZipFolder : IDisposable
{
    private const int MostEntries = 1_000_000;

    private readonly DataFile _file;
    private readonly long _largestEntry;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens an archive.</summary>
    /// <param name="file">The zip file.</param>
    /// <param name="largestEntry">The most bytes an entry may unpack to.</param>
    /// <exception cref="SuiteException">It is no zip file, or an entry's name is refused.</exception>
    public ZipFolder(DataFile file, long largestEntry)
    {
        _file = file;
        _largestEntry = largestEntry;
        var stream = file.OpenRead();
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
            if (_archive.Entries.Count > MostEntries)
                throw new Place(file.Name).Error($"it holds {_archive.Entries.Count} entries", $"at most {MostEntries}");
            foreach (var entry in _archive.Entries)
                Add(entry);
        }
        catch (InvalidDataException cause)
        {
            stream.Dispose();
            throw new Place(file.Name).Error($"it is no readable zip file ({cause.Message.TrimEnd('.')})", "a zip file", cause: cause);
        }
        catch (SuiteException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The unpacked bytes of an entry, or null where there is none of that name.</summary>
    /// <exception cref="SuiteException">The entry is damaged or too large.</exception>
    public byte[]? Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            return null;
        var place = new Place($"{_file.Name}/{name}");
        try
        {
            using var unpacked = entry.Open();
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 14];
            for (var read = unpacked.Read(buffer); read > 0; read = unpacked.Read(buffer))
            {
                if (bytes.Length + read > _largestEntry)
                    throw place.Error($"it unpacks to more than {_largestEntry >> 20} MiB", "a smaller entry");
                bytes.Write(buffer, 0, read);
            }
            return bytes.ToArray();
        }
        catch (InvalidDataException cause)
        {
            throw place.Error($"it cannot be unpacked ({cause.Message.TrimEnd('.')})", "an undamaged zip file", cause: cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void Add(ZipArchiveEntry entry)
    {
        if (!DataFolder.IsPlain(entry.FullName.TrimEnd('/')))
            throw new Place(_file.Name).Error($"the entry {Place.Quote(entry.FullName)} leads out of a folder", "relative names without '..'");
        if (!entry.FullName.EndsWith('/') && !_entries.TryAdd(entry.FullName, entry))
            throw new Place(_file.Name).Error($"the entry {Place.Quote(entry.FullName)} stands twice", "names that differ");
    }
}
