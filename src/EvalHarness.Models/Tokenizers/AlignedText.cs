using System.Text;

namespace EvalHarness.Models.Tokenizers;

/// <summary>A normalised text that knows for each of its UTF-16 units which units of the source it stands for.</summary>
internal sealed class AlignedText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    public AlignedText(string source) => Text = source;

    public AlignedText(string text, int[] starts, int[] ends)
    {
        Text = text;
        _starts = starts;
        _ends = ends;
    }

    public string Text { get; }

    public int SourceStart(int index) => _starts is null ? index : _starts[index];

    public int SourceEnd(int index) => _ends is null ? index + 1 : _ends[index];
}

/// <summary>A part of a text on its way to tokens; or, with an id, an added token that was found in it.</summary>
internal readonly record struct Piece(AlignedText Text, int Start, int End, int TokenId = -1)
{
    public int Length => End - Start;

    public ReadOnlySpan<char> Span => Text.Text.AsSpan(Start, End - Start);

    public Piece Slice(int start, int end) => new(Text, Start + start, Start + end);

    /// <summary>Where the piece begins in the source.</summary>
    public int SourceStart => Start < Text.Text.Length ? Text.SourceStart(Start) : Text.Text.Length == 0 ? 0 : Text.SourceEnd(Text.Text.Length - 1);

    /// <summary>The source range of a part of the piece, in UTF-16 units.</summary>
    public (int Start, int End) SourceRange(int start, int end) =>
        end > start ? (Text.SourceStart(Start + start), Text.SourceEnd(Start + end - 1)) : (SourceStart, SourceStart);
}

/// <summary>
/// Rewrites a piece character by character and keeps the alignment as the reference library does: a character either replaces the next
/// one (and may swallow some after it), or is inserted and then shares the alignment of what was read last.
/// </summary>
internal sealed class TextRewriter
{
    private readonly Piece _source;
    private readonly StringBuilder _text;
    private readonly List<int> _starts;
    private readonly List<int> _ends;
    private int _cursor;
    private int _lastStart;
    private int _lastEnd;

    public TextRewriter(Piece source)
    {
        _source = source;
        _cursor = source.Start;
        _lastStart = _lastEnd = source.SourceStart;
        _text = new StringBuilder(source.Length + 16);
        _starts = new List<int>(source.Length + 16);
        _ends = new List<int>(source.Length + 16);
    }

    /// <summary>Drops the next characters.</summary>
    public void Skip(int characters)
    {
        for (var i = 0; i < characters && _cursor < _source.End; i++)
        {
            var length = RuneLength(_source.Text.Text, _cursor, _source.End);
            _lastStart = _source.Text.SourceStart(_cursor);
            _lastEnd = _source.Text.SourceEnd(_cursor + length - 1);
            _cursor += length;
        }
    }

    /// <summary>Writes a character in place of the next one, then drops <paramref name="dropped"/> more.</summary>
    public void Replace(Rune character, int dropped = 0)
    {
        if (_cursor < _source.End)
        {
            var length = RuneLength(_source.Text.Text, _cursor, _source.End);
            Append(character, _source.Text.SourceStart(_cursor), _source.Text.SourceEnd(_cursor + length - 1));
            Skip(1 + dropped);
        }
        else
            Append(character, _lastStart, _lastEnd);
    }

    /// <summary>Writes an additional character.</summary>
    public void Insert(Rune character) => Append(character, _lastStart, _lastEnd);

    /// <summary>Writes what stands next unchanged.</summary>
    public void Keep(int units)
    {
        for (var end = Math.Min(_cursor + units, _source.End); _cursor < end;)
        {
            var length = RuneLength(_source.Text.Text, _cursor, _source.End);
            _lastStart = _source.Text.SourceStart(_cursor);
            _lastEnd = _source.Text.SourceEnd(_cursor + length - 1);
            for (var i = 0; i < length; i++)
            {
                _text.Append(_source.Text.Text[_cursor + i]);
                _starts.Add(_lastStart);
                _ends.Add(_lastEnd);
            }
            _cursor += length;
        }
    }

    public Piece Build() => new(new AlignedText(_text.ToString(), [.. _starts], [.. _ends]), 0, _text.Length);

    /// <summary>UTF-16 units of the character at an index: 2 for a surrogate pair, else 1.</summary>
    public static int RuneLength(string text, int index, int end) =>
        char.IsHighSurrogate(text[index]) && index + 1 < end && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    private void Append(Rune character, int start, int end)
    {
        Span<char> units = stackalloc char[2];
        var count = character.EncodeToUtf16(units);
        _text.Append(units[..count]);
        for (var i = 0; i < count; i++)
        {
            _starts.Add(start);
            _ends.Add(end);
        }
    }
}
