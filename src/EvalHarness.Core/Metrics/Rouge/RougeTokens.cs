using System.Runtime.InteropServices;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>A text as token ids, with the places where its lines end.</summary>
internal sealed class RougeTokens
{
    private readonly List<int> _ids = [];
    private readonly List<int> _lineEnds = [];

    public int Count => _ids.Count;

    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>Lines between line feeds, in order; those without a token are empty.</summary>
    public int LineCount => _lineEnds.Count + 1;

    public ReadOnlySpan<int> Line(int line)
    {
        var start = line == 0 ? 0 : _lineEnds[line - 1];
        var end = line == _lineEnds.Count ? _ids.Count : _lineEnds[line];
        return Ids[start..end];
    }

    public void Clear()
    {
        _ids.Clear();
        _lineEnds.Clear();
    }

    public void Add(int id) => _ids.Add(id);

    public void EndLine() => _lineEnds.Add(_ids.Count);
}
