namespace EvalHarness.Models.Tokenizers;

/// <summary>Finds added tokens in a piece, leftmost and longest first.</summary>
internal sealed class AddedTokenFinder
{
    private readonly System.Buffers.SearchValues<char> _firsts;
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;

    /// <summary>A finder for tokens whose searched text is given beside them (normalised tokens are looked for in their normal form).</summary>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(t => t.Text.Length > 0).GroupBy(t => t.Text[0])
            .ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Text.Length).ToArray());
        _firsts = System.Buffers.SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _byFirst.Count == 0;

    /// <summary>Cuts a piece at the added tokens in it; empty parts are left out.</summary>
    public void Split(Piece piece, List<Piece> output)
    {
        var text = piece.Span;
        var done = 0;
        for (var from = 0; from < text.Length;)
        {
            var next = text[from..].IndexOfAny(_firsts);
            if (next < 0)
                break;
            var at = from + next;
            var (found, token) = Match(text, at);
            if (token is null)
            {
                from = at + 1;
                continue;
            }
            from = at + found.Length;
            int start = at, end = from;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
                continue;
            if (token.LeftStrip)
                while (start > done && char.IsWhiteSpace(text[start - 1]))
                    start--;
            if (token.RightStrip)
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                    end++;
            if (done < start)
                output.Add(piece.Slice(done, start));
            output.Add(piece.Slice(start, end) with { TokenId = token.Id });
            done = end;
            from = Math.Max(from, end);
        }
        if (done < text.Length)
            output.Add(piece.Slice(done, text.Length));
    }

    private (string Found, AddedToken? Token) Match(ReadOnlySpan<char> text, int at)
    {
        foreach (var (candidate, token) in _byFirst[text[at]])
            if (text[at..].StartsWith(candidate, StringComparison.Ordinal))
                return (candidate, token);
        return ("", null);
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        var index = text.Length > 1 && char.IsLowSurrogate(text[^1]) && char.IsHighSurrogate(text[^2]) ? text.Length - 2 : text.Length - 1;
        return CharacterClasses.IsWord(text, index, out _);
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text) => !text.IsEmpty && CharacterClasses.IsWord(text, 0, out _);
}
