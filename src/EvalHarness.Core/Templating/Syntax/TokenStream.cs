namespace EvalHarness.Core.Templating.Syntax;

/// <summary>The tokens of a template, read from left to right.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private int _position;

    public Token Current => tokens[_position];

    public TokenKind Kind => tokens[_position].Kind;

    /// <summary>The token after the current one.</summary>
    public Token Ahead => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    /// <summary>Takes the current token.</summary>
    public Token Next()
    {
        var token = tokens[_position];
        if (token.Kind != TokenKind.End)
            _position++;
        return token;
    }

    public bool SkipIf(TokenKind kind)
    {
        var found = Kind == kind;
        if (found)
            Next();
        return found;
    }

    public bool SkipIfName(string name)
    {
        var found = Current.IsName(name);
        if (found)
            Next();
        return found;
    }

    public Token Expect(TokenKind kind) => Kind == kind ? Next() : throw Unexpected(Token.Describe(kind));

    public Token ExpectName(string name) => Current.IsName(name) ? Next() : throw Unexpected(name);

    /// <summary>A syntax error at a line, by default the current one.</summary>
    public TemplateException Error(string reason, int? line = null) =>
        new(TemplateErrorKind.Syntax, reason, TemplateStage.Parse, line ?? Current.Line);

    private TemplateException Unexpected(string expected) => Error(Kind == TokenKind.End
        ? $"unexpected end of template, expected '{expected}'."
        : $"expected token '{expected}', got '{Current.Describe()}'");
}
