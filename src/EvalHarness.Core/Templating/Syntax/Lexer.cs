using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>
/// Takes a template apart: data, the tags with their white-space control, and the tokens of expressions. Comments and the marks of raw blocks are
/// dropped here.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly JinjaEnvironment _environment;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineCountedTo;
    // Whether what was matched last ended with a line end: then spaces up to the next tag are an indentation.
    private bool _lineStarting = true;

    private Lexer(string source, JinjaEnvironment environment)
    {
        source = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (!environment.KeepTrailingNewline && source.EndsWith('\n'))
            source = source[..^1];
        (_source, _environment) = (source, environment);
    }

    /// <summary>The tokens of a template, an end token last.</summary>
    /// <exception cref="TemplateException">A tag, string or bracket is not closed, or a character belongs to no token.</exception>
    public static List<Token> Tokenize(string source, JinjaEnvironment environment)
    {
        var lexer = new Lexer(source, environment);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_position < _source.Length)
        {
            var tag = FindTag(_position);
            if (tag < 0)
            {
                Add(TokenKind.Data, _position, _source[_position..]);
                _position = _source.Length;
                break;
            }
            if (_source[tag + 1] == '%' && MatchRaw(tag, "raw", out var sign, out var rawEnd))
            {
                AddData(tag, sign, isVariable: false);
                Advance(rawEnd);
                ReadRaw();
                continue;
            }
            var kind = _source[tag + 1];
            sign = SignAt(tag + 2);
            AddData(tag, sign, isVariable: kind == '{');
            _position = tag + (sign == '\0' ? 2 : 3);
            if (kind == '#')
                SkipComment();
            else
                ReadTag(tag, isVariable: kind == '{');
        }
        _tokens.Add(new Token(TokenKind.End, LineAt(_source.Length), ""));
    }

    // The next opening of a tag.
    private int FindTag(int from)
    {
        while (true)
        {
            var brace = _source.IndexOf('{', from);
            if (brace < 0 || brace + 1 >= _source.Length)
                return -1;
            if (_source[brace + 1] is '{' or '%' or '#')
                return brace;
            from = brace + 1;
        }
    }

    private char SignAt(int position) => position < _source.Length && _source[position] is '-' or '+' ? _source[position] : '\0';

    private void AddData(int end, char sign, bool isVariable)
    {
        var text = _source.AsSpan(_position, end - _position);
        if (sign == '-')
            text = PythonText.RightStripSpan(text);
        else if (sign != '+' && _environment.LstripBlocks && !isVariable)
        {
            var indentation = text.LastIndexOf('\n') + 1;
            if ((indentation > 0 || _lineStarting) && PythonText.StripSpan(text[indentation..]).IsEmpty)
                text = text[..indentation];
        }
        if (!text.IsEmpty)
            Add(TokenKind.Data, _position, text.ToString());
        _lineStarting = false;
    }

    private void ReadRaw()
    {
        for (var tag = _source.IndexOf("{%", _position, StringComparison.Ordinal); tag >= 0; tag = _source.IndexOf("{%", tag + 1, StringComparison.Ordinal))
        {
            if (!MatchRaw(tag, "endraw", out var sign, out var end))
                continue;
            AddData(tag, sign, isVariable: false);
            Advance(end);
            return;
        }
        // Right at the end of the source nothing is missed.
        if (_position < _source.Length)
            throw Error("Missing end of raw directive", _position);
    }

    // A raw or endraw tag as a whole. Only endraw takes "+%}" and loses the line end behind it.
    private bool MatchRaw(int tag, string name, out char sign, out int end)
    {
        sign = SignAt(tag + 2);
        end = SkipSpace(tag + (sign == '\0' ? 2 : 3));
        if (!_source.AsSpan(end).StartsWith(name))
            return false;
        end = SkipSpace(end + name.Length);
        var rest = _source.AsSpan(end);
        var isEnd = name == "endraw";
        if (rest.StartsWith("-%}"))
            end = SkipSpace(end + 3);
        else if (isEnd && rest.StartsWith("+%}"))
            end += 3;
        else if (rest.StartsWith("%}"))
            end = isEnd ? TrimLineEnd(end + 2) : end + 2;
        else
            return false;
        return true;
    }

    private void SkipComment()
    {
        var close = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (close < 0)
        {
            if (_position < _source.Length)
                throw Error("Missing end of comment tag", _position);
            return;
        }
        var sign = close > _position ? _source[close - 1] : '\0';
        Advance(sign switch
        {
            '-' => SkipSpace(close + 2),
            '+' => close + 2,
            _ => TrimLineEnd(close + 2),
        });
    }

    private void ReadTag(int tag, bool isVariable)
    {
        Add(isVariable ? TokenKind.VariableBegin : TokenKind.BlockBegin, tag, "");
        var expressions = new ExpressionLexer(_source, this);
        while (true)
        {
            if (expressions.IsBalanced && MatchEnd(isVariable, out var end))
            {
                Add(isVariable ? TokenKind.VariableEnd : TokenKind.BlockEnd, _position, "");
                Advance(end);
                return;
            }
            if (_position >= _source.Length)
                return;
            _position = expressions.Read(_position, _tokens);
        }
    }

    private bool MatchEnd(bool isVariable, out int end)
    {
        var rest = _source.AsSpan(_position);
        end = 0;
        if (rest.StartsWith(isVariable ? "-}}" : "-%}"))
            end = SkipSpace(_position + 3);
        else if (!isVariable && rest.StartsWith("+%}"))
            end = _position + 3;
        else if (rest.StartsWith(isVariable ? "}}" : "%}"))
            end = isVariable ? _position + 2 : TrimLineEnd(_position + 2);
        return end > 0;
    }

    private int TrimLineEnd(int position) =>
        _environment.TrimBlocks && position < _source.Length && _source[position] == '\n' ? position + 1 : position;

    private int SkipSpace(int position)
    {
        while (position < _source.Length && PythonText.IsWhiteSpace(_source[position]))
            position++;
        return position;
    }

    private void Advance(int end)
    {
        _lineStarting = _source[end - 1] == '\n';
        _position = end;
    }

    private void Add(TokenKind kind, int position, string text) => _tokens.Add(new Token(kind, LineAt(position), text));

    /// <summary>The line of a position, which must not lie before that of the last question.</summary>
    public int LineAt(int position)
    {
        if (position > _lineCountedTo)
        {
            _line += _source.AsSpan(_lineCountedTo, position - _lineCountedTo).Count('\n');
            _lineCountedTo = position;
        }
        return _line;
    }

    /// <summary>A syntax error at a position.</summary>
    public TemplateException Error(string reason, int position) =>
        new(TemplateErrorKind.Syntax, reason, TemplateStage.Parse, LineAt(position));
}
