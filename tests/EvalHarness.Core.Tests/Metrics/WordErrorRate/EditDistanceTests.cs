using CsCheck;
using EvalHarness.Core.Metrics.WordErrorRate;

namespace EvalHarness.Core.Tests.Metrics.WordErrorRate;

public sealed class EditDistanceTests
{
    private const int Ids = 10;

    // Up to several blocks of 64; few different ids make many equal cells.
    private static readonly Gen<int[]> Sequences = Gen.Select(Gen.Int[1, Ids], Gen.OneOf(5, 63, 64, 65, 130, 260))
        .SelectMany((ids, length) => Gen.Int[0, ids - 1].Array[0, length]);

    [Fact]
    public void Equals_a_plain_dynamic_programme() => Gen.Select(Sequences, Sequences).Sample((reference, hypothesis) =>
        new EditDistance().Compute(reference, hypothesis, Ids) == Plain(reference, hypothesis), iter: 2_000);

    [Fact]
    public void Is_a_metric() => Gen.Select(Sequences, Sequences, Sequences).Sample((a, b, c) =>
    {
        var distance = new EditDistance();
        int Between(int[] x, int[] y) => distance.Compute(x, y, Ids);
        return Between(a, a) == 0 && Between(a, b) == Between(b, a) && Between(a, c) <= Between(a, b) + Between(b, c)
            && Between(a, b) >= Math.Abs(a.Length - b.Length) && Between(a, b) <= Math.Max(a.Length, b.Length);
    }, iter: 500);

    [Fact]
    public void Sums_over_utterances_give_the_corpus_rate() => Gen.OneOf("a", "b", "see", "\t").Array[0, 20].Select(words => string.Join(' ', words))
        .Array[2].Array[1, 8].Sample(utterances =>
        {
            var metric = Metric.Make("wer");
            var scorer = new WordErrorScorer(ErrorUnit.Word);
            var corpus = utterances.Select(utterance => scorer.Score(utterance[0], utterance[1])).Aggregate(WordErrors.Add);
            return metric.Figure("wer", [.. utterances.Select(utterance => metric.Score(Metric.Item(utterance[1], utterance[0])))]) == corpus.Rate;
        }, iter: 300);

    private static int Plain(int[] reference, int[] hypothesis)
    {
        var row = Enumerable.Range(0, hypothesis.Length + 1).ToArray();
        for (var i = 1; i <= reference.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= hypothesis.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
