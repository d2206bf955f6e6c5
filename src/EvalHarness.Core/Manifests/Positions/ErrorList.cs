namespace EvalHarness.Core.Manifests.Positions;

/// <summary>Collects errors, bounded in number, and puts them in the order of the text.</summary>
internal sealed class ErrorList
{
    /// <summary>More than this many are not listed.</summary>
    public const int Most = 1_000;

    private readonly List<(Place Place, ManifestError Error)> _errors = [];
    private readonly HashSet<Place> _closed = [];

    public bool Any => _errors.Count > 0;

    /// <summary>Whether further errors are not listed: then nothing need be worked out for them, and what remains need not be bound.</summary>
    public bool Full => _errors.Count >= Most;

    public void Add(Place place, string path, string message, string? found = null, IReadOnlyList<string>? allowed = null, string? suggestion = null)
    {
        if (_closed.Contains(place)) return;
        if (Full) return;
        _errors.Add((place, new ManifestError(place.Position, path, message) { Found = found, Allowed = allowed ?? [], Suggestion = suggestion }));
    }

    /// <summary>Ignores later errors at a place: its value was unreadable, and what stands in for it is nobody's mistake.</summary>
    public void Close(Place place) => _closed.Add(place);

    /// <summary>All errors: those of the file by place, then those of overrides in the order given.</summary>
    public IReadOnlyList<ManifestError> Ordered(SourceText file)
    {
        var ordered = _errors.Where(entry => entry.Place.Source == file).OrderBy(entry => entry.Place.Offset)
            .Concat(_errors.Where(entry => entry.Place.Source != file))
            .Select(entry => entry.Error).ToList();
        if (Full)
            ordered.Add(new ManifestError(file.PositionAt(0), "", $"There may be further errors; the first {Most:#,0} are listed."));
        return ordered;
    }
}
