using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Classification;

namespace EvalHarness.Core.Tests.Metrics.Classification;

public sealed class ClassificationTests
{
    private static readonly string[] Colours = ["red", "green", "a,b", "q\"]", "5", "ü"];

    [Fact]
    public void Every_figure_equals_scikit_learn() =>
        OfficialCases.Of("classification", "labels").Check((entry, differences) =>
        {
            var metric = SplitFigures.Make(AccuracyMetric.Factory);
            var scores = Score(metric, entry.LabelTexts("y_true"), entry.LabelTexts("y_pred"));
            differences.Near("accuracy", entry.GetProperty("accuracy").GetDouble(), SplitFigures.Of(metric, "accuracy", scores));
            differences.Near("balanced", entry.GetProperty("balanced_accuracy").GetDouble(), SplitFigures.Of(metric, "accuracy.balanced", scores));
            differences.Near("macro F1", entry.GetProperty("macro_f1").GetDouble(), SplitFigures.Of(metric, "accuracy.macroF1", scores));
            differences.Near("mcc", entry.GetProperty("mcc").GetDouble(), SplitFigures.Of(metric, "accuracy.mcc", scores));
            var classes = entry.LabelTexts("classes_present");
            foreach (var (kind, field) in new[] { ("precision", "per_class_precision"), ("recall", "per_class_recall"), ("f1", "per_class_f1") })
                differences.Near(kind, entry.Numbers(field), [.. classes.Select(name => SplitFigures.Of(metric, $"accuracy.{kind}({name})", scores) ?? double.NaN)]);
            var statistics = scores.SelectMany(score => score.Statistics).GroupBy(statistic => statistic.Name).ToDictionary(group => group.Key, group => group.Sum(s => s.Value));
            differences.Same("classes", string.Join(',', classes), string.Join(',', new ConfusionFigures([.. statistics.Keys]).Present));
            var matrix = entry.Rows("confusion_matrix_rows_true");
            for (var t = 0; t < classes.Length; t++)
                for (var p = 0; p < classes.Length; p++)
                    differences.Same($"cell {t},{p}", matrix[t][p], statistics.GetValueOrDefault(new ConfusionCell(classes[t], classes[p]).ToStatisticName()));
            if (!entry.TryGetProperty("labels_argument", out _))
                return;
            var labelled = SplitFigures.Make(AccuracyMetric.Factory, ("labels", string.Join(',', entry.LabelTexts("labels_argument"))));
            differences.Near("macro F1 over labels", entry.GetProperty("macro_f1_with_labels_argument").GetDouble(),
                SplitFigures.Of(labelled, "accuracy.macroF1", Score(labelled, entry.LabelTexts("y_true"), entry.LabelTexts("y_pred"))));
        });

    [Fact]
    public void Figures_from_sums_equal_their_definitions() =>
        Gen.Select(Gen.OneOf(Colours), Gen.OneOf([.. Colours, null])).Array[1, 60].Sample(pairs =>
        {
            var metric = SplitFigures.Make(AccuracyMetric.Factory);
            var scores = pairs.Select(pair => Score(metric, pair.Item1, pair.Item2)).ToArray();
            Assert.Equal(DirectMacroF1(pairs), SplitFigures.Of(metric, "accuracy.macroF1", scores)!.Value, 1e-12);
            Assert.Equal(DirectCorrelation(pairs), SplitFigures.Of(metric, "accuracy.mcc", scores)!.Value, 1e-9);
            Assert.Equal((double)pairs.Count(pair => pair.Item1 == pair.Item2) / pairs.Length, SplitFigures.Of(metric, "accuracy", scores)!.Value, 1e-12);
        }, iter: 2_000);

    [Fact]
    public void An_unanswered_example_is_wrong_for_its_class_and_predicts_none()
    {
        var metric = SplitFigures.Make(AccuracyMetric.Factory);
        ExampleScore[] scores = [Score(metric, "a", "a"), Score(metric, "a", null), Score(metric, "b", "b")];
        Assert.Equal(2.0 / 3, SplitFigures.Of(metric, "accuracy", scores)!.Value, 1e-15);
        Assert.Equal(0.5, SplitFigures.Of(metric, "accuracy.recall(a)", scores));
        Assert.Equal(1.0, SplitFigures.Of(metric, "accuracy.precision(a)", scores));
        // Two classes, not three: no answer is no class.
        Assert.Equal((2.0 / 3 + 1) / 2, SplitFigures.Of(metric, "accuracy.macroF1", scores)!.Value, 1e-15);
        Assert.Equal(0.75, SplitFigures.Of(metric, "accuracy.balanced", scores));
    }

    [Fact]
    public void Numeric_classes_are_ordered_by_value_and_others_by_their_characters()
    {
        Assert.Equal(["-1", "2", "9", "10"], ClassOrder.Sort(["10", "9", "2", "-1", "9"]));
        Assert.Equal(["10", "9", "a"], ClassOrder.Sort(["9", "a", "10"]));
    }

    [Fact]
    public void Cells_survive_any_label()
    {
        Gen.Select(Gen.String, Gen.String.Null()).Sample((truth, predicted) =>
        {
            var cell = new ConfusionCell(truth.Replace('\ud800', 'x'), predicted);
            if (truth.Any(char.IsSurrogate) || predicted?.Any(char.IsSurrogate) == true)
                return;
            Assert.Equal(cell, ConfusionCell.FromStatisticName(cell.ToStatisticName()));
        });
        Assert.Null(ConfusionCell.FromStatisticName("confusion"));
        Assert.Null(ConfusionCell.FromStatisticName("confusion[3]"));
        Assert.Null(ConfusionCell.FromStatisticName("bin3.count"));
    }

    [Fact]
    public void Figures_bound_to_columns_of_other_statistics_ignore_them()
    {
        var metric = SplitFigures.Make(AccuracyMetric.Factory);
        var cell = new ConfusionCell("a", "a").ToStatisticName();
        var figure = metric.Card.Figures.Single(card => card.Name == AccuracyMetric.MacroF1);
        Assert.Equal(1, metric.Bind(figure, ["errors", cell, "n"])([7, 2, 9]));
        Assert.Null(metric.Bind(figure, ["errors"])([7]));
    }

    [Fact]
    public void Labels_given_twice_or_empty_are_refused()
    {
        Assert.Contains("labels", Assert.Throws<MetricInputException>(() => SplitFigures.Make(AccuracyMetric.Factory, ("labels", "a,a"))).Message, StringComparison.Ordinal);
        Assert.Contains("labels", Assert.Throws<MetricInputException>(() => SplitFigures.Make(AccuracyMetric.Factory, ("labels", "a,,b"))).Message, StringComparison.Ordinal);
    }

    private static ExampleScore[] Score(IMetric metric, string[] truth, string[] predicted) =>
        [.. truth.Zip(predicted, (label, prediction) => Score(metric, label, prediction))];

    private static ExampleScore Score(IMetric metric, string label, string? prediction)
    {
        var item = new MetricItem { Id = label, Label = label, Prediction = prediction };
        return prediction is null ? metric.ScoreWithoutAnswer(item) : metric.Score(item);
    }

    private static double DirectMacroF1((string Truth, string? Predicted)[] pairs)
    {
        var classes = pairs.Select(pair => pair.Truth).Concat(pairs.Select(pair => pair.Predicted).OfType<string>()).Distinct();
        return classes.Average(name =>
        {
            double hits = pairs.Count(pair => pair.Truth == name && pair.Predicted == name);
            double predicted = pairs.Count(pair => pair.Predicted == name);
            double truth = pairs.Count(pair => pair.Truth == name);
            var precision = predicted == 0 ? 0 : hits / predicted;
            var recall = truth == 0 ? 0 : hits / truth;
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        });
    }

    // The definition: the correlation of the two matrices of indicator vectors, each centred by its column means.
    private static double DirectCorrelation((string Truth, string? Predicted)[] pairs)
    {
        double both = 0, truths = 0, predictions = 0;
        foreach (var name in Colours)
        {
            var truthMean = pairs.Average(pair => pair.Truth == name ? 1.0 : 0);
            var predictedMean = pairs.Average(pair => pair.Predicted == name ? 1.0 : 0);
            foreach (var (truth, predicted) in pairs)
            {
                var x = (truth == name ? 1 : 0) - truthMean;
                var y = (predicted == name ? 1 : 0) - predictedMean;
                both += x * y;
                truths += x * x;
                predictions += y * y;
            }
        }
        return truths * predictions < 1e-12 ? 0 : both / Math.Sqrt(truths * predictions);
    }
}
