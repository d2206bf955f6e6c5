using System.Runtime.CompilerServices;
using EvalHarness.Core.Templating.Nodes;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>Turns tokens into statements. The expressions are <see cref="ExpressionParser"/>'s.</summary>
internal sealed partial class Parser
{
    private readonly TokenStream _stream;
    private readonly ExpressionParser _expressions;
    private readonly JinjaEnvironment _environment;
    private readonly Stack<string> _openTags = new();
    private readonly Stack<string[]> _endTags = new();
    private int _loops;

    private Parser(List<Token> tokens, JinjaEnvironment environment)
    {
        _stream = new TokenStream(tokens);
        _environment = environment;
        _expressions = new ExpressionParser(_stream, environment.Limits.MaximumNesting);
    }

    /// <summary>Parses a template.</summary>
    /// <exception cref="TemplateException">It breaks the grammar.</exception>
    public static Statement[] Parse(string source, JinjaEnvironment environment)
    {
        var parser = new Parser(Lexer.Tokenize(source, environment), environment);
        return parser.ParseUntil(null);
    }

    // Everything up to one of the end tags, whose name is then the current token; without end tags, up to the end.
    private Statement[] ParseUntil(string[]? endTags)
    {
        var body = new List<Statement>();
        var output = new List<OutputPart>();
        var outputLine = 0;
        void Flush()
        {
            if (output.Count > 0)
                body.Add(new OutputNode([.. output], outputLine));
            output.Clear();
        }
        while (_stream.Kind != TokenKind.End)
        {
            if (output.Count == 0)
                outputLine = _stream.Current.Line;
            var token = _stream.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    output.Add(new OutputPart(token.Text, null));
                    break;
                case TokenKind.VariableBegin:
                    output.Add(new OutputPart(null, _expressions.ParseTuple()));
                    _stream.Expect(TokenKind.VariableEnd);
                    break;
                default:
                    Flush();
                    if (endTags is not null && _stream.Kind == TokenKind.Name && endTags.Contains(_stream.Current.Text))
                        return [.. body];
                    body.Add(ParseStatement());
                    _stream.Expect(TokenKind.BlockEnd);
                    break;
            }
        }
        Flush();
        return [.. body];
    }

    // A block's body, after its opening tag's head: the closing tag's name becomes the current token, or is dropped.
    private Statement[] ParseBody(string[] endTags, bool dropEnd = true)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_endTags.Count >= _environment.Limits.MaximumNesting)
            throw new TemplateException(
                TemplateErrorKind.Limit, $"blocks nest more than {_environment.Limits.MaximumNesting} levels deep", TemplateStage.Parse, _stream.Current.Line);
        _stream.SkipIf(TokenKind.Colon);
        _stream.Expect(TokenKind.BlockEnd);
        _endTags.Push(endTags);
        var body = ParseUntil(endTags);
        if (_stream.Kind == TokenKind.End)
            throw UnknownTag(null, _stream.Current.Line);
        _endTags.Pop();
        if (dropEnd)
            _stream.Next();
        return body;
    }

    private Statement ParseStatement()
    {
        var token = _stream.Current;
        if (token.Kind != TokenKind.Name)
            throw _stream.Error("tag name expected");
        _openTags.Push(token.Text);
        var statement = ParseTag(token.Text, token.Line);
        if (statement is null)
        {
            _openTags.Pop();
            throw UnknownTag(token.Text, token.Line);
        }
        _openTags.Pop();
        return statement;
    }

    // Null for an unknown tag; the tag's name is the current token.
    private Statement? ParseTag(string tag, int line) => tag switch
    {
        "for" => ParseFor(line),
        "if" => ParseIf(line),
        "block" => ParseBlock(line),
        "extends" => ParseExtends(line),
        "print" => ParsePrint(line),
        "macro" => ParseMacro(line),
        "include" => ParseInclude(line),
        "from" => ParseFromImport(line),
        "import" => ParseImport(line),
        "set" => ParseSet(line),
        "with" => ParseWith(line),
        "autoescape" => ParseAutoEscape(line),
        "call" => ParseCallBlock(line),
        "filter" => ParseFilterBlock(line),
        "break" when _environment.LoopControls => ParseLoopExit(Completion.Break, line),
        "continue" when _environment.LoopControls => ParseLoopExit(Completion.Continue, line),
        "generation" when _environment.GenerationTag => ParseGeneration(line),
        _ => null,
    };

    private TemplateException UnknownTag(string? name, int line)
    {
        var message = new List<string> { name is null ? "Unexpected end of template." : $"Encountered unknown tag '{name}'." };
        if (_endTags.TryPeek(out var expected))
        {
            var looking = string.Join(" or ", expected.Select(tag => $"'{tag}'"));
            message.Add(name is not null && _endTags.Any(tags => tags.Contains(name))
                ? $"You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {looking}."
                : $"Jinja was looking for the following tags: {looking}.");
        }
        if (_openTags.TryPeek(out var open))
            message.Add($"The innermost block that needs to be closed is '{open}'.");
        return _stream.Error(string.Join(' ', message), line);
    }

    // Code that runs as a piece of its own: a loop around it cannot be left from inside.
    private T Detached<T>(Func<T> parse)
    {
        var loops = _loops;
        _loops = 0;
        var result = parse();
        _loops = loops;
        return result;
    }
}
