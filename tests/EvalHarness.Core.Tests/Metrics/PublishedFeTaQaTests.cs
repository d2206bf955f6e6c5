using System.Text.Json;
using EvalHarness.Core.Metrics.Bleu;
using EvalHarness.Testing;

namespace EvalHarness.Core.Tests.Metrics;

/// <summary>What the official scorers give on the T5-small predictions that FeTaQA's repository publishes, 2,003 of them.</summary>
public sealed class PublishedFeTaQaTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("rouge1", "rouge_mean_stemmer_false", "false")]
    [InlineData("rouge2", "rouge_mean_stemmer_false", "false")]
    [InlineData("rougeL", "rouge_mean_stemmer_false", "false")]
    [InlineData("rougeLsum", "rouge_mean_stemmer_false", "false")]
    [InlineData("rouge1", "rouge_mean_stemmer_true", "true")]
    [InlineData("rouge2", "rouge_mean_stemmer_true", "true")]
    [InlineData("rougeL", "rouge_mean_stemmer_true", "true")]
    [InlineData("rougeLsum", "rouge_mean_stemmer_true", "true")]
    public void Mean_rouge_equals_the_published_predictions_figures(string name, string figures, string stem)
    {
        var (published, answers, predictions) = Load();
        var metric = Metric.Make(name, ("stem", stem));

        var scores = predictions.Select((prediction, i) => metric.Score(Metric.Item(prediction, answers[i]))).ToList();

        foreach (var figure in (string[])["precision", "recall", "fmeasure"])
            Assert.Null(TextFixture.Differs(
                figure, published.GetProperty(figures).GetProperty(name).NumberAt(figure), metric.Figure($"{name}.{figure}", scores)!.Value, Tolerance));
    }

    [Fact]
    public void Corpus_bleu_equals_the_published_predictions_figures()
    {
        var (published, answers, predictions) = Load();
        var expected = published.GetProperty("sacrebleu_corpus");
        var metric = Metric.Make("bleu");

        var scores = predictions.Select((prediction, i) => metric.Score(Metric.Item(prediction, answers[i]))).ToList();
        var corpus = new BleuScorer(new BleuOptions()).ScoreCorpus(predictions, [.. answers.Select(answer => (string[])[answer])]);

        Assert.Null(TextFixture.Differs("score", expected.NumberAt("score"), corpus.Score, Tolerance));
        Assert.Null(TextFixture.Differs("score of sums", expected.NumberAt("score"), metric.Figure("bleu", scores)!.Value, Tolerance));
        Assert.Null(TextFixture.Differs("brevity penalty", expected.NumberAt("bp"), metric.Figure("bleu.brevityPenalty", scores)!.Value, Tolerance));
        for (var order = 1; order <= 4; order++)
            Assert.Null(TextFixture.Differs($"precision {order}", expected.GetProperty("precisions")[order - 1].GetDouble(),
                metric.Figure($"bleu.precision{order}", scores)!.Value, Tolerance));
    }

    private static (JsonElement Published, string[] Answers, string[] Predictions) Load()
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("fixtures/published/fetaqa-t5-small.json")));
        using var test = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("data/fetaqa/end2end/data/fetaQA-v1_test.json")));
        var answers = test.RootElement.GetProperty("data").EnumerateArray().Select(example => example.TextAt("answer")).ToArray();
        var predictions = File.ReadAllText(SharedFolder.Require("data/fetaqa/end2end/outputs/t5-small-test-predictions.txt")).TrimEnd('\n').Split('\n');
        Assert.Equal(published.RootElement.GetProperty("n").GetInt32(), predictions.Length);
        Assert.Equal(predictions.Length, answers.Length);
        return (published.RootElement.Clone(), answers, predictions);
    }
}
