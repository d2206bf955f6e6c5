using CsCheck;
using EvalHarness.Core.Metrics.Bleu;

namespace EvalHarness.Core.Tests.Metrics.Bleu;

public sealed class BleuPropertyTests
{
    private static readonly Gen<string> Lines = Gen.OneOf("a", "b", "the", "house", "internationalisation", "naïve", "3.5", ",", "…").Array[0, 30]
        .Select(words => string.Join(' ', words));

    private static readonly Gen<(string Hypothesis, string[] References)> Segments = Gen.Select(Lines, Lines.Array[1, 3]);

    private static readonly BleuScorer Scorer = new(new BleuOptions());

    [Fact]
    public void A_long_text_scores_100_against_itself() => Gen.OneOf("red", "green", "blue", "grey").Array[4, 200].Sample(words =>
    {
        var text = string.Join(' ', words);
        return Math.Abs(Scorer.ScoreSentence(text, [text]).Score - 100) < 1e-9;
    });

    [Fact]
    public void Sums_over_examples_give_the_corpus_score() => Segments.Array[1, 12].Sample(segments =>
    {
        var metric = Metric.Make("bleu");
        var examples = segments.Select(segment => metric.Score(Metric.Item(segment.Hypothesis, segment.References))).ToList();
        var corpus = Scorer.ScoreCorpus([.. segments.Select(s => s.Hypothesis)], [.. segments.Select(s => s.References)]);
        return metric.Figure("bleu", examples) == corpus.Score && metric.Figure("bleu.precision2", examples) == corpus.Precisions[1];
    }, iter: 300);

    [Fact]
    public void Counts_equal_a_plain_count_of_joined_ngrams() => Segments.Sample(segment =>
    {
        var statistics = new BleuScorer(new BleuOptions { Tokenization = BleuTokenization.None }).Count(segment.Hypothesis, segment.References);
        for (var order = 1; order <= 4; order++)
        {
            var hypothesis = Ngrams(segment.Hypothesis, order);
            var references = segment.References.Select(reference => Ngrams(reference, order)).ToList();
            var matches = hypothesis.Sum(ngram => Math.Min(ngram.Value, references.Max(reference => reference.GetValueOrDefault(ngram.Key))));
            if (statistics.Counts[order - 1] != matches || statistics.Totals[order - 1] != hypothesis.Values.Sum())
                return false;
        }
        return true;
    });

    [Fact]
    public void The_bound_figure_does_not_allocate()
    {
        var metric = Metric.Make("bleu");
        var example = metric.Score(Metric.Item("the cat sat on the mat", "a cat sat on the mat"));
        var figure = metric.Bind(metric.Card.Figures[0], [.. example.Statistics.Select(s => s.Name)]);
        double[] sums = [.. example.Statistics.Select(s => s.Value)];
        figure(sums);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            figure(sums);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("\U0001F600\U0001D7CE.\U0001D7CF", "\U0001F600 \U0001D7CE.\U0001D7CF")]
    [InlineData("½.", "½.")]
    [InlineData("1999. ", "1999.")]
    [InlineData("(1)", "(1)")]
    [InlineData("a\U0001F600", "a \U0001F600")]
    public void International_tokens_are_made_of_whole_code_points(string line, string tokens) =>
        Assert.Equal(tokens, BleuTokenizer.Tokenize(line, BleuTokenization.International));

    [Fact]
    public void A_segment_without_a_reference_is_an_error() => Assert.Throws<ArgumentException>(() => Scorer.Count("text", [null]));

    private static Dictionary<string, int> Ngrams(string line, int order)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(0, Math.Max(words.Length - order + 1, 0))
            .GroupBy(i => string.Join(' ', words.Skip(i).Take(order)), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
    }
}
