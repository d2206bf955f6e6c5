using CsCheck;
using EvalHarness.Core.Metrics.Rouge;
using EvalHarness.Core.Text;

namespace EvalHarness.Core.Tests.Metrics.Rouge;

/// <summary>The scanner works on 64 characters at a time; here it meets texts of every length and kind.</summary>
public sealed class RougeTokenizationTests
{
    private static readonly Gen<string> Texts = Gen.OneOf("a", "B", "zz9", "The", "running", "abcdefghijklmnop", "ABCDEFGHIJKLMNOPQ", " ", "  ", "-", "\n", "\0",
        "é", "İ", "\u212A", "\U0001F600", "\u0101", "\uFF21", "'s").Array[0, 120].Select(string.Concat);

    [Fact]
    public void Token_overlap_equals_a_plain_count() => Gen.Select(Texts, Texts, Gen.Bool).Sample((target, prediction, stem) =>
    {
        var wanted = Tokens(target, stem);
        var given = Tokens(prediction, stem);
        var hits = wanted.CountBy(token => token).Sum(count => Math.Min(count.Value, given.Count(token => token == count.Key)));
        return new RougeScorer(RougeType.Rouge1, stem).Score(target, prediction) == RougeScore.FromCounts(hits, wanted.Count, given.Count);
    }, iter: 2_000);

    private static List<string> Tokens(string text, bool stem)
    {
        var separated = string.Concat(PythonText.Lower(text).Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : ' '));
        return [.. separated.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(token => stem && token.Length > 3 ? PorterStemmer.Stem(token) : token)];
    }
}
