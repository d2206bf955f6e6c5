using System.Text;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Squad;

/// <summary>
/// Answer normalisation of the official SQuAD v1.1 script, in its order: lower-case, delete ASCII punctuation, replace the words a, an and
/// the by a space, collapse white space.
/// </summary>
public static class SquadNormalizer
{
    /// <summary>The normalised answer.</summary>
    public static string Normalize(string answer) => string.Join(' ', Tokens(answer));

    /// <summary>The words of the normalised answer.</summary>
    public static List<string> Tokens(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var lower = PythonText.Lower(answer);
        var letters = new StringBuilder(lower.Length);
        foreach (var c in lower)
            if (!char.IsAscii(c) || !char.IsPunctuation(c) && !char.IsSymbol(c))
                letters.Append(c);
        return PythonText.Split(WithoutArticles(letters.ToString()));
    }

    // Articles are whole runs of Python's word characters: the dash of "the–war" ends a word, the ½ of "a½" does not.
    private static string WithoutArticles(string text)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        while (position < text.Length)
        {
            var end = position;
            while (PythonText.IsWordAt(text, end))
                end += char.IsHighSurrogate(text[end]) ? 2 : 1;
            if (end == position)
                result.Append(text[position++]);
            else
            {
                var word = text.AsSpan(position, end - position);
                result.Append(word is "a" or "an" or "the" ? " " : word);
                position = end;
            }
        }
        return result.ToString();
    }
}
