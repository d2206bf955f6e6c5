using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Syntax;

internal sealed partial class ExpressionParser
{
    private static readonly string[] Reserved = ["true", "false", "none", "True", "False", "None"];

    /// <summary>What an assignment sets: a name, several with commas, or (where allowed) attributes of namespaces.</summary>
    /// <param name="endName">A name that ends it.</param>
    /// <param name="withNamespace">Whether <c>ns.name</c> is allowed.</param>
    /// <param name="isParameter">Whether the names belong to the scope that the construct opens.</param>
    public AssignTarget ParseTarget(string? endName = null, bool withNamespace = false, bool isParameter = false)
    {
        var spaces = new Dictionary<Expression, AssignTarget>();
        Expression ParseItem()
        {
            var token = stream.Current;
            if (!withNamespace || token.Kind != TokenKind.Name || stream.Ahead.Kind != TokenKind.Dot || Reserved.Contains(token.Text))
                return ParsePrimary();
            stream.Next();
            stream.Next();
            var placeholder = new NameNode(token.Text, token.Line);
            spaces.Add(placeholder, new NamespaceTarget(token.Text, stream.Expect(TokenKind.Name).Text, token.Line));
            return placeholder;
        }
        return ToTarget(ParseTuple(ParseItem, endName, isParenthesized: false), spaces, isParameter);
    }

    /// <summary>A single name that is set.</summary>
    public string ParseNameTarget()
    {
        var token = stream.Expect(TokenKind.Name);
        return Reserved.Contains(token.Text) ? throw stream.Error("can't assign to 'name'", token.Line) : token.Text;
    }

    private AssignTarget ToTarget(Expression expression, Dictionary<Expression, AssignTarget> spaces, bool isParameter) => expression switch
    {
        NameNode name when spaces.TryGetValue(name, out var space) => space,
        NameNode name => new NameTarget(name.Name, name.Line, isParameter),
        TupleNode tuple => new TupleTarget(Array.ConvertAll(tuple.Items, item => ToTarget(item, spaces, isParameter)), tuple.Line),
        _ => throw stream.Error($"can't assign to '{NameOf(expression)}'", expression.Line),
    };

    private static string NameOf(Expression expression) => expression switch
    {
        ConstantNode => "const",
        ListNode => "list",
        MapNode => "dict",
        _ => "expression",
    };
}
