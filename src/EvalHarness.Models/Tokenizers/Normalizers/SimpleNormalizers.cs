using System.Globalization;
using System.Text;
using EvalHarness.Models.Tokenizers.PreTokenizers;

namespace EvalHarness.Models.Tokenizers.Normalizers;

/// <summary>Lower case, character by character: no context such as the final sigma.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var changed = false;
        foreach (var rune in piece.Span.EnumerateRunes())
            changed |= Lower(rune) != rune;
        if (!changed)
            return piece;
        var rewriter = new TextRewriter(piece);
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            rewriter.Replace(Lower(rune));
            if (rune.Value == 0x130)
                rewriter.Insert(new Rune(0x307));
        }
        return rewriter.Build();
    }

    // U+0130 becomes "i" and a combining dot; the invariant mapping of .NET leaves it alone.
    private static Rune Lower(Rune rune) => rune.Value == 0x130 ? new Rune('i') : Rune.ToLowerInvariant(rune);
}

/// <summary>Takes white space from the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var text = piece.Span;
        int start = 0, end = text.Length;
        while (left && start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (right && end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return piece.Slice(start, end);
    }
}

/// <summary>Drops every character of the given categories.</summary>
internal sealed class CharacterFilter(Func<UnicodeCategory, bool> drops) : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var text = piece.Span;
        TextRewriter? rewriter = null;
        for (int i = 0, length; i < text.Length; i += length)
        {
            if (drops(CharacterClasses.CategoryAt(text, i, out length)))
            {
                if (rewriter is null)
                {
                    rewriter = new TextRewriter(piece);
                    rewriter.Keep(i);
                }
                rewriter.Skip(1);
            }
            else
                rewriter?.Keep(length);
        }
        return rewriter?.Build() ?? piece;
    }
}

/// <summary>Puts a text in front of every piece that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public Piece Normalize(Piece piece) => Prepend(piece, prefix);

    /// <summary>The prefix shares the place of the first character.</summary>
    public static Piece Prepend(Piece piece, string prefix)
    {
        if (piece.Length == 0 || prefix.Length == 0)
            return piece;
        var rewriter = new TextRewriter(piece);
        var first = true;
        foreach (var rune in prefix.EnumerateRunes())
        {
            if (first)
                rewriter.Replace(rune);
            else
                rewriter.Insert(rune);
            first = false;
        }
        Rune.DecodeFromUtf16(piece.Span, out var head, out var length);
        rewriter.Insert(head);
        rewriter.Keep(piece.Length - length);
        return rewriter.Build();
    }
}

/// <summary>Writes a text in place of every match.</summary>
internal sealed class ReplaceNormalizer(SplitPattern pattern, string content) : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var matches = new List<(int Start, int End)>();
        pattern.FindMatches(piece.Span, matches);
        if (matches.Count == 0)
            return piece;
        var rewriter = new TextRewriter(piece);
        var done = 0;
        foreach (var (start, end) in matches)
        {
            rewriter.Keep(start - done);
            rewriter.Skip(RuneCount(piece.Span[start..end]));
            foreach (var rune in content.EnumerateRunes())
                rewriter.Insert(rune);
            done = end;
        }
        rewriter.Keep(piece.Length - done);
        return rewriter.Build();
    }

    private static int RuneCount(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}

/// <summary>SentencePiece's NMT rules: drops some control characters, turns others and exotic spaces into blanks.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    public Piece Normalize(Piece piece)
    {
        var rewriter = new TextRewriter(piece);
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            if (rune.Value is >= 0x01 and <= 0x08 or 0x0B or >= 0x0E and <= 0x1F or 0x7F or 0x8F or 0x9F)
                rewriter.Skip(1);
            else if (rune.Value is 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or >= 0x200B and <= 0x200F or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD)
                rewriter.Replace(new Rune(' '));
            else
                rewriter.Replace(rune);
        }
        return rewriter.Build();
    }
}
