namespace EvalHarness.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts pieces into smaller ones; no token crosses a cut.</summary>
internal interface IPreTokenizer
{
    /// <summary>Adds the parts of a piece to the output; empty parts are left out.</summary>
    void Split(Piece piece, List<Piece> output);
}

/// <summary>One after the other.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> parts) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> output)
    {
        List<Piece> current = [piece], next = [];
        for (var i = 0; i < parts.Count; i++)
        {
            if (i == parts.Count - 1)
                next = output;
            foreach (var part in current)
                parts[i].Split(part, next);
            (current, next) = (next, current);
            next.Clear();
        }
        if (parts.Count == 0)
            output.Add(piece);
    }
}

/// <summary>What happens to the matches of a splitting pattern.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

/// <summary>Splits at the matches of a pattern.</summary>
internal sealed class PatternSplit(SplitPattern pattern, SplitBehavior behavior, bool invert = false) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> output)
    {
        if (piece.Length == 0)
            return;
        var matches = new List<(int Start, int End)>(piece.Length / 4 + 2);
        pattern.FindMatches(piece.Span, matches);
        switch (behavior)
        {
            case SplitBehavior.Isolated:
                Isolate(piece, matches, output);
                break;
            case SplitBehavior.Removed:
                foreach (var (start, end, match) in Parts(matches, piece.Length))
                    if (!match)
                        output.Add(piece.Slice(start, end));
                break;
            default:
                Merge(piece, [.. Parts(matches, piece.Length)], output);
                break;
        }
    }

    private static void Isolate(Piece piece, List<(int Start, int End)> matches, List<Piece> output)
    {
        var done = 0;
        foreach (var (start, end) in matches)
        {
            if (start > done)
                output.Add(piece.Slice(done, start));
            if (end > start)
                output.Add(piece.Slice(start, end));
            done = end;
        }
        if (done < piece.Length)
            output.Add(piece.Slice(done, piece.Length));
    }

    private IEnumerable<(int Start, int End, bool Match)> Parts(List<(int Start, int End)> matches, int length)
    {
        var done = 0;
        foreach (var (start, end) in matches)
        {
            if (start > done)
                yield return (done, start, invert);
            if (end > start)
                yield return (start, end, !invert);
            done = end;
        }
        if (done < length)
            yield return (done, length, invert);
    }

    private void Merge(Piece piece, List<(int Start, int End, bool Match)> parts, List<Piece> output)
    {
        var merged = new List<(int Start, int End)>();
        var backwards = behavior == SplitBehavior.MergedWithNext;
        if (backwards)
            parts.Reverse();
        var previous = false;
        foreach (var (start, end, match) in parts)
        {
            var joins = behavior == SplitBehavior.Contiguous ? match == previous : match && !previous;
            if (joins && merged.Count > 0)
                merged[^1] = backwards ? (start, merged[^1].End) : (merged[^1].Start, end);
            else
                merged.Add((start, end));
            previous = match;
        }
        if (backwards)
            merged.Reverse();
        foreach (var (start, end) in merged)
            output.Add(piece.Slice(start, end));
    }
}

/// <summary>
/// Byte level: splits by the GPT-2 expression (or not at all) and marks that the vocabulary is written in the byte alphabet. The bytes
/// themselves are looked up by the vocabulary, so no text is rewritten here.
/// </summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useExpression) : IPreTokenizer
{
    private readonly PatternSplit _split = new(new Gpt2Pattern(), SplitBehavior.Isolated);

    public void Split(Piece piece, List<Piece> output)
    {
        if (addPrefixSpace && piece.Length > 0 && piece.Span[0] != ' ')
            piece = Normalizers.PrependNormalizer.Prepend(piece, " ");
        if (useExpression)
            _split.Split(piece, output);
        else if (piece.Length > 0)
            output.Add(piece);
    }
}

/// <summary>SentencePiece's way: blanks become a visible mark, one is put in front, and pieces begin at it.</summary>
internal sealed class MetaspacePreTokenizer(char mark, PrependScheme scheme, bool split) : IPreTokenizer
{
    private readonly Normalizers.ReplaceNormalizer _blanks = new(new LiteralPattern(" "), mark.ToString());
    private readonly PatternSplit _split = new(new LiteralPattern(mark.ToString()), SplitBehavior.MergedWithNext);

    public static MetaspacePreTokenizer Read(JsonPart part) =>
        new(Mark(part), ReadScheme(part), part.Flag("split", true));

    public static char Mark(JsonPart part) =>
        part.OptionalText("replacement") is not { } text ? '\u2581' : text.Length == 1 ? text[0] : throw part["replacement"].Wrong("must be one character");

    public static PrependScheme ReadScheme(JsonPart part) => part.OptionalText("prepend_scheme") switch
    {
        "always" => PrependScheme.Always,
        "first" => PrependScheme.First,
        "never" => PrependScheme.Never,
        // Files before version 0.15 of the reference library say it with a flag.
        null => part.Flag("add_prefix_space", true) ? PrependScheme.Always : PrependScheme.Never,
        var other => throw part["prepend_scheme"].Unknown(other, "always, first and never"),
    };

    public void Split(Piece piece, List<Piece> output)
    {
        if (piece.Length == 0)
            return;
        var first = piece.SourceStart == 0;
        piece = _blanks.Normalize(piece);
        if (piece.Span[0] != mark && (scheme == PrependScheme.Always || scheme == PrependScheme.First && first))
            piece = Normalizers.PrependNormalizer.Prepend(piece, mark.ToString());
        if (split)
            _split.Split(piece, output);
        else
            output.Add(piece);
    }
}

/// <summary>Where a blank's mark is put in front.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Known =
        "ByteLevel, Split, Digits, Metaspace, BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation, CharDelimiterSplit and Sequence";

    /// <summary>The pre-tokenizer, and whether the vocabulary is written in the byte alphabet.</summary>
    public static (IPreTokenizer? PreTokenizer, bool ByteLevel) Read(JsonPart part)
    {
        if (part.IsNull)
            return (null, false);
        if (part.Type != "Sequence")
            return (ReadOne(part), part.Type == "ByteLevel");
        var parts = part["pretokenizers"].Items().ToList();
        var byteLevel = parts.FindIndex(p => p.Type == "ByteLevel");
        if (byteLevel >= 0 && byteLevel != parts.Count - 1)
            throw parts[byteLevel].Wrong("is byte level but not the last pre-tokenizer; that arrangement is not known");
        return (new PreTokenizerSequence([.. parts.Select(ReadOne)]), byteLevel >= 0);
    }

    /// <summary>BERT's: splits at white space, then isolates punctuation.</summary>
    public static PreTokenizerSequence Bert() =>
        new([new PatternSplit(new WhiteSpacePattern(), SplitBehavior.Removed), new PatternSplit(new PunctuationPattern(), SplitBehavior.Isolated)]);

    private static IPreTokenizer ReadOne(JsonPart part) => part.Type switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(part.Flag("add_prefix_space", true), part.Flag("use_regex", true)),
        "Split" => new PatternSplit(SplitPatternReader.Read(part["pattern"]), Behavior(part), part.Flag("invert")),
        "Digits" => new PatternSplit(new DigitPattern(), part.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Metaspace" => MetaspacePreTokenizer.Read(part),
        "BertPreTokenizer" => Bert(),
        "WhitespaceSplit" => new PatternSplit(new WhiteSpacePattern(), SplitBehavior.Removed),
        "Whitespace" => new PatternSplit(new WordOrSymbolsPattern(), SplitBehavior.Removed, invert: true),
        "Punctuation" => new PatternSplit(new PunctuationPattern(), part.Has("behavior") ? Behavior(part) : SplitBehavior.Isolated),
        "CharDelimiterSplit" => new PatternSplit(new LiteralPattern(part.Text("delimiter")), SplitBehavior.Removed),
        var other => throw part.Unknown(other, Known),
    };

    private static SplitBehavior Behavior(JsonPart part) => part.Text("behavior") switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw part["behavior"].Unknown(other, "Removed, Isolated, MergedWithPrevious, MergedWithNext and Contiguous"),
    };
}
