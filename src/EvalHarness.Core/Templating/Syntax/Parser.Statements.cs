using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] ForEnd = ["endfor"];
    private static readonly string[] ForBodyEnd = ["endfor", "else"];
    private static readonly string[] IfEnd = ["endif"];
    private static readonly string[] IfBodyEnd = ["elif", "else", "endif"];

    private ForNode ParseFor(int line)
    {
        _stream.Next();
        var target = _expressions.ParseTarget(endName: "in");
        _stream.ExpectName("in");
        var iterable = _expressions.ParseTuple(withCondition: false, endName: "recursive");
        var filter = _stream.SkipIfName("if") ? _expressions.Parse() : null;
        var isRecursive = _stream.SkipIfName("recursive");
        _loops++;
        var body = ParseBody(ForBodyEnd, dropEnd: false);
        _loops--;
        Statement[] otherwise = [];
        if (_stream.Next().Text == "else")
            otherwise = isRecursive ? Detached(() => ParseBody(ForEnd)) : ParseBody(ForEnd);
        return new ForNode(new LoopParts(target, iterable, filter, body, otherwise, isRecursive), line);
    }

    private IfNode ParseIf(int line)
    {
        _stream.Next();
        var test = _expressions.ParseTuple(withCondition: false);
        var body = ParseBody(IfBodyEnd, dropEnd: false);
        var others = new List<IfNode>();
        Statement[] otherwise = [];
        while (true)
        {
            var branch = _stream.Next();
            if (branch.Text == "elif")
            {
                var otherTest = _expressions.ParseTuple(withCondition: false);
                others.Add(new IfNode(otherTest, ParseBody(IfBodyEnd, dropEnd: false), [], [], branch.Line));
                continue;
            }
            if (branch.Text == "else")
                otherwise = ParseBody(IfEnd);
            return new IfNode(test, body, [.. others], otherwise, line);
        }
    }

    private LoopExitNode ParseLoopExit(Completion completion, int line)
    {
        var name = _stream.Next().Text;
        return _loops > 0 ? new LoopExitNode(completion, line) : throw _stream.Error($"'{name}' outside loop", line);
    }

    private Statement ParseSet(int line)
    {
        _stream.Next();
        var target = _expressions.ParseTarget(withNamespace: true);
        if (_stream.SkipIf(TokenKind.Assign))
            return new SetNode(target, _expressions.ParseTuple(), line);
        var filter = (FilterNode?)_expressions.ParseFilters(null);
        return new SetBlockNode(target, filter, ParseBody(["endset"]), line);
    }

    private WithNode ParseWith(int line)
    {
        _stream.Next();
        var targets = new List<AssignTarget>();
        var values = new List<Expression>();
        while (_stream.Kind != TokenKind.BlockEnd)
        {
            if (targets.Count > 0)
                _stream.Expect(TokenKind.Comma);
            targets.Add(_expressions.ParseTarget(isParameter: true));
            _stream.Expect(TokenKind.Assign);
            values.Add(_expressions.Parse());
        }
        return new WithNode([.. targets], [.. values], ParseBody(["endwith"]), line);
    }

    private AutoEscapeNode ParseAutoEscape(int line)
    {
        _stream.Next();
        var option = _expressions.Parse();
        return new AutoEscapeNode(option, ParseBody(["endautoescape"]), line);
    }

    private OutputNode ParsePrint(int line)
    {
        _stream.Next();
        var parts = new List<OutputPart>();
        while (_stream.Kind != TokenKind.BlockEnd)
        {
            if (parts.Count > 0)
                _stream.Expect(TokenKind.Comma);
            parts.Add(new OutputPart(null, _expressions.Parse()));
        }
        return new OutputNode([.. parts], line);
    }

    private FilterBlockNode ParseFilterBlock(int line)
    {
        _stream.Next();
        var filter = (FilterNode)_expressions.ParseFilters(null, startsInline: true)!;
        return new FilterBlockNode(filter, ParseBody(["endfilter"]), line);
    }

    private MacroNode ParseMacro(int line)
    {
        _stream.Next();
        var name = _expressions.ParseNameTarget();
        var (parameters, defaults) = ParseSignature();
        return new MacroNode(name, new MacroBody(name, parameters, defaults, Detached(() => ParseBody(["endmacro"])), line), line);
    }

    private CallBlockNode ParseCallBlock(int line)
    {
        _stream.Next();
        var (parameters, defaults) = _stream.Kind == TokenKind.LeftParenthesis ? ParseSignature() : ([], []);
        var call = _expressions.Parse() as CallNode ?? throw _stream.Error("expected call", line);
        return new CallBlockNode(call, new MacroBody(null, parameters, defaults, Detached(() => ParseBody(["endcall"])), line), line);
    }

    private GenerationNode ParseGeneration(int line)
    {
        _stream.Next();
        return new GenerationNode(new MacroBody(null, [], [], Detached(() => ParseBody(["endgeneration"])), line), line);
    }

    private (string[] Parameters, Expression[] Defaults) ParseSignature()
    {
        var parameters = new List<string>();
        var defaults = new List<Expression>();
        _stream.Expect(TokenKind.LeftParenthesis);
        while (_stream.Kind != TokenKind.RightParenthesis)
        {
            if (parameters.Count > 0)
                _stream.Expect(TokenKind.Comma);
            var name = _expressions.ParseNameTarget();
            if (parameters.Contains(name))
                throw _stream.Error($"duplicate argument '{name}' in function definition");
            if (_stream.SkipIf(TokenKind.Assign))
                defaults.Add(_expressions.Parse());
            else if (defaults.Count > 0)
                throw _stream.Error("non-default argument follows default argument");
            parameters.Add(name);
        }
        _stream.Expect(TokenKind.RightParenthesis);
        return ([.. parameters], [.. defaults]);
    }

    private BlockNode ParseBlock(int line)
    {
        _stream.Next();
        var name = _stream.Expect(TokenKind.Name).Text;
        var isScoped = _stream.SkipIfName("scoped");
        var isRequired = _stream.SkipIfName("required");
        if (_stream.Kind == TokenKind.Subtract)
            throw _stream.Error("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.");
        var body = Detached(() => ParseBody(["endblock"]));
        if (isRequired && !Array.TrueForAll(body, statement => statement is OutputNode { IsBlank: true }))
            throw _stream.Error("Required blocks can only contain comments or whitespace");
        _stream.SkipIfName(name);
        return new BlockNode(name, isScoped, isRequired, body, line);
    }

    private LoadNode ParseExtends(int line)
    {
        _stream.Next();
        return new LoadNode("extends", _expressions.Parse(), [], line);
    }

    private LoadNode ParseInclude(int line)
    {
        _stream.Next();
        var template = _expressions.Parse();
        if (_stream.Current.IsName("ignore") && _stream.Ahead.IsName("missing"))
        {
            _stream.Next();
            _stream.Next();
        }
        SkipContext();
        return new LoadNode("include", template, [], line);
    }

    private LoadNode ParseImport(int line)
    {
        _stream.Next();
        var template = _expressions.Parse();
        _stream.ExpectName("as");
        var name = _expressions.ParseNameTarget();
        SkipContext();
        return new LoadNode("import", template, [name], line);
    }

    private LoadNode ParseFromImport(int line)
    {
        _stream.Next();
        var template = _expressions.Parse();
        _stream.ExpectName("import");
        var names = new List<string>();
        while (true)
        {
            if (names.Count > 0)
                _stream.Expect(TokenKind.Comma);
            if (SkipContext())
                break;
            var name = _expressions.ParseNameTarget();
            if (name.StartsWith('_'))
                throw _stream.Error("names starting with an underline can not be imported");
            names.Add(_stream.SkipIfName("as") ? _expressions.ParseNameTarget() : name);
            if (SkipContext() || _stream.Kind != TokenKind.Comma)
                break;
        }
        return new LoadNode("from", template, [.. names], line);
    }

    // "with context" and "without context" say what the other template would see.
    private bool SkipContext()
    {
        if (!(_stream.Current.IsName("with") || _stream.Current.IsName("without")) || !_stream.Ahead.IsName("context"))
            return false;
        _stream.Next();
        _stream.Next();
        return true;
    }
}
