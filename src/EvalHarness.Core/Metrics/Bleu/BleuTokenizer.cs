using EvalHarness.Core.Metrics.Tokens;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>Puts white space between the tokens of a line, as sacrebleu's tokenizers do; white space then separates them.</summary>
public static class BleuTokenizer
{
    /// <summary>The tokens of a line, joined by single spaces. The scorer strips trailing white space before it tokenises; this does too.</summary>
    public static string Tokenize(string line, BleuTokenization tokenization)
    {
        ArgumentNullException.ThrowIfNull(line);
        var separated = new TextBuffer();
        Separate(PythonText.RightStripSpan(line), tokenization, separated, new TextBuffer());
        return string.Join(' ', PythonText.Split(separated.Text.ToString()));
    }

    /// <summary>Writes the line with its tokens separated.</summary>
    internal static void Separate(ReadOnlySpan<char> line, BleuTokenization tokenization, TextBuffer separated, TextBuffer scratch)
    {
        switch (tokenization)
        {
            case BleuTokenization.V13A: Tokenizer13A.Separate(line, separated, scratch); break;
            case BleuTokenization.International: InternationalTokenizer.Separate(line, separated, scratch); break;
            case BleuTokenization.Character: SeparateCharacters(line, separated); break;
            default: separated.Set(line); break;
        }
    }

    private static void SeparateCharacters(ReadOnlySpan<char> line, TextBuffer separated)
    {
        separated.Clear();
        while (!line.IsEmpty)
        {
            var length = CodePoints.LengthAt(line, 0);
            separated.Append(line[..length]);
            separated.Append(' ');
            line = line[length..];
        }
    }
}
