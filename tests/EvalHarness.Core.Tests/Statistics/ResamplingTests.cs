using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Resampling;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class ResamplingTests
{
    [Fact]
    public void Units_are_drawn_uniformly()
    {
        const int Units = 7, Draws = 70_000;
        var row = new int[Draws];
        UnitDraws.Fill(row, Units, new SeededRandom(1, "uniform"));
        var counts = row.CountBy(unit => unit).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToArray();

        Assert.Equal(Units, counts.Length);
        // Chi-square with six degrees of freedom: 22.5 is passed once in a thousand seeds.
        Assert.True(counts.Sum(count => Math.Pow(count - (Draws / Units), 2) / (Draws / Units)) < 22.5);
    }

    [Fact]
    public void Sums_equal_as_decimals_are_ties_whatever_their_rounding()
    {
        var rounded = SignFlipTest.Exact([0.1, 0.2, -0.3, 0.7]);
        var whole = SignFlipTest.Exact([1, 2, -3, 7]);
        Assert.Equal(whole, rounded);

        var draws = BootstrapDistribution.OfRows(new MeanStatistic([0.1, 0.2, 0.3]), [[2, 1, 0], [0, 1, 2], [1, 1, 1], [0, 0, 0]]);
        Assert.Equal((1, 3), (draws.Less, draws.Equal));
    }

    [Fact]
    public void Drawn_flips_estimate_the_counted_p()
    {
        double[] differences = [0.25, 1.5, -0.75, 2, 0.5, -0.25, 1, 0.125, -0.5, 0.875, 1.25, -1, 0.375, 0.625];
        var drawn = SignFlipTest.Drawn(differences, 20_000, new SeededRandom(3, "flips"));
        var exact = SignFlipTest.Exact(differences);
        Assert.Equal(exact.TwoSidedP, drawn.TwoSidedP, 0.01);
        Assert.Equal(exact.GreaterP, drawn.GreaterP, 0.01);
        Assert.Equal(exact.LessP, drawn.LessP, 0.01);
    }

    [Fact]
    public void Too_many_differences_are_not_counted_but_refused() =>
        Assert.Contains("Draw flips instead", Assert.Throws<ArgumentException>(() => SignFlipTest.Exact(new double[25])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_jackknife_of_a_mean_has_the_textbook_standard_error_even_beside_a_large_offset()
    {
        double[] values = [1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 8];
        var jackknife = Jackknife.Of(new MeanStatistic(values));
        Assert.Equal(Math.Sqrt(115.0 / 12 / 4), jackknife.StandardError, 1e-6);
        Assert.False(jackknife.IsConstant);
    }

    [Fact]
    public void A_mean_over_clusters_of_different_size_weighs_examples_not_clusters()
    {
        var statistic = new MeanStatistic([3, 1], [3, 1]);
        Assert.Equal(1, statistic.Value);
        var uneven = new MeanStatistic([3, 0], [3, 1]);
        Assert.Equal(0.75, uneven.Value);
        Assert.Equal(6.0 / 7, uneven.OfDraw([0, 0, 1]));
        var deviations = new double[2];
        uneven.LeaveOneOut(deviations);
        Assert.Equal([-0.75, 0.25], deviations);
    }

    [Fact]
    public void Bca_is_undefined_where_every_draw_lies_on_one_side()
    {
        var statistic = new MeanStatistic([0, 0, 0, 1]);
        var draws = BootstrapDistribution.OfRows(statistic, [[3, 3, 3, 3], [0, 3, 3, 3]]);
        Assert.Equal(0, draws.Fraction);
        Assert.Null(BcaBootstrap.Of(draws, Jackknife.Of(statistic), 0.95));
    }
}
