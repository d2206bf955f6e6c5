using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class MeasurementInferenceTests
{
    private static readonly InferenceSettings Settings = new() { Seed = 7 };

    [Fact]
    public void A_rate_of_single_examples_gets_Wilsons_interval()
    {
        var estimate = MeasurementInference.Estimate(Tables.OfScores([.. Enumerable.Range(0, 40).Select(i => i < 13 ? 1.0 : 0)]).ToUnits(), Tables.Accuracy, null, Settings, "a");
        var wilson = WilsonInterval.Of(13, 40, 0.95);
        Assert.Equal((13.0 / 40, wilson.Low, wilson.High, "wilson"), (estimate.Value, estimate.CiLow, estimate.CiHigh, estimate.Interval));
        Assert.Equal((40, 40, null, null), (estimate.N, estimate.Clusters, estimate.Warning, estimate.Reason));
    }

    [Fact]
    public void A_rate_with_fractional_scores_is_no_rate_of_trials()
    {
        var scores = Enumerable.Range(0, 40).Select(i => i % 3 / 2.0).ToArray();
        Assert.Equal("bca", MeasurementInference.Estimate(Tables.OfScores(scores).ToUnits(), Tables.Accuracy, null, Settings, "a").Interval);
    }

    [Fact]
    public void Twenty_units_are_bootstrapped_and_nineteen_get_Students_t_with_a_warning()
    {
        var scores = Enumerable.Range(0, 20).Select(i => Math.Sqrt(i) / 5).ToArray();
        var twenty = MeasurementInference.Estimate(Tables.OfScores(scores).ToUnits(), Tables.F1, null, Settings, "f1");
        var nineteen = MeasurementInference.Estimate(Tables.OfScores(scores[..19]).ToUnits(), Tables.F1, null, Settings, "f1");
        var student = StudentTInterval.Of(scores.AsSpan(0, 19), 0.95).Interval;

        Assert.Equal(("bca", null), (twenty.Interval, twenty.Warning));
        Assert.True(twenty.CiLow < twenty.Value && twenty.Value < twenty.CiHigh);
        Assert.Equal("student-t", nineteen.Interval);
        Assert.Equal(student.Low, nineteen.CiLow!.Value, 1e-12);
        Assert.Equal(student.High, nineteen.CiHigh!.Value, 1e-12);
        Assert.Contains("Only 19 units", nineteen.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_are_the_units_and_widen_the_interval()
    {
        // 30 clusters of 10, alike inside: 300 examples tell no more than 30.
        var scores = Enumerable.Range(0, 300).Select(i => (i / 10 * 7 % 30) / 30.0).ToArray();
        var clustered = MeasurementInference.Estimate(Tables.OfScores(scores, clusterSize: 10).ToUnits(), Tables.F1, null, Settings, "f1");
        var alone = MeasurementInference.Estimate(Tables.OfScores(scores).ToUnits(), Tables.F1, null, Settings, "f1");

        Assert.Equal(("bca-cluster", 300, 30), (clustered.Interval, clustered.N, clustered.Clusters));
        Assert.Equal(alone.Value!.Value, clustered.Value!.Value, 1e-13);
        Assert.InRange((clustered.CiHigh!.Value - clustered.CiLow!.Value) / (alone.CiHigh!.Value - alone.CiLow!.Value), 2.8, 3.5);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(30, 3)]
    [InlineData(12, 0)]
    public void Equal_data_give_a_degenerate_interval_with_its_reason(int n, int clusterSize)
    {
        var estimate = MeasurementInference.Estimate(Tables.OfScores([.. Enumerable.Repeat(0.1, n)], clusterSize).ToUnits(), Tables.F1, null, Settings, "f1");
        Assert.Equal(("degenerate", estimate.Value, estimate.Value), (estimate.Interval, estimate.CiLow, estimate.CiHigh));
        Assert.Contains("no variation", estimate.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_or_no_units_say_so()
    {
        var nine = MeasurementInference.Estimate(Tables.OfScores([1, 0, 1, 0, 1, 0, 1, 0, 1]).ToUnits(), Tables.Accuracy, null, Settings, "a");
        var one = MeasurementInference.Estimate(Tables.OfScores([0.5]).ToUnits(), Tables.F1, null, Settings, "a");
        var none = MeasurementInference.Estimate(Tables.OfScores([]).ToUnits(), Tables.F1, null, Settings, "a");

        Assert.Contains("no verdict", nine.Warning, StringComparison.Ordinal);
        Assert.Equal((0.5, null, "none", "One unit shows no variation."), (one.Value, one.CiLow, one.Interval, one.Reason));
        Assert.Equal((null, null, "none", "No example is covered."), (none.Value, none.CiLow, none.Interval, none.Reason));
    }

    [Fact]
    public void A_ratio_is_recomputed_from_sums_in_every_draw()
    {
        var rows = Enumerable.Range(0, 40).Select(i => ((double)(i % 4), 5.0 + (i % 7))).ToArray();
        var table = Tables.OfErrors(rows).ToUnits();
        var estimate = MeasurementInference.Estimate(table, Tables.Wer, Tables.ErrorRate, Settings, "wer");
        Assert.Equal(rows.Sum(row => row.Item1) / rows.Sum(row => row.Item2), estimate.Value!.Value, 1e-15);
        Assert.Equal("bca", estimate.Interval);

        // The linearised standard error of a ratio: the interval must be about four of them wide.
        var residuals = rows.Select(row => row.Item1 - (estimate.Value.Value * row.Item2)).ToArray();
        var error = Math.Sqrt(residuals.Sum(r => r * r)) / rows.Sum(row => row.Item2);
        Assert.InRange((estimate.CiHigh!.Value - estimate.CiLow!.Value) / error, 3.4, 4.4);
    }

    [Fact]
    public void Draws_in_which_a_figure_is_undefined_are_left_out_and_counted()
    {
        // One unit of 30 carries all the length: a third of the draws have none.
        var rows = Enumerable.Range(0, 30).Select(i => i < 2 ? (1.0 + i, 10.0) : (0.0, 0.0)).ToArray();
        var estimate = MeasurementInference.Estimate(Tables.OfErrors(rows).ToUnits(), Tables.Wer, Tables.ErrorRate, Settings, "wer");
        Assert.Contains("undefined in", estimate.Warning, StringComparison.Ordinal);
        Assert.NotNull(estimate.CiLow);

        var undefined = MeasurementInference.Estimate(Tables.OfErrors([.. Enumerable.Repeat((1.0, 0.0), 30)]).ToUnits(), Tables.Wer, Tables.ErrorRate, Settings, "wer");
        Assert.Equal((null, null, "none", "The figure is undefined."), (undefined.Value, undefined.CiLow, undefined.Interval, undefined.Reason));
    }

    [Fact]
    public void The_same_seed_and_name_give_the_same_interval_and_another_name_other_draws()
    {
        var table = Tables.OfScores([.. Enumerable.Range(0, 50).Select(i => Math.Sin(i) + 1)]).ToUnits();
        var first = MeasurementInference.Estimate(table, Tables.F1, null, Settings, "f1");
        Assert.Equal(first, MeasurementInference.Estimate(table, Tables.F1, null, Settings, "f1"));
        Assert.NotEqual(first.CiLow, MeasurementInference.Estimate(table, Tables.F1, null, Settings, "other").CiLow);
        Assert.NotEqual(first.CiLow, MeasurementInference.Estimate(table, Tables.F1, null, Settings with { Seed = 8 }, "f1").CiLow);
    }
}
