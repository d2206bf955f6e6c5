using EvalHarness.Core.Metrics.Tokens;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>
/// The international rules of mteval-v14: punctuation behind, then before, anything that is no number is split off, then every symbol.
/// Number, punctuation and symbol are Unicode's categories N, P and S of whole code points. Nothing is padded, so punctuation beside
/// the end of the line needs a neighbour on its other side.
/// </summary>
internal static class InternationalTokenizer
{
    public static void Separate(ReadOnlySpan<char> line, TextBuffer separated, TextBuffer scratch)
    {
        SplitPunctuationBehind(line, separated);
        SplitPunctuationBefore(separated.Text, scratch);
        SplitSymbols(scratch.Text, separated);
    }

    private static void SplitPunctuationBehind(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        for (var i = 0; i < line.Length;)
        {
            var first = CodePoints.KindAt(line, i, out var length);
            output.Append(line.Slice(i, length));
            i += length;
            if (first == CodePointKind.Number || i == line.Length || CodePoints.KindAt(line, i, out length) != CodePointKind.Punctuation)
                continue;
            output.Append(' ');
            output.Append(line.Slice(i, length));
            output.Append(' ');
            i += length;
        }
    }

    private static void SplitPunctuationBefore(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        for (var i = 0; i < line.Length;)
        {
            var first = CodePoints.KindAt(line, i, out var length);
            var next = i + length;
            if (first == CodePointKind.Punctuation && next < line.Length && CodePoints.KindAt(line, next, out var nextLength) != CodePointKind.Number)
            {
                output.Append(' ');
                output.Append(line[i..next]);
                output.Append(' ');
                i = next;
                length = nextLength;
            }
            output.Append(line.Slice(i, length));
            i += length;
        }
    }

    private static void SplitSymbols(ReadOnlySpan<char> line, TextBuffer output)
    {
        output.Clear();
        for (var i = 0; i < line.Length;)
        {
            var symbol = CodePoints.KindAt(line, i, out var length) == CodePointKind.Symbol;
            if (symbol)
                output.Append(' ');
            output.Append(line.Slice(i, length));
            if (symbol)
                output.Append(' ');
            i += length;
        }
    }
}
