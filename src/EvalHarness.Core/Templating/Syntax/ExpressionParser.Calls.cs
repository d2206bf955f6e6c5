using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Syntax;

internal sealed partial class ExpressionParser
{
    /// <summary>A chain of filters. Without a value the first one is applied to what the block around hands over.</summary>
    /// <param name="subject">The value, or null.</param>
    /// <param name="startsInline">Whether the first filter stands without a bar in front.</param>
    public Expression? ParseFilters(Expression? subject, bool startsInline = false)
    {
        while (startsInline || stream.Kind == TokenKind.Pipe)
        {
            if (!startsInline)
                stream.Next();
            startsInline = false;
            var line = stream.Current.Line;
            var name = ParseDottedName();
            var arguments = stream.Kind == TokenKind.LeftParenthesis ? ParseArguments() : ArgumentList.Empty;
            subject = new FilterNode(subject, name, arguments, line);
        }
        return subject;
    }

    private Expression ParseTest(Expression subject)
    {
        var line = stream.Next().Line;
        var isNegated = stream.SkipIfName("not");
        var name = ParseDottedName();
        var arguments = ArgumentList.Empty;
        if (stream.Kind == TokenKind.LeftParenthesis)
        {
            arguments = ParseArguments();
        }
        else if (StartsTestArgument())
        {
            if (stream.Current.IsName("is"))
                throw stream.Error("You cannot chain multiple tests with is");
            arguments = new ArgumentList([ParsePostfix(ParsePrimary())], [], null, null);
        }
        Expression test = new TestNode(subject, name, arguments, line);
        return isNegated ? new NotNode(test, line) : test;
    }

    private bool StartsTestArgument() => stream.Kind switch
    {
        TokenKind.Name => stream.Current.Text is not ("else" or "or" or "and"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float or TokenKind.LeftBracket or TokenKind.LeftBrace => true,
        _ => false,
    };

    private string ParseDottedName()
    {
        var name = stream.Expect(TokenKind.Name).Text;
        while (stream.SkipIf(TokenKind.Dot))
            name += "." + stream.Expect(TokenKind.Name).Text;
        return name;
    }

    private ArgumentList ParseArguments()
    {
        var line = stream.Expect(TokenKind.LeftParenthesis).Line;
        var positional = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        Expression? spread = null, namedSpread = null;
        void Require(bool isInOrder)
        {
            if (!isInOrder)
                throw stream.Error("invalid syntax for function call expression", line);
        }
        for (var isFirst = true; stream.Kind != TokenKind.RightParenthesis; isFirst = false)
        {
            if (!isFirst)
                stream.Expect(TokenKind.Comma);
            if (!isFirst && stream.Kind == TokenKind.RightParenthesis)
                break;
            if (stream.SkipIf(TokenKind.Multiply))
            {
                Require(spread is null && namedSpread is null);
                spread = Parse();
            }
            else if (stream.SkipIf(TokenKind.Power))
            {
                Require(namedSpread is null);
                namedSpread = Parse();
            }
            else if (stream.Kind == TokenKind.Name && stream.Ahead.Kind == TokenKind.Assign)
            {
                Require(namedSpread is null);
                var name = stream.Next().Text;
                stream.Next();
                if (named.Exists(pair => pair.Name == name))
                    throw stream.Error($"keyword argument repeated: {name}", line);
                named.Add((name, Parse()));
            }
            else
            {
                Require(spread is null && namedSpread is null && named.Count == 0);
                positional.Add(Parse());
            }
        }
        stream.Expect(TokenKind.RightParenthesis);
        return new ArgumentList([.. positional], [.. named], spread, namedSpread);
    }
}
