using EvalHarness.Core.Metrics.Tokens;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>
/// Words as jiwer's default transforms cut them: runs of two or more white-space characters become one space, then only U+0020 separates.
/// So a lone tab or no-break space is part of a word.
/// </summary>
internal static class TranscriptWords
{
    /// <summary>Appends the ids of the words.</summary>
    /// <param name="text">Without white space at its ends.</param>
    /// <param name="interner">Gives the ids.</param>
    /// <param name="ids">Where they go.</param>
    public static void Intern(ReadOnlySpan<char> text, TokenInterner interner, List<int> ids)
    {
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            // Most characters: neither ASCII control, space nor beyond ASCII.
            if (text[i] - 0x21u < 0x5F || !PythonText.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var end = i + 1;
            while (end < text.Length && PythonText.IsWhiteSpace(text[end]))
                end++;
            if (end - i > 1 || text[i] == ' ')
            {
                ids.Add(interner.Intern(text[start..i]));
                start = end;
            }
            i = end;
        }
        if (start < text.Length)
            ids.Add(interner.Intern(text[start..]));
    }
}
