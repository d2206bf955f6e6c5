using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Distributions;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Tests.Statistics;

/// <summary>
/// Do the rules keep their promises? 2,000 simulated studies a setting, fixed seed. The bootstrap draws 1,000 resamples and the permutation test
/// 999 flips here, instead of 10,000 and 9,999, to stay below a minute; what that changes is far below the Monte Carlo error of 2,000 studies.
/// </summary>
public sealed class CoverageSimulationTests
{
    private const double MostRejections = 0.065;
    private static readonly InferenceSettings Settings = new() { Seed = 20261124, Resamples = 1_000, Permutations = 999 };

    public static TheoryData<int, double, double> SingleExamples => new()
    {
        { 20, 0.1, 0.88 },
        { 20, 0.5, 0.88 },
        { 50, 0.1, 0.90 },
        { 50, 0.5, 0.90 },
        { 200, 0.1, 0.925 },
        { 200, 0.5, 0.925 },
    };

    [Theory]
    [MemberData(nameof(SingleExamples))]
    public void Wilson_covers_as_often_as_its_enumerated_coverage_says(int n, double p, double atLeast)
    {
        var exact = Enumerable.Range(0, n + 1).Where(k => WilsonInterval.Of(k, n, 0.95).Contains(p)).Sum(k => BinomialDistribution.Probability(k, n, p));
        var covered = new SimulatedStudies(n, 1, p).Share(ignoreClusters: false, pairs =>
        {
            var estimate = MeasurementInference.Estimate(pairs.Method, Tables.Accuracy, null, Settings, "s");
            return estimate.Interval == IntervalNames.Wilson && estimate.CiLow <= p && p <= estimate.CiHigh;
        });
        Assert.True(exact >= atLeast, $"The enumerated coverage is {exact:P1}.");
        Assert.True(
            Math.Abs(covered - exact) <= 3 * Math.Sqrt(exact * (1 - exact) / SimulatedStudies.Count), $"Wilson covers {covered:P2}; enumerated {exact:P2}.");
    }

    [Theory]
    [MemberData(nameof(SingleExamples))]
    public void Newcombe_covers_93_percent_and_McNemar_keeps_its_level(int n, double p, double atLeast) =>
        AssertPromises(new SimulatedStudies(n, 1, p), Tables.Accuracy, IntervalNames.NewcombePaired, Math.Max(0.93, atLeast));

    [Theory]
    [MemberData(nameof(SingleExamples))]
    public void Bca_covers_and_sign_flips_keep_their_level(int n, double p, double atLeast) =>
        AssertPromises(new SimulatedStudies(n, 1, p), Tables.F1, IntervalNames.Bca, atLeast);

    [Theory]
    [InlineData(20, 0.1, 0.88)]
    [InlineData(20, 0.5, 0.88)]
    [InlineData(50, 0.1, 0.90)]
    [InlineData(200, 0.5, 0.925)]
    public void Clusters_of_ten_keep_the_promises_too(int clusters, double p, double atLeast) =>
        AssertPromises(new SimulatedStudies(clusters, 10, p), Tables.Accuracy, IntervalNames.BcaCluster, atLeast);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_rate_of_one_system_is_covered_by_clusters(double p)
    {
        var covered = new SimulatedStudies(20, 10, p).Share(ignoreClusters: false, pairs =>
        {
            var estimate = MeasurementInference.Estimate(pairs.Method, Tables.Accuracy, null, Settings, "s");
            return estimate.CiLow <= p && p <= estimate.CiHigh;
        });
        Report($"one rate over 20 clusters is covered in {covered:P2}");
        Assert.True(covered >= 0.88, $"BCa over clusters covers {covered:P2}.");
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void A_test_that_ignores_the_clusters_breaks_them(double p)
    {
        var rejected = new SimulatedStudies(20, 10, p).Share(ignoreClusters: true, pairs =>
            ContrastInference.Compare(pairs, Tables.Accuracy, null, Settings, "s").PValue <= 0.05);
        Report($"ignoring the clusters rejects {rejected:P2}");
        Assert.True(rejected > 2 * MostRejections, $"Ignoring the clusters rejects only {rejected:P1} of true nulls.");
    }

    private static void AssertPromises(SimulatedStudies studies, FigureCard card, string interval, double atLeast)
    {
        var rejections = 0;
        var covered = studies.Share(ignoreClusters: false, pairs =>
        {
            var contrast = ContrastInference.Compare(pairs, card, null, Settings, "s");
            if (contrast.PValue <= 0.05)
                Interlocked.Increment(ref rejections);
            return contrast.Ci is { } ci && ci.Contains(0) && (contrast.Interval == interval || contrast.Interval == IntervalNames.Degenerate);
        });
        var rejected = (double)rejections / SimulatedStudies.Count;
        Report($"{studies}: {interval} covers {covered:P2}, {rejected:P2} rejected");
        Assert.True(covered >= atLeast, $"{interval} covers {covered:P2}; promised are {atLeast:P1}.");
        Assert.True(rejected <= MostRejections, $"{rejected:P2} of true nulls are rejected.");
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
