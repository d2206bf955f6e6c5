using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>
/// The plain normalisation of transcripts: upper-case, curly apostrophes straight, hyphens and dashes to spaces, white space collapsed, and
/// everything but A-Z, 0-9, apostrophe and space deleted. What LibriSpeech references look like.
/// </summary>
public static class PlainTranscript
{
    /// <summary>The normalised transcript.</summary>
    public static string Normalize(string transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var result = new StringBuilder(transcript.Length);
        var spaceBefore = false;
        foreach (var c in transcript)
        {
            var space = c is '-' or >= '\u2010' and <= '\u2015' || PythonText.IsWhiteSpace(c);
            if (space && !spaceBefore)
                result.Append(' ');
            spaceBefore = space;
            if (char.IsAsciiLetterOrDigit(c) || c == '\'')
                result.Append(char.ToUpperInvariant(c));
            else if (!space)
                result.Append(Expansion(c));
        }
        return result.ToString();
    }

    // What stays in ASCII of characters beyond it: the full upper-case mapping turns these into ASCII letters, partly with marks.
    private static string Expansion(char c) => c switch
    {
        '\u2019' => "'",
        '\u00DF' => "SS",
        '\u0131' => "I",
        '\u0149' => "N",
        '\u017F' => "S",
        '\u01F0' => "J",
        '\u1E96' => "H",
        '\u1E97' => "T",
        '\u1E98' => "W",
        '\u1E99' => "Y",
        '\u1E9A' => "A",
        '\uFB00' => "FF",
        '\uFB01' => "FI",
        '\uFB02' => "FL",
        '\uFB03' => "FFI",
        '\uFB04' => "FFL",
        '\uFB05' or '\uFB06' => "ST",
        _ => "",
    };
}
