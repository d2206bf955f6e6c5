using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Tests.Metrics;

public sealed class MetricCatalogTextTests
{
    public static TheoryData<string> Names =>
    [
        "rouge1", "rouge2", "rougeL", "rougeLsum", "bleu", "t5-bleu", "t5-rouge", "squad", "wer", "exact-match", "bigbench-exact",
        "number-match", "contains", "regex", "choice-letter", "json-valid",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cards_say_what_the_metric_is(string name)
    {
        var card = Metric.Make(name).Card;

        Assert.Equal(name, card.Name);
        Assert.Equal(card.Primary, card.Figures[0].Name);
        Assert.NotEmpty(card.Scorer);
        Assert.NotEmpty(card.Description);
        Assert.Equal(MetricCatalog.Find(name)!.Options.Select(option => option.Name), card.Options.Keys);
        Assert.All(card.Figures, figure => Assert.True(figure.Name == name || figure.Name.StartsWith(name + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mean_figures_average_a_score_and_others_are_bound(string name)
    {
        var metric = Metric.Make(name);
        var example = metric.Score(Metric.Item("1: B", "1: B"));

        foreach (var figure in metric.Card.Figures)
        {
            if (figure.Aggregation == FigureAggregation.Mean)
            {
                Assert.Contains(example.Scores, score => score.Name == figure.Score);
                Assert.Throws<InvalidOperationException>(() => metric.Bind(figure, []));
            }
            else
                Assert.NotNull(metric.Bind(figure, [.. example.Statistics.Select(s => s.Name)])([.. example.Statistics.Select(s => s.Value)]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_prediction_is_named(string name)
    {
        var error = Assert.Throws<MetricInputException>(() => Metric.Make(name).Score(new MetricItem { Id = "q7", References = ["1: B"] }));

        Assert.Contains("prediction", error.Message, StringComparison.Ordinal);
        Assert.Contains("q7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Missing_references_are_named_where_they_are_needed(string name)
    {
        var item = new MetricItem { Id = "q7", Prediction = "1" };
        if (name == "json-valid")
        {
            Assert.Equal(1, Metric.Make(name).Score(item)["correct"]);
            return;
        }

        Assert.Contains("references", Assert.Throws<MetricInputException>(() => Metric.Make(name).Score(item)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unanswered_example_scores_worst_or_as_an_empty_output(string name)
    {
        var metric = Metric.Make(name);
        var score = metric.ScoreWithoutAnswer(Metric.Item(null, "1: B"));

        if (name == "wer")
            Assert.Equal(1, score["wer"]);
        else
            Assert.All(score.Scores, value => Assert.Equal(0, value.Value));
        Assert.Equal(metric.Score(Metric.Item("1: B", "1: B")).Scores.Select(s => s.Name), score.Scores.Select(s => s.Name));
    }

    [Theory]
    [InlineData("rougeL", "stem", "yes")]
    [InlineData("bleu", "tokenize", "zh")]
    [InlineData("bleu", "smooth-value", "-1")]
    [InlineData("bleu", "effective-order", "on")]
    [InlineData("wer", "unit", "phoneme")]
    [InlineData("wer", "spelling", "somewhere.json")]
    [InlineData("exact-match", "normalize", "all")]
    [InlineData("bigbench-exact", "max-length", "-3")]
    [InlineData("bigbench-exact", "output-regex", "(")]
    [InlineData("bigbench-exact", "output-regex", "(a)(b)")]
    public void A_bad_option_is_named_with_its_value(string name, string option, string value)
    {
        var error = Assert.Throws<MetricInputException>(() => Metric.Make(name, (option, value)));

        Assert.Contains($"'{option}'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
    }
}
