using EvalHarness.Core.Statistics.Distributions;

namespace EvalHarness.Core.Tests.Statistics;

/// <summary>Reference values: closed forms and power series evaluated with 40 digits or more and rounded once.</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(-37.5, 4.605353009581955e-308)]
    [InlineData(-20.0, 2.7536241186062337e-89)]
    [InlineData(-8.25, 7.919726314642477e-17)]
    [InlineData(-3.3, 0.0004834241423837775)]
    [InlineData(-2.0, 0.02275013194817921)]
    [InlineData(-1.0, 0.15865525393145705)]
    [InlineData(-0.999, 0.1588973456413183)]
    [InlineData(-0.3, 0.3820885778110474)]
    [InlineData(0.0, 0.5)]
    [InlineData(0.7, 0.758036347776927)]
    [InlineData(1.5, 0.9331927987311419)]
    [InlineData(5.0, 0.9999997133484281)]
    [InlineData(8.2, 0.9999999999999999)]
    public void Normal_probabilities_keep_their_digits_in_both_tails(double x, double expected)
    {
        AssertRelative(expected, NormalDistribution.Cdf(x), 4e-15);
        AssertRelative(expected, NormalDistribution.UpperTail(-x), 4e-15);
    }

    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-50, -14.933337534788489)]
    [InlineData(1e-12, -7.034483825301132)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.025, -1.9599639845400543)]
    [InlineData(0.075, -1.439531470938456)]
    [InlineData(0.0749999, -1.4395321773759007)]
    [InlineData(0.2, -0.8416212335729142)]
    [InlineData(0.4999, -0.00025066283008800747)]
    [InlineData(0.7, 0.5244005127080407)]
    [InlineData(0.9250001, 1.4395321773759004)]
    [InlineData(0.95, 1.6448536269514722)]
    [InlineData(0.999999, 4.753424308817087)]
    public void Normal_quantiles_are_exact_to_the_last_digits(double p, double expected) =>
        AssertRelative(expected, NormalDistribution.Quantile(p), 2e-15);

    [Fact]
    public void Normal_quantiles_end_at_infinity_and_refuse_what_is_no_probability()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }

    [Theory]
    [InlineData(0.025, 1, 12.706204736174705)]
    [InlineData(1e-06, 1, 318309.8861827435)]
    [InlineData(0.005, 2, 9.924843200918293)]
    [InlineData(0.1, 2.5, 1.7302509288071766)]
    [InlineData(0.025, 5, 2.5705818356363155)]
    [InlineData(0.0001, 19, 4.589864596755033)]
    [InlineData(0.025, 4343, 1.9605103629102798)]
    [InlineData(0.4, 3, 0.27667066233268983)]
    [InlineData(1e-10, 30, 9.377489780407144)]
    [InlineData(0.49999, 7, 2.597460275982049e-05)]
    [InlineData(0.000138888888888889, 420, 3.6661805706757997)]
    public void T_quantiles_are_exact_to_the_last_digits(double tail, double degreesOfFreedom, double expected)
    {
        // Near the centre the tail itself, 1/2 less a little, holds only its own rounding.
        var tolerance = expected < 1e-3 ? 1e-10 : 3e-14;
        AssertRelative(expected, StudentTDistribution.UpperQuantile(tail, degreesOfFreedom), tolerance);
        AssertRelative(-expected, StudentTDistribution.UpperQuantile(1 - tail, degreesOfFreedom), Math.Max(tolerance, 1e-16 / tail * 10));
    }

    [Theory]
    [InlineData(0.3, 2, 5, 0.579825)]
    [InlineData(0.5, 0.5, 0.5, 0.5)]
    [InlineData(1e-08, 0.5, 0.5, 6.366197734286143e-05)]
    [InlineData(0.975, 30, 2, 0.8187975219888451)]
    [InlineData(0.1, 400, 4000, 0.9799322601551695)]
    [InlineData(0.09, 400, 4000, 0.4222780204097083)]
    [InlineData(0.5, 50000, 50300, 0.8282489112973823)]
    [InlineData(0.2, 1, 9, 0.865782272)]
    public void Incomplete_beta_is_exact_also_for_large_parameters(double x, double a, double b, double expected)
    {
        AssertRelative(expected, BetaDistribution.Cdf(x, a, b), 1e-13);
        Assert.Equal(1 - expected, BetaDistribution.UpperTail(x, a, b), 1e-13);
    }

    [Theory]
    [InlineData(0.025, 8, 23, 0.12279480987235483)]
    [InlineData(0.975, 9, 22, 0.45889365139475125)]
    [InlineData(0.005, 1, 1000, 5.0125292607775065e-06)]
    [InlineData(0.5, 0.5, 0.5, 0.5)]
    [InlineData(1e-08, 3, 4, 0.0007941735408983302)]
    [InlineData(0.025, 811, 190, 0.7853322572510838)]
    [InlineData(0.01, 0.5, 0.5, 0.0002467198171342215)]
    public void Beta_quantiles_are_exact_to_the_last_digits(double p, double a, double b, double expected) =>
        AssertRelative(expected, BetaDistribution.Quantile(p, a, b), 1e-14);

    [Theory]
    [InlineData(0, 1, 0.5, 0.5, 0.5)]
    [InlineData(5, 10, 0.5, 0.24609375, 0.623046875)]
    [InlineData(2172, 4344, 0.5, 0.012105149552103263, 0.5060525747760516)]
    [InlineData(2000, 4344, 0.5, 1.4547055102263483e-08, 9.608694374592785e-08)]
    [InlineData(3, 4344, 0.001, 0.17742001174803274, 0.3691762815233069)]
    [InlineData(4340, 4344, 0.99, 1.6884669436523185e-14, 0.9999999999999983)]
    [InlineData(50, 100, 0.45, 0.048151971498092826, 0.8654237868119475)]
    [InlineData(1000, 100000, 0.0123, 1.0097774023933846e-12, 5.252142704652516e-12)]
    public void Binomial_probabilities_keep_their_digits_for_many_trials(int successes, int trials, double p, double probability, double cdf)
    {
        AssertRelative(probability, BinomialDistribution.Probability(successes, trials, p), 1e-13);
        AssertRelative(cdf, BinomialDistribution.Cdf(successes, trials, p), 1e-13);
    }

    [Theory]
    [InlineData(0.5, 0.5723649429247001)]
    [InlineData(0.1, 2.252712651734206)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3.5, 1.2009736023470743)]
    [InlineData(11.9, 17.25847745059552)]
    [InlineData(100.5, 361.4355404677776)]
    [InlineData(4344, 32040.467625136167)]
    [InlineData(1e6, 12815504.569147611)]
    public void Log_gamma_is_exact_to_double_precision(double x, double expected) =>
        Assert.Equal(expected, SaddlePoint.LogGamma(x), 3e-15 * Math.Max(1, Math.Abs(expected)));

    private static void AssertRelative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}
