namespace EvalHarness.Core.Metrics.Tokens;

/// <summary>A growing run of characters that is reused from text to text.</summary>
internal sealed class TextBuffer
{
    private char[] _characters = new char[512];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Text => _characters.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(char c)
    {
        if (Length == _characters.Length)
            Array.Resize(ref _characters, _characters.Length * 2);
        _characters[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _characters.Length - Length)
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, Length + text.Length));
        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Replaces the content by the given text.</summary>
    public void Set(ReadOnlySpan<char> text)
    {
        Clear();
        Append(text);
    }
}
