using EvalHarness.Core.Templating.Binding;
using EvalHarness.Core.Templating.Runtime;
using EvalHarness.Core.Templating.Syntax;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Nodes;

/// <summary>An arithmetic operator with two sides.</summary>
internal sealed class BinaryNode(TokenKind symbol, Expression left, Expression right, int line) : Expression(line, left, right)
{
    public override IEnumerable<TemplateNode> Children => [left, right];

    public override object? Evaluate(Frame frame)
    {
        var x = left.Evaluate(frame);
        var y = right.Evaluate(frame);
        return symbol switch
        {
            TokenKind.Add => Arithmetic.Add(x, y, frame.State),
            TokenKind.Subtract => Arithmetic.Subtract(x, y, frame.State),
            TokenKind.Multiply => Arithmetic.Multiply(x, y, frame.State),
            TokenKind.Divide => Arithmetic.Divide(x, y, frame.State),
            TokenKind.FloorDivide => Arithmetic.FloorDivide(x, y, frame.State),
            TokenKind.Modulo => Arithmetic.Modulo(x, y, frame.State),
            _ => Arithmetic.Power(x, y, frame.State),
        };
    }
}

/// <summary>A sign.</summary>
internal sealed class SignNode(bool isMinus, Expression operand, int line) : Expression(line, operand)
{
    public override IEnumerable<TemplateNode> Children => [operand];

    public override object? Evaluate(Frame frame) =>
        isMinus ? Arithmetic.Negate(operand.Evaluate(frame)) : Arithmetic.Plus(operand.Evaluate(frame));
}

/// <summary><c>not x</c>.</summary>
internal sealed class NotNode(Expression operand, int line) : Expression(line, operand)
{
    public override IEnumerable<TemplateNode> Children => [operand];

    public override object? Evaluate(Frame frame) => Boxes.Bool(!Truth.Of(operand.Evaluate(frame), frame.State));
}

/// <summary><c>and</c> and <c>or</c>: the value is that of the side that decided.</summary>
internal sealed class LogicNode(bool isAnd, Expression left, Expression right, int line) : Expression(line, left, right)
{
    public override IEnumerable<TemplateNode> Children => [left, right];

    public override object? Evaluate(Frame frame)
    {
        var value = left.Evaluate(frame);
        return Truth.Of(value, frame.State) == isAnd ? right.Evaluate(frame) : value;
    }
}

/// <summary><c>a if test else b</c>; without an else the value is undefined.</summary>
internal sealed class ConditionNode(Expression test, Expression whenTrue, Expression? whenFalse, int line) : Expression(line, test, whenTrue, whenFalse)
{
    private readonly Undefined _undefined = Undefined.Because(
        $"the inline if-expression on line {line} evaluated to false and no else section was defined.");

    public override IEnumerable<TemplateNode> Children => whenFalse is null ? [test, whenTrue] : [test, whenTrue, whenFalse];

    public override void Bind(BindingScope scope) => base.Bind(scope.Conditional());

    public override object? Evaluate(Frame frame) =>
        Truth.Of(test.Evaluate(frame), frame.State) ? whenTrue.Evaluate(frame) : whenFalse is null ? _undefined : whenFalse.Evaluate(frame);
}

/// <summary><c>a ~ b ~ c</c>: all sides as text.</summary>
internal sealed class ConcatNode(Expression[] parts, int line) : Expression(line, parts)
{
    private EscapeMode _escape;

    public override IEnumerable<TemplateNode> Children => parts;

    public override void Bind(BindingScope scope)
    {
        base.Bind(scope);
        _escape = IsConstant ? EscapeMode.Off : scope.Escape;
    }

    public override object? Evaluate(Frame frame)
    {
        var values = Array.ConvertAll(parts, part => part.Evaluate(frame));
        var mark = _escape == EscapeMode.On && Array.Exists(values, value => value is Markup);
        var texts = Array.ConvertAll(values, value => mark && value is not Markup ? Markup.Escape(Printing.Text(value, frame.State)) : Printing.Text(value, frame.State));
        var length = texts.Sum(text => (long)text.Length);
        frame.State.CheckLength(length);
        frame.State.ChargeText(length);
        var joined = string.Concat(texts);
        return mark ? new Markup(joined) : joined;
    }
}

/// <summary>A chain of comparisons, <c>a &lt; b &lt;= c</c>: each side is evaluated once, and only as far as needed.</summary>
internal sealed class CompareNode(Expression first, (Comparison Kind, Expression Operand)[] rest, int line)
    : Expression(line, [first, .. Array.ConvertAll(rest, part => part.Operand)])
{
    public override IEnumerable<TemplateNode> Children => rest.Select(part => part.Operand).Prepend(first);

    public override object? Evaluate(Frame frame)
    {
        var left = first.Evaluate(frame);
        foreach (var (kind, operand) in rest)
        {
            var right = operand.Evaluate(frame);
            if (!Compare(kind, left, right, frame.State))
                return Boxes.False;
            left = right;
        }
        return Boxes.True;
    }

    private static bool AreEqual(object? x, object? y, RenderState state)
    {
        state.ChargeReading(x);
        return ValueEquality.AreEqual(x, y);
    }

    private static bool Compare(Comparison kind, object? x, object? y, RenderState state) => kind switch
    {
        Comparison.Equal => AreEqual(x, y, state),
        Comparison.NotEqual => !AreEqual(x, y, state),
        Comparison.Less => Ordering.Less(x, y, state),
        Comparison.LessOrEqual => Ordering.LessOrEqual(x, y, state),
        Comparison.Greater => Ordering.Greater(x, y, state),
        Comparison.GreaterOrEqual => Ordering.GreaterOrEqual(x, y, state),
        Comparison.In => Ordering.Contains(y, x, state),
        _ => !Ordering.Contains(y, x, state),
    };
}

/// <summary>The comparisons.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}
