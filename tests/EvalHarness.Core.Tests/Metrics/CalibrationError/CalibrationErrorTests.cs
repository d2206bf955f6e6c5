using System.Globalization;
using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.CalibrationError;

namespace EvalHarness.Core.Tests.Metrics.CalibrationError;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Every_error_confidence_and_bin_equals_the_reference() =>
        OfficialCases.Of("classification", "probabilities").Check((entry, differences) =>
        {
            var metric = SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory);
            var rows = entry.Rows("probabilities");
            var labels = entry.Indices("y_true");
            var scores = rows.Select((row, i) => Score(metric, row, labels[i])).ToArray();
            differences.Near("confidence", entry.Numbers("confidence"), [.. scores.Select(score => score["confidence"]!.Value)]);
            differences.Near("accuracy", entry.GetProperty("accuracy").GetDouble(), scores.Average(score => score["correct"]));
            differences.Near("ece", entry.GetProperty("ece_15").GetDouble(), SplitFigures.Of(metric, "ece", scores));
            var sums = scores.SelectMany(score => score.Statistics).GroupBy(statistic => statistic.Name).ToDictionary(group => group.Key, group => group.Sum(s => s.Value));
            foreach (var bin in entry.Rows("bins_index_count_accuracy_confidence"))
            {
                var count = sums.GetValueOrDefault($"bin{bin[0]}.count");
                differences.Same($"count of bin {bin[0]}", bin[1], count);
                differences.Near($"accuracy of bin {bin[0]}", bin[2], sums.GetValueOrDefault($"bin{bin[0]}.correct") / count);
                differences.Near($"confidence of bin {bin[0]}", bin[3], sums.GetValueOrDefault($"bin{bin[0]}.confidence") / count);
            }
        });

    [Fact]
    public void The_edges_are_the_doubles_of_the_reference()
    {
        double[] edges =
        [
            0.0, 0.06666666666666667, 0.13333333333333333, 0.2, 0.26666666666666666, 0.3333333333333333, 0.4, 0.4666666666666667, 0.5333333333333333, 0.6,
            0.6666666666666666, 0.7333333333333333, 0.8, 0.8666666666666667, 0.9333333333333333, 1.0,
        ];
        var metric = (ExpectedCalibrationErrorMetric)SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory);
        Assert.Equal(edges, metric.Edges);
        Assert.Equal(8, metric.BinOf(0.6));
        Assert.Equal(-1, metric.BinOf(0));
        Assert.Equal(0, metric.BinOf(double.Epsilon));
        Assert.Equal(14, metric.BinOf(1));
    }

    [Fact]
    public void The_error_lies_between_0_and_1_for_any_number_of_bins() =>
        Gen.Select(Gen.Int[1, 40], Gen.Select(Gen.Double[0, 1], Gen.Bool).Array[1, 50]).Sample((bins, examples) =>
        {
            var metric = SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory, ("bins", bins.ToString(CultureInfo.InvariantCulture)));
            var scores = examples.Select(example => Score(metric, [example.Item1, 1 - example.Item1], example.Item2 ? 0 : 1)).ToArray();
            Assert.InRange(SplitFigures.Of(metric, "ece", scores)!.Value, 0, 1 + 1e-15);
            if (bins == 1)
                Assert.Equal(Math.Abs(scores.Average(score => score["correct"]!.Value) - scores.Average(score => score["confidence"]!.Value)),
                    SplitFigures.Of(metric, "ece", scores)!.Value, 1e-12);
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    public void Values_that_are_no_probabilities_are_refused(double value)
    {
        var metric = SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory);
        Assert.Contains("from 0 to 1", Assert.Throws<MetricInputException>(() => Score(metric, [value, 0.5], 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_and_bins_outside_their_range_are_refused_and_no_answer_has_no_score()
    {
        var metric = SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory);
        Assert.Contains("from 0 to 1", Assert.Throws<MetricInputException>(() => Score(metric, [0.5, 0.5], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("bins", Assert.Throws<MetricInputException>(() => SplitFigures.Make(ExpectedCalibrationErrorMetric.Factory, ("bins", "0"))).Message, StringComparison.Ordinal);
        var none = metric.ScoreWithoutAnswer(new() { Id = "a" });
        Assert.Null(none["confidence"]);
        Assert.NotNull(none.Reason);
        Assert.Empty(none.Statistics);
        Assert.Null(metric.Bind(metric.Card.Figures[0], [])([]));
    }

    private static ExampleScore Score(IMetric metric, double[] probabilities, int label) =>
        metric.Score(new() { Id = "x", Probabilities = probabilities, Label = label.ToString(CultureInfo.InvariantCulture) });
}
