using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>The arguments of a call, filter or test.</summary>
/// <param name="Positional">Arguments by position.</param>
/// <param name="Named">Keyword arguments.</param>
/// <param name="Spread">The items after <c>*</c>, or null.</param>
/// <param name="NamedSpread">The map after <c>**</c>, or null.</param>
internal sealed record ArgumentList(Expression[] Positional, (string Name, Expression Value)[] Named, Expression? Spread, Expression? NamedSpread)
{
    private static readonly object?[] NoValues = [];

    public static ArgumentList Empty { get; } = new([], [], null, null);

    public Expression[] All { get; } =
    [
        .. Positional, .. Array.ConvertAll(Named, pair => pair.Value), .. Spread is null ? (Expression[])[] : [Spread], .. NamedSpread is null ? (Expression[])[] : [NamedSpread],
    ];

    public object?[] Evaluate(Frame frame, string function, out KeywordArguments? keywords)
    {
        keywords = null;
        if (All.Length == 0)
            return NoValues;
        var values = new object?[Positional.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Positional[i].Evaluate(frame);
        foreach (var (name, value) in Named)
            (keywords ??= []).AddUnique(function, name, value.Evaluate(frame));
        if (Spread is not null)
            values = [.. values, .. Iteration.Items(Spread.Evaluate(frame), frame.State)];
        if (NamedSpread is not null)
            SpreadNamed(frame, function, keywords ??= []);
        return values;
    }

    private void SpreadNamed(Frame frame, string function, KeywordArguments keywords)
    {
        var value = NamedSpread!.Evaluate(frame);
        if (value is Undefined undefined)
            throw undefined.Failure();
        if (value is not TemplateMap map)
            throw Fault.Type($"{function}() argument after ** must be a mapping, not {TypeNames.Of(value)}");
        foreach (var (key, item) in map.Entries)
            keywords.AddUnique(function, TemplateValue.AsText(key) ?? throw Fault.Type("keywords must be strings"), item);
    }
}

/// <summary><c>f(...)</c>.</summary>
internal sealed class CallNode(Expression callee, ArgumentList arguments, int line) : Expression(line, [callee, .. arguments.All])
{
    public override IEnumerable<TemplateNode> Children => arguments.All.Prepend(callee);

    public override bool IsConstant => false;

    public override object? Evaluate(Frame frame) => Call(frame, null);

    /// <summary>Calls with the body of a call block as <c>caller</c>.</summary>
    public object? Call(Frame frame, object? caller)
    {
        var target = callee.Evaluate(frame);
        var values = arguments.Evaluate(frame, "call", out var keywords);
        if (caller is not null)
            (keywords ??= []).AddUnique("call", "caller", caller);
        return Invocation.Call(target, values, keywords, frame.State);
    }
}

/// <summary><c>x | f(...)</c>. Without a value (in filter and set blocks) it is applied to what is handed over.</summary>
internal sealed class FilterNode(Expression? subject, string name, ArgumentList arguments, int line) : Expression(line, [subject, .. arguments.All])
{
    private TemplateFunction? _filter;
    private bool _isDynamic;

    public override IEnumerable<TemplateNode> Children => subject is null ? arguments.All : arguments.All.Prepend(subject);

    public override void Bind(BindingScope scope)
    {
        _filter = scope.Template.Environment.FindFilter(name);
        _isDynamic = scope.Escape == EscapeMode.Dynamic || name is "map" or "select" or "reject" or "selectattr" or "rejectattr" or "random";
        if (_filter is null && !scope.IsConditional)
            throw BindingScope.Error(TemplateErrorKind.UnknownName, $"No filter named '{name}'.", Line);
        base.Bind(scope);
    }

    public override bool IsConstant => !_isDynamic && subject is not null && base.IsConstant;

    public override object? Evaluate(Frame frame) => Apply(frame, null);

    /// <summary>The filter, or the innermost of a chain, applied to a text.</summary>
    public object? Apply(Frame frame, object? captured)
    {
        var value = subject switch
        {
            null => captured,
            FilterNode inner when captured is not null => inner.Apply(frame, captured),
            _ => subject.Evaluate(frame),
        };
        var values = arguments.Evaluate(frame, name, out var keywords);
        return (_filter ?? throw new TemplateException(TemplateErrorKind.UnknownName, $"No filter named '{name}' found."))
            .Invoke(frame.State, value, values, keywords);
    }
}

/// <summary><c>x is test(...)</c>.</summary>
internal sealed class TestNode(Expression subject, string name, ArgumentList arguments, int line) : Expression(line, [subject, .. arguments.All])
{
    private TemplateFunction? _test;

    public override IEnumerable<TemplateNode> Children => arguments.All.Prepend(subject);

    public override void Bind(BindingScope scope)
    {
        _test = Tests.BuiltInTests.Find(name);
        if (_test is null && !scope.IsConditional)
            throw BindingScope.Error(TemplateErrorKind.UnknownName, $"No test named '{name}'.", Line);
        base.Bind(scope);
    }

    public override object? Evaluate(Frame frame)
    {
        var value = subject.Evaluate(frame);
        var values = arguments.Evaluate(frame, name, out var keywords);
        return (_test ?? throw new TemplateException(TemplateErrorKind.UnknownName, $"No test named '{name}' found."))
            .Invoke(frame.State, value, values, keywords);
    }
}
