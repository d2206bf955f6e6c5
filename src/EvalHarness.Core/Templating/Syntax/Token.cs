namespace EvalHarness.Core.Templating.Syntax;

/// <summary>The kinds of tokens.</summary>
internal enum TokenKind
{
    End,
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParenthesis,
    RightParenthesis,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
    Semicolon,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Line">The line it starts in, from 1.</param>
/// <param name="Text">A name, a decoded string, data, or an operator as written.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, int Line, string Text, object? Value = null)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>The token as messages call it.</summary>
    public string Describe() => Kind == TokenKind.Name ? Text : Describe(Kind);

    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.End => "end of template",
        TokenKind.Data => "template data / text",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.Name => "name",
        TokenKind.String => "string",
        TokenKind.Integer => "integer",
        TokenKind.Float => "float",
        _ => Operators.SymbolOf(kind),
    };
}

/// <summary>The operators of expressions.</summary>
internal static class Operators
{
    // Two-character operators first: the longest match wins.
    private static readonly (string Symbol, TokenKind Kind)[] All =
    [
        ("//", TokenKind.FloorDivide), ("**", TokenKind.Power), ("==", TokenKind.Equal), ("!=", TokenKind.NotEqual), (">=", TokenKind.GreaterOrEqual),
        ("<=", TokenKind.LessOrEqual), ("+", TokenKind.Add), ("-", TokenKind.Subtract), ("/", TokenKind.Divide), ("*", TokenKind.Multiply),
        ("%", TokenKind.Modulo), ("~", TokenKind.Tilde), ("[", TokenKind.LeftBracket), ("]", TokenKind.RightBracket), ("(", TokenKind.LeftParenthesis),
        (")", TokenKind.RightParenthesis), ("{", TokenKind.LeftBrace), ("}", TokenKind.RightBrace), (">", TokenKind.Greater), ("<", TokenKind.Less),
        ("=", TokenKind.Assign), (".", TokenKind.Dot), (":", TokenKind.Colon), ("|", TokenKind.Pipe), (",", TokenKind.Comma), (";", TokenKind.Semicolon),
    ];

    public static bool TryMatch(ReadOnlySpan<char> source, out string symbol, out TokenKind kind)
    {
        foreach (var (candidate, candidateKind) in All)
        {
            if (!source.StartsWith(candidate))
                continue;
            (symbol, kind) = (candidate, candidateKind);
            return true;
        }
        (symbol, kind) = ("", TokenKind.End);
        return false;
    }

    public static string SymbolOf(TokenKind kind) => Array.Find(All, entry => entry.Kind == kind).Symbol ?? kind.ToString();
}
