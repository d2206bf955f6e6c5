using System.Globalization;
using System.Text;
using EvalHarness.Core.Templating.Values;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Templating.Syntax;

/// <summary>Reads the tokens inside one tag.</summary>
internal sealed class ExpressionLexer(string source, Lexer lexer)
{
    private readonly Stack<char> _open = new();

    /// <summary>Whether all brackets are closed: only then can the tag end.</summary>
    public bool IsBalanced => _open.Count == 0;

    /// <summary>Reads one token (or white space) and gives the position behind it.</summary>
    public int Read(int start, List<Token> tokens)
    {
        var c = source[start];
        if (PythonText.IsWhiteSpace(c))
        {
            while (start < source.Length && PythonText.IsWhiteSpace(source[start]))
                start++;
            return start;
        }
        if (char.IsAsciiDigit(c))
            return ReadNumber(start, tokens);
        if (Rune.TryGetRuneAt(source, start, out var rune) && Identifiers.IsNameCharacter(rune))
            return ReadName(start, tokens);
        if (c is '\'' or '"' && FindStringEnd(start) is { } end)
        {
            var text = StringLiteral.Decode(source[(start + 1)..(end - 1)], reason => lexer.Error(reason, start));
            tokens.Add(new Token(TokenKind.String, lexer.LineAt(start), text));
            return end;
        }
        if (!Operators.TryMatch(source.AsSpan(start), out var symbol, out var kind))
            throw lexer.Error($"unexpected char '{c}' at {start}", start);
        Balance(c, start);
        tokens.Add(new Token(kind, lexer.LineAt(start), symbol));
        return start + symbol.Length;
    }

    private void Balance(char c, int position)
    {
        switch (c)
        {
            case '(': _open.Push(')'); break;
            case '[': _open.Push(']'); break;
            case '{': _open.Push('}'); break;
            case ')' or ']' or '}':
                if (!_open.TryPop(out var expected))
                    throw lexer.Error($"unexpected '{c}'", position);
                if (expected != c)
                    throw lexer.Error($"unexpected '{c}', expected '{expected}'", position);
                break;
        }
    }

    private int ReadName(int start, List<Token> tokens)
    {
        var end = start;
        while (end < source.Length && Rune.TryGetRuneAt(source, end, out var rune) && Identifiers.IsNameCharacter(rune))
            end += rune.Utf16SequenceLength;
        var name = source[start..end];
        if (!Identifiers.IsIdentifier(name))
            throw lexer.Error("Invalid character in identifier", start);
        tokens.Add(new Token(TokenKind.Name, lexer.LineAt(start), name));
        return end;
    }

    private int? FindStringEnd(int start)
    {
        for (var i = start + 1; i < source.Length; i++)
        {
            if (source[i] == '\\')
                i++;
            else if (source[i] == source[start])
                return i + 1;
        }
        return null;
    }

    private int ReadNumber(int start, List<Token> tokens)
    {
        var end = FloatEnd(start);
        if (end > 0)
        {
            var real = double.Parse(source[start..end].Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
            tokens.Add(new Token(TokenKind.Float, lexer.LineAt(start), source[start..end], real));
            return end;
        }
        end = IntegerEnd(start);
        var digits = source[start..end];
        if (!NumberParsing.TryWhole(digits, 0, out var whole))
            throw lexer.Error($"the number has more than {Numbers.MaximumDigits} digits", start);
        tokens.Add(new Token(TokenKind.Integer, lexer.LineAt(start), digits, whole));
        return end;
    }

    // Digits with a fraction, an exponent or both; 0 where there is neither, or where a point stands in front (x.0.1).
    private int FloatEnd(int start)
    {
        if (start > 0 && source[start - 1] == '.')
            return 0;
        var whole = DigitsEnd(start);
        var end = whole;
        if (end < source.Length && source[end] == '.' && DigitsEnd(end + 1) is var fraction && fraction > end + 1)
            end = fraction;
        var exponent = end;
        if (exponent < source.Length && source[exponent] is 'e' or 'E')
        {
            exponent++;
            if (exponent < source.Length && source[exponent] is '+' or '-')
                exponent++;
            if (DigitsEnd(exponent) is var last && last > exponent)
                end = last;
        }
        return end == whole ? 0 : end;
    }

    private int IntegerEnd(int start)
    {
        if (source[start] != '0')
            return DigitsEnd(start);
        Func<char, bool>? isDigit = start + 1 < source.Length ? char.ToLowerInvariant(source[start + 1]) switch
        {
            'x' => char.IsAsciiHexDigit,
            'o' => c => c is >= '0' and <= '7',
            'b' => c => c is '0' or '1',
            _ => null,
        } : null;
        if (isDigit is not null && GroupsEnd(start + 2, isDigit) is var end && end > start + 2)
            return end;
        return GroupsEnd(start + 1, c => c == '0');
    }

    // Digits, each perhaps with an underscore in front.
    private int GroupsEnd(int position, Func<char, bool> isDigit)
    {
        while (position < source.Length)
        {
            var at = source[position] == '_' ? position + 1 : position;
            if (at >= source.Length || !isDigit(source[at]))
                break;
            position = at + 1;
        }
        return position;
    }

    private int DigitsEnd(int position) =>
        position < source.Length && char.IsAsciiDigit(source[position]) ? GroupsEnd(position + 1, char.IsAsciiDigit) : position;
}
