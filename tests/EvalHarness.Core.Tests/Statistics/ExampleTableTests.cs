using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class ExampleTableTests
{
    [Fact]
    public void Units_are_clusters_where_examples_have_them_and_sorted_by_id()
    {
        var table = new ExampleTable(["score"]);
        table.Add("q9", "t1", 1);
        table.Add("q1", "t2", 0.5);
        table.Add("lonely", null, 0.25);
        table.Add("q2", "t1", 0.125);

        var units = table.ToUnits();

        Assert.Equal(["lonely", "t1", "t2"], units.UnitIds);
        Assert.Equal([1, 2, 1], units.Examples.ToArray());
        Assert.Equal([0.25, 1.125, 0.5], units.Sums.ToArray());
        Assert.Equal(4, units.ExampleCount);
        Assert.False(units.HasOneExampleAUnit);
    }

    [Fact]
    public void A_cluster_and_a_lone_example_of_the_same_name_are_two_units()
    {
        var table = new ExampleTable(["score"]);
        table.Add("a", null, 1);
        table.Add("b", "a", 0);
        Assert.Equal(2, table.ToUnits().Count);
    }

    [Fact]
    public void An_example_counts_once()
    {
        var table = new ExampleTable(["score"]);
        table.Add("q1", null, 1);
        Assert.Contains("q1 is there twice", Assert.Throws<ArgumentException>(() => table.Add("q1", null, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_score_is_finite(double score) =>
        Assert.Contains("q1: score is", Assert.Throws<ArgumentException>(() => new ExampleTable(["score"]).Add("q1", null, score)).Message, StringComparison.Ordinal);

    [Fact]
    public void Null_scores_are_left_out_and_count_as_missing_pairs()
    {
        var reason = new ExampleScore(new NamedScore("wer", null)) { Reason = "The reference is empty." };
        var method = ExampleTable.OfScore("wer", [new("a", null, new ExampleScore(new NamedScore("wer", 0.5))), new("b", null, reason)]);
        var baseline = ExampleTable.OfScore("wer", [new("a", null, new ExampleScore(new NamedScore("wer", 0.5))), new("b", null, new ExampleScore(new NamedScore("wer", 1)))]);

        var pairs = PairedUnits.Align(method, baseline);

        Assert.Equal((1, 1), (pairs.Pairs, pairs.Missing));
    }

    [Fact]
    public void Statistics_take_the_columns_of_all_sides_and_count_0_where_absent()
    {
        ScoredExample[] examples =
        [
            new("a", null, new ExampleScore([], [new NamedStatistic("tp:x", 1)])),
            new("b", null, new ExampleScore([], [new NamedStatistic("fp:y", 1), new NamedStatistic("fn:x", 1)])),
            new("c", null, new ExampleScore(new NamedScore("correct", 1))),
        ];
        var names = ExampleTable.StatisticNames(examples);
        var table = ExampleTable.OfStatistics(names, examples);

        Assert.Equal(["fn:x", "fp:y", "tp:x"], names);
        Assert.Equal(["a", "b"], table.Ids);
        Assert.Equal([0, 0, 1], table.Row("a"));
        Assert.Equal([1, 1, 0], table.Row("b"));
        Assert.Contains("tp:x is no column", Assert.Throws<ArgumentException>(() => ExampleTable.OfStatistics(["fn:x"], examples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_are_the_examples_covered_on_both_sides()
    {
        var method = Tables.OfScores([1, 0, 1, 1]);
        var baseline = new ExampleTable(["score"]);
        baseline.Add(Tables.Id(1), null, 1);
        baseline.Add(Tables.Id(3), null, 0);
        baseline.Add("other", null, 0);

        Assert.Equal((2, 3), (PairedUnits.Align(method, baseline).Pairs, PairedUnits.Align(method, baseline).Missing));
        Assert.Equal(8, PairedUnits.Align(method, baseline, planned: 10).Missing);
        Assert.Throws<ArgumentException>(() => PairedUnits.Align(method, baseline, planned: 4));
    }

    [Fact]
    public void Sides_that_do_not_fit_are_refused()
    {
        var clustered = Tables.OfScores([1, 0], clusterSize: 2);
        Assert.Contains("cluster c0000", Assert.Throws<ArgumentException>(() => PairedUnits.Align(clustered, Tables.OfScores([1, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("columns", Assert.Throws<ArgumentException>(() => PairedUnits.Align(clustered, Tables.OfErrors([(1, 2)]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Tables.OfErrors([(1, 2)]).ToUnits().Statistic(Tables.Accuracy, null));
        Assert.Throws<ArgumentException>(() => Tables.OfErrors([(1, 2)]).ToUnits().Statistic(Tables.Wer, null));
    }

    [Fact]
    public void Seeds_are_averaged_per_example_over_the_examples_that_every_seed_covers()
    {
        var first = Tables.OfScores([1, 0, 1]);
        var second = Tables.OfScores([1, 1, 0, 1]);

        var average = SeedAverage.Of([first, second]);

        Assert.Equal(1, average.Missing);
        Assert.Equal([1, 0.5, 0.5], average.Table.Ids.Select(id => average.Table.Row(id)[0]));
        Assert.Equal([2.0 / 3, 2.0 / 3], average.Values(Tables.Accuracy, null));
        Assert.Equal(0, average.Deviation(Tables.Accuracy, null));
        Assert.False(average.Table.ToUnits().IsZeroOne);
        Assert.Null(SeedAverage.Of([first]).Deviation(Tables.Accuracy, null));
        Assert.Equal(Math.Sqrt(0.5) / 2, SeedAverage.Of([Tables.OfScores([1, 1]), Tables.OfScores([1, 0])]).Deviation(Tables.Accuracy, null)!.Value, 1e-15);
    }
}
