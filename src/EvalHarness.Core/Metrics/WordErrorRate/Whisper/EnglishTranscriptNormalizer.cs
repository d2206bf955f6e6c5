using EvalHarness.Core.Text;

namespace EvalHarness.Core.Metrics.WordErrorRate.Whisper;

/// <summary>
/// Whisper's normalisation of English transcripts, equal to <c>EnglishTextNormalizer</c> of transformers 4.57.6: bracketed text and
/// hesitations go, contractions and titles are spelled out, numbers become digits, symbols and diacritics go, spellings are mapped.
/// Thread safe.
/// </summary>
/// <param name="spelling">
/// Spelling by spelling, such as a model's <c>normalizer.json</c> (<see cref="SpellingList"/>). Not part of this project; without it British
/// and American spellings stay different.
/// </param>
/// <remarks>A. Radford et al., "Robust speech recognition via large-scale weak supervision", 2022, appendix C.</remarks>
public sealed class EnglishTranscriptNormalizer(IReadOnlyDictionary<string, string> spelling)
{
    private const string Currency = ".$¢€£";

    /// <summary>The normalised transcript. As in the reference it may start or end with a space.</summary>
    public string Normalize(string transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var text = Rewriting.DeleteParenthesized(Rewriting.DeleteBracketed(PythonText.Lower(transcript)));
        text = DeleteHesitations(text);
        text = Rewriting.JoinApostrophes(text);
        foreach (var form in SpokenEnglish.Forms)
            text = Rewriting.Replace(text, form);
        text = Rewriting.DeleteThousandsCommas(text);
        text = Rewriting.DropUnlessBeforeDigit(text, ".", atEnd: true);
        text = SymbolRemoval.Clean(text);
        text = EnglishNumbers.ToDigits(text);
        text = MapSpelling(text);
        text = Rewriting.DropUnlessBeforeDigit(text, Currency, atEnd: false);
        text = Rewriting.DropPercentUnlessBehindDigit(text);
        return Rewriting.CollapseWhiteSpace(text);
    }

    private static string DeleteHesitations(string text)
    {
        foreach (var hesitation in SpokenEnglish.Hesitations)
            text = Rewriting.Replace(text, new SpokenForm(hesitation, "", WholeWord: true));
        return text;
    }

    private string MapSpelling(string text)
    {
        var words = PythonText.Split(text);
        for (var i = 0; i < words.Count; i++)
            words[i] = spelling.GetValueOrDefault(words[i], words[i]);
        return string.Join(' ', words);
    }
}
