using System.Text;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>UTF-8 text with a name, from which line and column of a byte offset are computed when an error needs them.</summary>
internal sealed class SourceText(string file, ReadOnlyMemory<byte> bytes)
{
    private int[]? _lineStarts;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Offset of the first byte of a line, from 0; the end of the text for lines behind it.</summary>
    public int StartOfLine(long line)
    {
        var starts = LineStarts();
        return line < starts.Length ? starts[line] : Bytes.Length;
    }

    public JsonPosition PositionAt(int offset)
    {
        offset = Math.Clamp(offset, 0, Bytes.Length);
        var starts = LineStarts();
        var line = Array.BinarySearch(starts, offset);
        if (line < 0) line = ~line - 1;
        return new JsonPosition(file, line + 1, Encoding.UTF8.GetCharCount(Bytes.Span[starts[line]..offset]) + 1);
    }

    private int[] LineStarts()
    {
        if (_lineStarts is not null) return _lineStarts;
        var starts = new List<int> { 0 };
        var span = Bytes.Span;
        for (var i = 0; i < span.Length; i++)
            if (span[i] == (byte)'\n')
                starts.Add(i + 1);
        return _lineStarts = [.. starts];
    }
}

/// <summary>A byte offset in a text.</summary>
internal readonly record struct Place(SourceText Source, int Offset)
{
    public JsonPosition Position => Source.PositionAt(Offset);
}
