namespace EvalHarness.Models.Tokenizers.PreTokenizers;

/// <summary>Finds the places where a text is split.</summary>
internal abstract class SplitPattern
{
    /// <summary>Adds the matches in order, without overlap, in UTF-16 units.</summary>
    public abstract void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches);
}

/// <summary>A fixed text.</summary>
internal sealed class LiteralPattern(string literal) : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        if (literal.Length == 0)
            return;
        for (int from = 0, next; (next = text[from..].IndexOf(literal, StringComparison.Ordinal)) >= 0; from += next + literal.Length)
            matches.Add((from + next, from + next + literal.Length));
    }
}

/// <summary>Each single numeric character (Nd, Nl, No).</summary>
internal sealed class DigitPattern : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        for (int i = 0, length; i < text.Length; i += length)
            if (CharacterClasses.At(text, i, out length) == CharacterClass.Number)
                matches.Add((i, i + length));
    }
}

/// <summary>Each single white space character.</summary>
internal sealed class WhiteSpacePattern : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsWhiteSpace(text[i]))
                matches.Add((i, i + 1));
    }
}

/// <summary>Each single punctuation character, ASCII symbols included.</summary>
internal sealed class PunctuationPattern : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        for (int i = 0, length; i < text.Length; i += length)
            if (CharacterClasses.IsPunctuation(text, i, out length))
                matches.Add((i, i + length));
    }
}

/// <summary>Runs of word characters, or of anything else that is no white space: <c>\w+|[^\w\s]+</c>.</summary>
internal sealed class WordOrSymbolsPattern : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        var kind = 0;
        var start = 0;
        for (int i = 0, length; i < text.Length; i += length)
        {
            var word = CharacterClasses.IsWord(text, i, out length);
            var now = word ? 1 : char.IsWhiteSpace(text[i]) ? 0 : 2;
            if (now == kind)
                continue;
            if (kind != 0)
                matches.Add((start, i));
            (kind, start) = (now, i);
        }
        if (kind != 0)
            matches.Add((start, text.Length));
    }
}
