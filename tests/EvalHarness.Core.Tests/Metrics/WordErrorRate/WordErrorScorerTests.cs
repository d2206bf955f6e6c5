using System.Text.RegularExpressions;
using CsCheck;
using EvalHarness.Core.Metrics.WordErrorRate;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Tests.Metrics.WordErrorRate;

public sealed partial class WordErrorScorerTests
{
    private static readonly Gen<string> Plain = Texts("a", "bee", "sixteen letters.", "seventeen letters", "it's", " ", " ", " ", "  ");
    private static readonly Gen<string> Accented = Texts("a", "é", "naïve", "中文", "\U0001F600", "internationalisation", "internationalisatioñ", " ", " ", " ");
    private static readonly Gen<string> Spaced = Texts("a", "b", " ", "\t", "\n", "\u00A0", "\u001C", "\u2028", "\u0001", "é");

    [Fact]
    public void Errors_equal_a_plain_count_for_any_characters() => Gen.OneOf(Plain, Accented, Spaced).Array[2].Sample(texts =>
    {
        var reference = Words(texts[0]);
        var hypothesis = Words(texts[1]);
        var expected = new WordErrors(Distance(reference, hypothesis), reference.Length, hypothesis.Length);
        return new WordErrorScorer(ErrorUnit.Word).Score(texts[0], texts[1]) == expected;
    }, iter: 3_000);

    [Fact]
    public void Normalisation_is_applied_to_both_sides() =>
        Assert.Equal(new WordErrors(0, 2, 2), new WordErrorScorer(ErrorUnit.Word, text => text.ToUpperInvariant()).Score("a b", "A B"));

    private static Gen<string> Texts(params string[] pieces) => Gen.OneOf(pieces).Array[0, 60].Select(string.Concat);

    private static string[] Words(string text) =>
        PythonText.Strip(WhiteSpaceRuns().Replace(text, " ")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Distance(string[] reference, string[] hypothesis)
    {
        var table = new int[reference.Length + 1, hypothesis.Length + 1];
        for (var i = 0; i <= reference.Length; i++)
            for (var j = 0; j <= hypothesis.Length; j++)
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1));
        return table[reference.Length, hypothesis.Length];
    }

    [GeneratedRegex(@"[\s\x1C-\x1F]{2,}")]
    private static partial Regex WhiteSpaceRuns();
}
