using System.Numerics;
using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Runtime;

/// <summary>All that changes during one rendering: the output, the line, the budget. Used by one thread.</summary>
internal sealed class RenderState
{
    private const int CharactersPerStep = 16;
    private const int ItemsPerStep = 4;
    private const int BitsPerStep = 32;
    private const long MaximumBits = 1 << 17;

    // Reading what is shorter costs no more than the step of the operation that reads it.
    private const int ShortText = 4096;
    private const int ShortList = 1024;

    private readonly TemplateLimits _limits;
    private readonly Func<int, int>? _draw;
    private readonly Stack<OutputBuffer> _spare = new();
    private long _stepsLeft;
    private int _depth;

    public RenderState(JinjaEnvironment environment, Func<int, int>? draw)
    {
        Environment = environment;
        Sandboxed = environment.Sandboxed;
        _limits = environment.Limits;
        _draw = draw;
        _stepsLeft = _limits.MaximumSteps;
        Output = new OutputBuffer(_limits.MaximumOutputLength);
    }

    public JinjaEnvironment Environment { get; }

    public bool Sandboxed { get; }

    /// <summary>Where output goes; macros and captured blocks put one of their own in its place.</summary>
    public OutputBuffer Output { get; private set; }

    /// <summary>The line being rendered.</summary>
    public int Line { get; set; } = 1;

    /// <summary>Whether output is being computed that Jinja would have folded into a constant.</summary>
    public bool IsFolding { get; set; }

    /// <summary>Whether <c>{% autoescape true %}</c> is in force.</summary>
    public bool AutoEscape { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_stepsLeft < 0)
            ThrowTooManySteps();
    }

    /// <summary>Counts text that an operation makes or reads.</summary>
    public void ChargeText(long characters) => Charge(characters / CharactersPerStep);

    /// <summary>Counts items that an operation copies.</summary>
    public void ChargeItems(long items) => Charge(items / ItemsPerStep);

    /// <summary>Counts the reading of a long text or list.</summary>
    public void ChargeReading(object? value)
    {
        if (value is string { Length: > ShortText } text)
            ChargeText(text.Length);
        else if (value is TemplateList { Items.Count: > ShortList } list)
            ChargeItems(list.Items.Count);
    }

    /// <summary>Checks the length of a text before it is made.</summary>
    public void CheckLength(long characters)
    {
        if (characters > _limits.MaximumOutputLength)
            throw Fault.Limit($"a text is longer than {_limits.MaximumOutputLength} characters");
    }

    /// <summary>Checks the size of a whole number before it is made.</summary>
    public void CheckBits(long bits)
    {
        if (bits > MaximumBits)
            throw Fault.Limit($"a whole number has more than {MaximumBits} bits");
        Charge(bits / BitsPerStep);
    }

    /// <summary>Checks a whole number that grew by an addition.</summary>
    public BigInteger Bounded(BigInteger number)
    {
        CheckBits(number.GetBitLength());
        return number;
    }

    /// <summary>Checks and counts a division.</summary>
    public void ChargeDivision(BigInteger x, BigInteger y) => Charge((x.GetBitLength() + y.GetBitLength()) / BitsPerStep);

    public string Concat(string left, string right)
    {
        CheckLength((long)left.Length + right.Length);
        ChargeText(left.Length + right.Length);
        return string.Concat(left, right);
    }

    public string Repeat(string text, long count)
    {
        if (text.Length == 0 || count <= 0)
            return "";
        CheckLength(count > int.MaxValue ? count : text.Length * count);
        ChargeText(text.Length * count);
        return count == 1 ? text : string.Create((int)(text.Length * count), text, static (span, piece) =>
        {
            for (var i = 0; i < span.Length; i += piece.Length)
                piece.CopyTo(span[i..]);
        });
    }

    /// <summary>Enters a macro, block or recursive loop.</summary>
    public void Enter()
    {
        if (++_depth > _limits.MaximumNesting)
            throw Fault.Limit($"macros, blocks or recursive loops call each other more than {_limits.MaximumNesting} levels deep");
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    public void Leave() => _depth--;

    /// <summary>Sends output to a buffer of its own; <see cref="EndCapture"/> gives its text.</summary>
    public OutputBuffer BeginCapture()
    {
        var outer = Output;
        Output = _spare.TryPop(out var spare) ? spare : new OutputBuffer(_limits.MaximumOutputLength);
        return outer;
    }

    public string EndCapture(OutputBuffer outer)
    {
        var text = Output.Take();
        ChargeText(text.Length);
        _spare.Push(Output);
        Output = outer;
        return text;
    }

    public int Draw(int bound) => _draw is not null
        ? _draw(bound)
        : throw Fault.Runtime("the template draws at random, but the rendering was given no source of random numbers");

    /// <summary>Gives rented memory back.</summary>
    public void Release()
    {
        Output.Release();
        foreach (var buffer in _spare)
            buffer.Release();
    }

    private void Charge(long steps)
    {
        if ((_stepsLeft -= Math.Min(steps, _limits.MaximumSteps)) < 0)
            ThrowTooManySteps();
    }

    private void ThrowTooManySteps() => throw Fault.Limit($"the rendering takes more than {_limits.MaximumSteps} steps");
}
