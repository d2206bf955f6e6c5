using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>Turns tokens into expressions, from the loosest operator to the tightest.</summary>
internal sealed partial class ExpressionParser(TokenStream stream, int maximumNesting)
{
    private int _depth;

    /// <summary>An expression.</summary>
    public Expression Parse(bool withCondition = true)
    {
        if (++_depth > maximumNesting)
            throw new TemplateException(TemplateErrorKind.Limit, $"expressions nest more than {maximumNesting} levels deep", TemplateStage.Parse, stream.Current.Line);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var expression = withCondition ? ParseCondition() : ParseOr();
        _depth--;
        return expression;
    }

    /// <summary>An expression, or several with commas, which make a tuple.</summary>
    /// <param name="withCondition">Whether <c>a if b else c</c> is taken without parentheses.</param>
    /// <param name="endName">A name that ends the tuple.</param>
    /// <param name="isParenthesized">Whether an empty tuple is possible.</param>
    public Expression ParseTuple(bool withCondition = true, string? endName = null, bool isParenthesized = false) =>
        ParseTuple(() => Parse(withCondition), endName, isParenthesized);

    private Expression ParseTuple(Func<Expression> parseItem, string? endName, bool isParenthesized)
    {
        var line = stream.Current.Line;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0)
                stream.Expect(TokenKind.Comma);
            if (stream.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.RightParenthesis || (endName is not null && stream.Current.IsName(endName)))
                break;
            items.Add(parseItem());
            if (stream.Kind != TokenKind.Comma)
                break;
            isTuple = true;
        }
        if (isTuple)
            return new TupleNode([.. items], line);
        if (items.Count > 0)
            return items[0];
        return isParenthesized ? new TupleNode([], line) : throw stream.Error($"Expected an expression, got '{stream.Current.Describe()}'");
    }

    private Expression ParseCondition()
    {
        var line = stream.Current.Line;
        var value = ParseOr();
        while (stream.SkipIfName("if"))
        {
            var test = ParseOr();
            var otherwise = stream.SkipIfName("else") ? Parse() : null;
            value = new ConditionNode(test, value, otherwise, line);
            line = stream.Current.Line;
        }
        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (stream.Current.IsName("or"))
        {
            var line = stream.Next().Line;
            left = new LogicNode(isAnd: false, left, ParseAnd(), line);
        }
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (stream.Current.IsName("and"))
        {
            var line = stream.Next().Line;
            left = new LogicNode(isAnd: true, left, ParseNot(), line);
        }
        return left;
    }

    private Expression ParseNot()
    {
        if (!stream.Current.IsName("not"))
            return ParseComparison();
        var line = stream.Next().Line;
        return Nested(() => new NotNode(ParseNot(), line));
    }

    private Expression ParseComparison()
    {
        var line = stream.Current.Line;
        var first = ParseSum();
        var rest = new List<(Comparison, Expression)>();
        while (TakeComparison() is { } comparison)
            rest.Add((comparison, ParseSum()));
        return rest.Count == 0 ? first : new CompareNode(first, [.. rest], line);
    }

    private Comparison? TakeComparison()
    {
        Comparison? comparison = stream.Kind switch
        {
            TokenKind.Equal => Comparison.Equal,
            TokenKind.NotEqual => Comparison.NotEqual,
            TokenKind.Less => Comparison.Less,
            TokenKind.LessOrEqual => Comparison.LessOrEqual,
            TokenKind.Greater => Comparison.Greater,
            TokenKind.GreaterOrEqual => Comparison.GreaterOrEqual,
            TokenKind.Name when stream.Current.Text == "in" => Comparison.In,
            TokenKind.Name when stream.Current.Text == "not" && stream.Ahead.IsName("in") => Comparison.NotIn,
            _ => null,
        };
        if (comparison is not null)
            stream.Next();
        if (comparison == Comparison.NotIn)
            stream.Next();
        return comparison;
    }

    private Expression ParseSum()
    {
        var left = ParseConcatenation();
        while (stream.Kind is TokenKind.Add or TokenKind.Subtract)
        {
            var token = stream.Next();
            left = new BinaryNode(token.Kind, left, ParseConcatenation(), token.Line);
        }
        return left;
    }

    private Expression ParseConcatenation()
    {
        var line = stream.Current.Line;
        var first = ParseProduct();
        if (stream.Kind != TokenKind.Tilde)
            return first;
        var parts = new List<Expression> { first };
        while (stream.SkipIf(TokenKind.Tilde))
            parts.Add(ParseProduct());
        return new ConcatNode([.. parts], line);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (stream.Kind is TokenKind.Multiply or TokenKind.Divide or TokenKind.FloorDivide or TokenKind.Modulo)
        {
            var token = stream.Next();
            left = new BinaryNode(token.Kind, left, ParsePower(), token.Line);
        }
        return left;
    }

    // Unlike Python's, this power groups from the left, and a sign binds tighter.
    private Expression ParsePower()
    {
        var left = ParseUnary();
        while (stream.Kind == TokenKind.Power)
        {
            var line = stream.Next().Line;
            left = new BinaryNode(TokenKind.Power, left, ParseUnary(), line);
        }
        return left;
    }

    private Expression ParseUnary(bool withFilters = true)
    {
        Expression expression;
        if (stream.Kind is TokenKind.Subtract or TokenKind.Add)
        {
            var token = stream.Next();
            expression = Nested(() => new SignNode(token.Kind == TokenKind.Subtract, ParseUnary(withFilters: false), token.Line));
        }
        else
        {
            expression = ParsePrimary();
        }
        expression = ParsePostfix(expression);
        return withFilters ? ParseFilterChain(expression) : expression;
    }

    private Expression Nested(Func<Expression> parse)
    {
        if (++_depth > maximumNesting)
            throw new TemplateException(TemplateErrorKind.Limit, $"expressions nest more than {maximumNesting} levels deep", TemplateStage.Parse, stream.Current.Line);
        var expression = parse();
        _depth--;
        return expression;
    }
}
