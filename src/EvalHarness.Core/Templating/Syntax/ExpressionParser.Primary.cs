using EvalHarness.Core.Templating.Nodes;
using EvalHarness.Core.Templating.Values;

namespace EvalHarness.Core.Templating.Syntax;

internal sealed partial class ExpressionParser
{
    private Expression ParsePrimary()
    {
        var token = stream.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                stream.Next();
                return Constant(token) ?? (Expression)new NameNode(token.Text, token.Line);
            case TokenKind.String:
                var text = "";
                while (stream.Kind == TokenKind.String)
                    text += stream.Next().Text;
                return new ConstantNode(text, token.Line);
            case TokenKind.Integer or TokenKind.Float:
                stream.Next();
                return new ConstantNode(token.Value, token.Line);
            case TokenKind.LeftParenthesis:
                stream.Next();
                var inner = Nested(() => ParseTuple(isParenthesized: true));
                stream.Expect(TokenKind.RightParenthesis);
                return inner;
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseMap();
            default:
                throw stream.Error($"unexpected '{token.Describe()}'");
        }
    }

    private static ConstantNode? Constant(Token name) => name.Text switch
    {
        "true" or "True" => new ConstantNode(Boxes.True, name.Line),
        "false" or "False" => new ConstantNode(Boxes.False, name.Line),
        "none" or "None" => new ConstantNode(null, name.Line),
        _ => null,
    };

    private ListNode ParseList()
    {
        var line = stream.Expect(TokenKind.LeftBracket).Line;
        var items = new List<Expression>();
        while (stream.Kind != TokenKind.RightBracket)
        {
            if (items.Count > 0)
                stream.Expect(TokenKind.Comma);
            if (stream.Kind == TokenKind.RightBracket)
                break;
            items.Add(Parse());
        }
        stream.Expect(TokenKind.RightBracket);
        return new ListNode([.. items], line);
    }

    private MapNode ParseMap()
    {
        var line = stream.Expect(TokenKind.LeftBrace).Line;
        var keys = new List<Expression>();
        var values = new List<Expression>();
        while (stream.Kind != TokenKind.RightBrace)
        {
            if (keys.Count > 0)
                stream.Expect(TokenKind.Comma);
            if (stream.Kind == TokenKind.RightBrace)
                break;
            keys.Add(Parse());
            stream.Expect(TokenKind.Colon);
            values.Add(Parse());
        }
        stream.Expect(TokenKind.RightBrace);
        return new MapNode([.. keys], [.. values], line);
    }

    private Expression ParsePostfix(Expression expression)
    {
        while (true)
        {
            switch (stream.Kind)
            {
                case TokenKind.Dot: expression = ParseAttribute(expression); break;
                case TokenKind.LeftBracket: expression = ParseSubscript(expression); break;
                case TokenKind.LeftParenthesis: expression = ParseCall(expression); break;
                default: return expression;
            }
        }
    }

    private Expression ParseFilterChain(Expression expression)
    {
        while (true)
        {
            if (stream.Kind == TokenKind.Pipe)
                expression = ParseFilters(expression)!;
            else if (stream.Current.IsName("is"))
                expression = ParseTest(expression);
            else if (stream.Kind == TokenKind.LeftParenthesis)
                expression = ParseCall(expression);
            else
                return expression;
        }
    }

    private Expression ParseAttribute(Expression owner)
    {
        var line = stream.Next().Line;
        var token = stream.Next();
        return token.Kind switch
        {
            TokenKind.Name => new AttributeNode(owner, token.Text, line),
            TokenKind.Integer => new ItemNode(owner, new ConstantNode(token.Value, token.Line), line),
            _ => throw stream.Error("expected name or number", token.Line),
        };
    }

    private Expression ParseSubscript(Expression owner)
    {
        var line = stream.Next().Line;
        var keys = new List<Expression>();
        SliceNode? slice = null;
        while (stream.Kind != TokenKind.RightBracket)
        {
            if (keys.Count > 0)
                stream.Expect(TokenKind.Comma);
            var first = stream.Kind == TokenKind.Colon ? null : Parse();
            if (stream.Kind == TokenKind.Colon)
                slice = ParseSlice(owner, first, line);
            keys.Add(first ?? slice!);
        }
        stream.Expect(TokenKind.RightBracket);
        if (slice is not null)
            return keys.Count == 1 ? slice : throw stream.Error("a slice cannot be one of several keys", line);
        return new ItemNode(owner, keys.Count == 1 ? keys[0] : new TupleNode([.. keys], line), line);
    }

    private SliceNode ParseSlice(Expression owner, Expression? start, int line)
    {
        stream.Expect(TokenKind.Colon);
        var stop = stream.Kind is TokenKind.Colon or TokenKind.RightBracket or TokenKind.Comma ? null : Parse();
        Expression? step = null;
        if (stream.SkipIf(TokenKind.Colon) && stream.Kind is not (TokenKind.RightBracket or TokenKind.Comma))
            step = Parse();
        return new SliceNode(owner, start, stop, step, line);
    }

    private CallNode ParseCall(Expression callee)
    {
        var line = stream.Current.Line;
        return new CallNode(callee, ParseArguments(), line);
    }
}
