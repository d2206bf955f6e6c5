namespace EvalHarness.Models.Tokenizers.PreTokenizers;

/// <summary>
/// The splitting expressions of the common language models, scanned by hand: they begin with contractions, then take runs of letters, of
/// numbers, of other signs and of white space. One pass, no backtracking, whole code points.
/// </summary>
internal abstract class RunPattern : SplitPattern
{
    public override void FindMatches(ReadOnlySpan<char> text, List<(int Start, int End)> matches)
    {
        for (var i = 0; i < text.Length;)
        {
            var end = Match(text, i);
            if (end > i)
                matches.Add((i, end));
            i = end > i ? end : i + 1;
        }
    }

    /// <summary>The end of the match that begins here, or the place itself when none does.</summary>
    protected abstract int Match(ReadOnlySpan<char> text, int at);

    protected static int Contraction(ReadOnlySpan<char> text, int at, bool ignoreCase)
    {
        if (text[at] != '\'' || at + 1 >= text.Length)
            return at;
        var first = Fold(text[at + 1], ignoreCase);
        if (first is 's' or 't' or 'm' or 'd')
            return at + 2;
        if (at + 2 >= text.Length)
            return at;
        return (first, Fold(text[at + 2], ignoreCase)) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? at + 3 : at;
    }

    protected static int Run(ReadOnlySpan<char> text, int at, CharacterClass kind, int limit = int.MaxValue)
    {
        for (var count = 0; at < text.Length && count < limit && CharacterClasses.At(text, at, out var length) == kind; count++)
            at += length;
        return at;
    }

    /// <summary><c>\s+(?!\S)|\s+</c>: a run leaves its last character to what follows it.</summary>
    protected static int WhiteSpace(ReadOnlySpan<char> text, int at)
    {
        var end = Run(text, at, CharacterClass.WhiteSpace);
        return end < text.Length && end - at > 1 ? end - 1 : end;
    }

    // The long s folds to s; nothing else outside ASCII folds to a letter of a contraction.
    private static char Fold(char c, bool ignoreCase) => !ignoreCase ? c : c == '\u017F' ? 's' : char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
}

/// <summary>GPT-2: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.</summary>
internal sealed class Gpt2Pattern : RunPattern
{
    public const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    protected override int Match(ReadOnlySpan<char> text, int at)
    {
        var end = Contraction(text, at, ignoreCase: false);
        if (end > at)
            return end;
        var kind = CharacterClasses.At(text, at, out _);
        if (text[at] == ' ' && at + 1 < text.Length && CharacterClasses.At(text, at + 1, out _) is var next and not CharacterClass.WhiteSpace)
            return Run(text, at + 1, next);
        return kind == CharacterClass.WhiteSpace ? WhiteSpace(text, at) : Run(text, at, kind);
    }
}

/// <summary>
/// Llama 3 and Qwen 2: <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>,
/// with up to three digits together, or one.
/// </summary>
internal sealed class Llama3Pattern(int digits) : RunPattern
{
    public const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public const string Qwen2 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    protected override int Match(ReadOnlySpan<char> text, int at)
    {
        var end = Contraction(text, at, ignoreCase: true);
        if (end > at)
            return end;
        var kind = CharacterClasses.At(text, at, out var length);
        if (kind == CharacterClass.Letter)
            return Run(text, at, CharacterClass.Letter);
        if (kind == CharacterClass.Number)
            return Run(text, at, CharacterClass.Number, digits);
        if (text[at] is not ('\r' or '\n') && at + length < text.Length && CharacterClasses.At(text, at + length, out _) == CharacterClass.Letter)
            return Run(text, at + length, CharacterClass.Letter);
        var signs = text[at] == ' ' && at + 1 < text.Length ? at + 1 : at;
        if (CharacterClasses.At(text, signs, out _) == CharacterClass.Other)
        {
            end = Run(text, signs, CharacterClass.Other);
            while (end < text.Length && text[end] is '\r' or '\n')
                end++;
            return end;
        }
        var run = Run(text, at, CharacterClass.WhiteSpace);
        var lastBreak = text[at..run].LastIndexOfAny('\r', '\n');
        return lastBreak >= 0 ? at + lastBreak + 1 : WhiteSpace(text, at);
    }
}

/// <summary>CLIP: <c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>; white space matches nothing.</summary>
internal sealed class ClipPattern : RunPattern
{
    public const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+";

    protected override int Match(ReadOnlySpan<char> text, int at)
    {
        var end = Contraction(text, at, ignoreCase: false);
        if (end > at)
            return end;
        var kind = CharacterClasses.At(text, at, out _);
        return kind == CharacterClass.WhiteSpace ? at : Run(text, at, kind, kind == CharacterClass.Number ? 1 : int.MaxValue);
    }
}

/// <summary><c>\s+</c>.</summary>
internal sealed class WhiteSpaceRunPattern : RunPattern
{
    public const string Expression = @"\s+";

    protected override int Match(ReadOnlySpan<char> text, int at) => Run(text, at, CharacterClass.WhiteSpace);
}
