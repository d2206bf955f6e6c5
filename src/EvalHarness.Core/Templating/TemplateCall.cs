using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating;

/// <summary>
/// One call of a <see cref="TemplateFunction"/>. Values are null (None), bool, long, <see cref="System.Numerics.BigInteger"/>, double, string, or an
/// engine value to be handled with <see cref="TemplateValue"/>.
/// </summary>
public readonly ref struct TemplateCall
{
    private readonly object?[] _arguments;

    internal TemplateCall(RenderState state, object? subject, object?[] arguments, KeywordArguments? keywords)
    {
        State = state;
        Subject = subject;
        _arguments = arguments;
        KeywordArguments = keywords;
    }

    /// <summary>The value a filter or test is applied to, or a method is called on; null for global functions.</summary>
    public object? Subject { get; }

    /// <summary>The arguments: one for each parameter, or as given where the function is variadic.</summary>
    public IReadOnlyList<object?> Arguments => _arguments;

    /// <summary>The keyword arguments of a variadic function in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Keywords => KeywordArguments ?? (IReadOnlyList<KeyValuePair<string, object?>>)[];

    /// <summary>The argument at a position.</summary>
    public object? this[int index] => _arguments[index];

    internal RenderState State { get; }

    internal KeywordArguments? KeywordArguments { get; }

    internal object?[] RawArguments => _arguments;

    /// <summary>A random whole number in [0, bound) from the source the rendering was given.</summary>
    /// <exception cref="TemplateException">It was given none.</exception>
    public int Draw(int bound) => State.Draw(bound);

    /// <summary>The value as the template would print it: Python's <c>str</c>.</summary>
    public string Text(object? value) => Printing.Text(value, State);

    /// <summary>The items of an iterable value, in order; a text yields its characters, a map its keys. Every item is a step.</summary>
    /// <exception cref="TemplateException">The value cannot be iterated.</exception>
    public IEnumerable<object?> Items(object? value) => Iteration.Items(value, State);

    internal long Integer(int index) => Numbers.Index(_arguments[index]);

    internal bool Flag(int index) => Truth.Of(_arguments[index], State);

    internal string Plain(int index) => PlainText(_arguments[index], "argument");

    /// <summary>A text argument (marked or not), or a type error.</summary>
    internal static string PlainText(object? value, string what) => value switch
    {
        string text => text,
        Markup markup => markup.Text,
        _ => throw Fault.Type($"{what} must be str, not {TypeNames.Of(value)}"),
    };
}
