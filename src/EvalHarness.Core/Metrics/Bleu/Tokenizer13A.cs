using System.Buffers;
using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>
/// The rules of mteval-v13a. They are four replacements, one after the other over the whole line, each continuing behind what it has
/// replaced; a single pass would differ on runs such as "...". Only ASCII characters decide, so UTF-16 units suffice.
/// </summary>
internal static class Tokenizer13A
{
    // All ASCII punctuation but the apostrophe, comma, hyphen and full stop.
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("!\"#$%&()*+/:;<=>?@[\\]^_`{|}~");

    public static void Separate(ReadOnlySpan<char> line, TextBuffer separated, TextBuffer scratch)
    {
        scratch.Clear();
        scratch.Append(' ');
        scratch.Append(line.IndexOfAny('&', '\n', '<') < 0 ? line : Decode(line));
        scratch.Append(' ');
        SplitPunctuation(scratch.Text, separated);
        SplitBehindNonDigit(separated.Text, scratch);
        SplitBeforeNonDigit(scratch.Text, separated);
        if (separated.Text.Contains('-'))
        {
            SplitHyphenBehindDigit(separated.Text, scratch);
            separated.Set(scratch.Text);
        }
    }

    // Markup of the old evaluation files, in this order: "&amp;lt;" becomes "<".
    private static string Decode(ReadOnlySpan<char> line) => line.ToString()
        .Replace("<skipped>", "", StringComparison.Ordinal)
        .Replace("-\n", "", StringComparison.Ordinal)
        .Replace('\n', ' ')
        .Replace("&quot;", "\"", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal)
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal);

    private static void SplitPunctuation(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        while (line.IndexOfAny(Punctuation) is var found and >= 0)
        {
            output.Append(line[..found]);
            AppendApart(line[found], output);
            line = line[(found + 1)..];
        }
        output.Append(line);
    }

    private static void SplitBehindNonDigit(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        var copied = 0;
        for (var i = Next(line, 1, '.', ','); i >= 0; i = Next(line, i + 1, '.', ','))
        {
            // The character before is part of the match, so it must not be part of the one before.
            if (i - 1 < copied || char.IsAsciiDigit(line[i - 1]))
                continue;
            output.Append(line[copied..i]);
            AppendApart(line[i], output);
            copied = i + 1;
        }
        output.Append(line[copied..]);
    }

    private static void SplitBeforeNonDigit(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        var copied = 0;
        for (var i = Next(line, 0, '.', ','); i >= 0 && i + 1 < line.Length; i = Next(line, Math.Max(i + 1, copied), '.', ','))
        {
            if (char.IsAsciiDigit(line[i + 1]))
                continue;
            output.Append(line[copied..i]);
            AppendApart(line[i], output);
            output.Append(line[i + 1]);
            copied = i + 2;
        }
        output.Append(line[copied..]);
    }

    private static void SplitHyphenBehindDigit(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        var copied = 0;
        for (var i = Next(line, 1, '-', '-'); i >= 0; i = Next(line, i + 1, '-', '-'))
        {
            if (!char.IsAsciiDigit(line[i - 1]))
                continue;
            output.Append(line[copied..i]);
            AppendApart(line[i], output);
            copied = i + 1;
        }
        output.Append(line[copied..]);
    }

    private static int Next(ReadOnlySpan<char> line, int from, char one, char other) =>
        from < line.Length && line[from..].IndexOfAny(one, other) is var found and >= 0 ? from + found : -1;

    private static void AppendApart(char c, TextBuffer output)
    {
        output.Append(' ');
        output.Append(c);
        output.Append(' ');
    }
}
