using CsCheck;
using EvalHarness.Core.Metrics.Rouge;

namespace EvalHarness.Core.Tests.Metrics.Rouge;

public sealed class RougeScorerTests
{
    private static readonly Gen<string> Words = Gen.OneOf("a", "b", "c", "running", "runs", "internationalisation", "İ", ".", "\n").Array[0, 90]
        .Select(words => string.Join(' ', words));

    [Fact]
    public void F_is_symmetric_except_for_rougeLsum() => Gen.Select(Words, Words, Gen.Bool).Sample((target, prediction, stem) =>
    {
        foreach (var type in (RougeType[])[RougeType.Rouge1, RougeType.Rouge2, RougeType.RougeL])
        {
            var scorer = new RougeScorer(type, stem);
            var there = scorer.Score(target, prediction);
            var back = scorer.Score(prediction, target);
            if (there.Precision != back.Recall || there.Recall != back.Precision || Math.Abs(there.FMeasure - back.FMeasure) > 1e-15)
                return false;
        }
        return true;
    });

    [Fact]
    public void A_text_with_tokens_is_equal_to_itself() => Words.Sample(text =>
    {
        var score = new RougeScorer(RougeType.RougeLsum, stem: true).Score(text, text);
        return score.FMeasure == 1 || !text.Any(char.IsLetter);
    });

    [Fact]
    public void Lines_do_not_matter_where_each_side_has_one() => Gen.Select(Words, Words).Sample((target, prediction) =>
    {
        target = target.Replace('\n', ' ');
        prediction = prediction.Replace('\n', ' ');
        return new RougeScorer(RougeType.RougeL, stem: true).Score(target, prediction)
            == new RougeScorer(RougeType.RougeLsum, stem: true).Score(target, prediction);
    });

    [Theory]
    [InlineData("İzmir", "i zmir")]
    [InlineData("273 \u212A", "273 k")]
    [InlineData("café naïve", "caf na ve")]
    [InlineData("snake_case", "snake case")]
    [InlineData("Internationalisation IS", "internationalisation is")]
    [InlineData("ABCDEFGHİJKLMNOPQRSTUVWXYZ", "abcdefghi jklmnopqrstuvwxyz")]
    [InlineData("ABCDEFGHIJKLMNO\u212APQ", "abcdefghijklmnokpq")]
    public void Tokens_are_runs_of_lower_cased_ascii_letters_and_digits(string text, string tokens)
    {
        var score = new RougeScorer(RougeType.Rouge2, stem: false).Score(tokens + " end", text + " end");

        Assert.Equal(new RougeScore(1, 1, 1), score);
    }

    [Theory]
    [InlineData("internationalisations", "internationalisation")]
    [InlineData("characteristically", "characteristical")]
    public void Long_tokens_are_stemmed_too(string one, string other)
    {
        Assert.Equal(1, new RougeScorer(RougeType.Rouge1, stem: true).Score(one, other).FMeasure);
        Assert.Equal(0, new RougeScorer(RougeType.Rouge1, stem: false).Score(one, other).FMeasure);
    }

    [Fact]
    public void No_target_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new RougeScorer(RougeType.Rouge1, stem: false).ScoreMulti([], "text"));

    [Fact]
    public void May_be_called_from_many_threads()
    {
        var scorer = new RougeScorer(RougeType.RougeL, stem: true);
        var texts = Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Range(0, 80).Select(j => $"word{i * j % 37} running{j % 7}"))).ToArray();
        var expected = texts.Select(text => scorer.Score(texts[0], text)).ToArray();

        Parallel.For(0, 2_000, i => Assert.Equal(expected[i % texts.Length], scorer.Score(texts[0], texts[i % texts.Length])));
    }

    [Fact]
    public void Allocates_nothing_once_its_buffers_have_grown()
    {
        var scorer = new RougeScorer(RougeType.RougeL, stem: true);
        const string Target = "The quick brown foxes jumped over internationalised dogs.";
        const string Prediction = "A quick brown fox jumps over an internationalised dog.";
        scorer.Score(Target, Prediction);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            scorer.Score(Target, Prediction);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
