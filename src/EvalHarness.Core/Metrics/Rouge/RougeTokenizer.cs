using System.Runtime.Intrinsics;
using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// Tokens as the public scorer has them: the text is lower-cased, every run of characters outside <c>a-z0-9</c> separates, tokens longer
/// than three characters are stemmed if asked for. Not thread safe.
/// </summary>
internal sealed class RougeTokenizer(bool stem)
{
    private const int StemmedFromLength = 4;
    private const char DottedCapitalI = '\u0130';
    private const char KelvinSign = '\u212A';

    private readonly TokenScanner _scanner = new();
    private readonly TextBuffer _replaced = new();
    private readonly StemCache? _stems = stem ? new StemCache() : null;
    private char[] _letters = new char[64];

    /// <summary>Appends the tokens of the text; with lines, also where its lines end.</summary>
    public void Tokenize(ReadOnlySpan<char> text, bool lines, TokenInterner interner, RougeTokens tokens)
    {
        if (text.IndexOfAny(DottedCapitalI, KelvinSign) >= 0)
            text = Replace(text);
        while (lines && text.IndexOf('\n') is var end and >= 0)
        {
            TokenizeLine(text[..end], interner, tokens);
            tokens.EndLine();
            text = text[(end + 1)..];
        }
        TokenizeLine(text, interner, tokens);
    }

    // The only two characters beyond ASCII that lower-case to ASCII letters; the combining dot behind the i separates.
    private ReadOnlySpan<char> Replace(ReadOnlySpan<char> text)
    {
        _replaced.Clear();
        foreach (var c in text)
        {
            if (c == DottedCapitalI)
                _replaced.Append("i\u0307");
            else
                _replaced.Append(c == KelvinSign ? 'k' : c);
        }
        return _replaced.Text;
    }

    private void TokenizeLine(ReadOnlySpan<char> line, TokenInterner interner, RougeTokens tokens)
    {
        _scanner.Scan<LowerCaseAlphanumeric>(line);
        for (var i = 0; i < _scanner.Count; i++)
        {
            var length = _scanner.Length(i);
            if (length > TokenKey.MaximalLength)
            {
                tokens.Add(interner.Intern(StemLong(_scanner.Token(i))));
                continue;
            }
            var key = _scanner.Key(i);
            if (_stems is not null && length >= StemmedFromLength)
                key = _stems.StemOf(key);
            if (!key.IsEmpty)
                tokens.Add(interner.Intern(key));
        }
    }

    private Span<char> StemLong(ReadOnlySpan<byte> token)
    {
        if (_letters.Length < token.Length)
            _letters = new char[token.Length * 2];
        var letters = _letters.AsSpan(0, token.Length);
        for (var i = 0; i < token.Length; i++)
            letters[i] = (char)token[i];
        return _stems is null ? letters : letters[..PorterStemmer.Stem(letters)];
    }

    private readonly struct LowerCaseAlphanumeric : ITokenRule
    {
        public static Vector128<byte> Apply(Vector128<byte> characters, out Vector128<byte> inToken)
        {
            var upper = Vector128.LessThan(characters - Vector128.Create((byte)'A'), Vector128.Create((byte)26));
            var lower = characters | (upper & Vector128.Create((byte)0x20));
            inToken = Vector128.LessThan(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)26))
                | Vector128.LessThan(characters - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
            return lower;
        }
    }
}
