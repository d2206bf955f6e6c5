using System.Buffers;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>Collects rendered text in a rented array; refuses to grow beyond the limit on output.</summary>
internal sealed class OutputBuffer(int maximumLength)
{
    private const int FirstCapacity = 512;

    private char[] _content = [];
    // How much of the array may be used: arrays come larger than asked for.
    private int _capacity;

    public int Length { get; private set; }

    public void Append(string text)
    {
        var end = Length + text.Length;
        if (end > _capacity)
            Grow(end);
        text.CopyTo(_content.AsSpan(Length));
        Length = end;
    }

    /// <summary>The text collected since the last call; the buffer is empty again.</summary>
    public string Take()
    {
        var text = new string(_content, 0, Length);
        Length = 0;
        return text;
    }

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        if (_content.Length > 0)
            ArrayPool<char>.Shared.Return(_content);
        (_content, _capacity, Length) = ([], 0, 0);
    }

    private void Grow(int needed)
    {
        if (needed > maximumLength || needed < 0)
            throw Fault.Limit($"the output is longer than {maximumLength} characters");
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(FirstCapacity, Math.Max(needed, (int)Math.Min(maximumLength, 2L * _content.Length))));
        _content.AsSpan(0, Length).CopyTo(larger);
        var length = Length;
        Release();
        (_content, _capacity, Length) = (larger, Math.Min(larger.Length, maximumLength), length);
    }
}
