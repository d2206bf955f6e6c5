using CsCheck;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Distributions;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Power;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class InferencePropertyTests
{
    // Multiples of 1/64 add up exactly, so that equal is equal whatever the order.
    private static readonly Gen<double> Score = Gen.Int[0, 64].Select(i => i / 64.0);
    private static readonly InferenceSettings Settings = new() { Seed = 11, Resamples = 400, Permutations = 199 };

    private static readonly Gen<(double[] Method, double[] Baseline, int ClusterSize)> Paired =
        Gen.Int[2, 45].SelectMany(n => Gen.Select(Score.Array[n], Score.Array[n], Gen.Int[0, 3]));

    private static readonly Gen<(double[] Method, double[] Baseline, int ClusterSize)> PairedZeroOne =
        Gen.Int[2, 45].SelectMany(n => Gen.Select(Bit.Array[n], Bit.Array[n], Gen.Int[0, 2]));

    private static Gen<double> Bit => Gen.Int[0, 1].Select(i => (double)i);

    [Fact]
    public void Exchanging_the_sides_mirrors_a_contrast() => Gen.OneOf(Paired, PairedZeroOne).Sample(data =>
    {
        var pairs = Tables.Pair(data.Method, data.Baseline, data.ClusterSize);
        AssertMirrored(
            ContrastInference.Compare(pairs, Tables.Accuracy, null, Settings, "c", familySize: 3),
            ContrastInference.Compare(pairs.Swapped(), Tables.Accuracy, null, Settings, "c", familySize: 3));
    }, iter: 300);

    [Fact]
    public void Exchanging_the_sides_mirrors_a_contrast_of_ratios() => Paired.Sample(data =>
    {
        var pairs = Ratios(data);
        AssertMirrored(
            ContrastInference.Compare(pairs, Tables.Wer, Tables.ErrorRate, Settings, "c", familySize: 3),
            ContrastInference.Compare(pairs.Swapped(), Tables.Wer, Tables.ErrorRate, Settings, "c", familySize: 3));
    }, iter: 100);

    [Fact]
    public void The_order_in_which_examples_arrive_changes_nothing() => Gen.Select(Paired, Gen.Int[0, int.MaxValue]).Sample((data, seed) =>
    {
        var order = Enumerable.Range(0, data.Method.Length).ToArray();
        new SeededRandom(seed, "order").Shuffle<int>(order);
        ExampleTable method = new(["score"]), baseline = new(["score"]);
        foreach (var i in order)
            method.Add(Tables.Id(i), Cluster(data.ClusterSize, i), data.Method[i]);
        foreach (var i in order.Reverse())
            baseline.Add(Tables.Id(i), Cluster(data.ClusterSize, i), data.Baseline[i]);

        Assert.Equal(
            ContrastInference.Compare(Tables.Pair(data.Method, data.Baseline, data.ClusterSize), Tables.F1, null, Settings, "c"),
            ContrastInference.Compare(PairedUnits.Align(method, baseline), Tables.F1, null, Settings, "c"));
        Assert.Equal(
            MeasurementInference.Estimate(Tables.OfScores(data.Method, data.ClusterSize).ToUnits(), Tables.F1, null, Settings, "m"),
            MeasurementInference.Estimate(method.ToUnits(), Tables.F1, null, Settings, "m"));
    }, iter: 200);

    [Fact]
    public void What_the_units_are_called_does_not_change_p() => Gen.Select(Paired, Gen.Int[0, int.MaxValue]).Sample((data, seed) =>
    {
        var names = Enumerable.Range(0, data.Method.Length).ToArray();
        new SeededRandom(seed, "names").Shuffle<int>(names);
        ExampleTable method = new(["score"]), baseline = new(["score"]);
        for (var i = 0; i < names.Length; i++)
        {
            method.Add($"x{names[i]}", null, data.Method[i]);
            baseline.Add($"x{names[i]}", null, data.Baseline[i]);
        }
        Assert.Equal(
            ContrastInference.Compare(Tables.Pair(data.Method, data.Baseline), Tables.F1, null, Settings, "c").PValue,
            ContrastInference.Compare(PairedUnits.Align(method, baseline), Tables.F1, null, Settings, "c").PValue);
    }, iter: 200);

    [Fact]
    public void Intervals_hold_their_estimate_and_widen_with_confidence() => Gen.OneOf(Paired, PairedZeroOne).Sample(data =>
    {
        var contrast = ContrastInference.Compare(Tables.Pair(data.Method, data.Baseline, data.ClusterSize), Tables.Accuracy, null, Settings, "c");
        if (contrast.Ci is not { } outer || contrast.EquivalenceCi is not { } inner)
            return;
        // BCa may leave the estimate out when the draws are few and lopsided; the other intervals never do.
        if (!contrast.Interval.StartsWith("bca", StringComparison.Ordinal) && !contrast.Interval.StartsWith("percentile", StringComparison.Ordinal))
            Assert.True(outer.Low - 1e-12 <= contrast.Difference && contrast.Difference <= outer.High + 1e-12);
        Assert.True(outer.Low <= inner.Low + 1e-12 && inner.High <= outer.High + 1e-12);
        Assert.InRange(contrast.PValue!.Value, 1e-12, 1);
    }, iter: 300);

    [Fact]
    public void Holm_keeps_the_order_never_lowers_p_and_rejects_what_Bonferroni_does() => Gen.Double[0, 1].Array[0, 30].Sample(p =>
    {
        var adjusted = HolmAdjustment.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p[i] * p.Length) + 1e-15);
            for (var j = 0; j < p.Length; j++)
                Assert.True(p[i] > p[j] || adjusted[i] <= adjusted[j]);
        }
        var falseDiscovery = BenjaminiHochbergAdjustment.Adjust(p);
        Assert.All(p.Index(), item => Assert.InRange(falseDiscovery[item.Index], item.Item * (1 - 1e-15), adjusted[item.Index] * (1 + 1e-15)));
    }, iter: 300);

    [Fact]
    public void More_pairs_never_raise_the_detectable_difference_of_means() =>
        Gen.Select(Gen.Int[2, 5000], Gen.Int[1, 500], Gen.Double[0.001, 2], Gen.Double[0.001, 0.1]).Sample((n, more, deviation, alpha) => Assert.True(
            PairedMeanPower.MinimumDetectableDifference(n + more, deviation, alpha, 0.8) <= PairedMeanPower.MinimumDetectableDifference(n, deviation, alpha, 0.8)));

    [Fact]
    public void Twice_the_pairs_of_a_table_lower_the_exact_detectable_difference() =>
        Gen.Select(Gen.Int[40, 300], Gen.Double[0, 0.5]).Sample((n, rate) =>
        {
            var discordant = (int)(n * rate);
            var once = MinimumDetectableEffect.OfPairedProportions(n, discordant, 0.05, 0.8, 6);
            var twice = MinimumDetectableEffect.OfPairedProportions(2 * n, 2 * discordant, 0.05, 0.8, 6);
            // The steps of 1/n, and the saw-tooth of an exact test's power, leave one step of play.
            Assert.True(twice.Unadjusted <= once.Unadjusted + (1.0 / n), $"n = {n}, discordant = {discordant}");
            Assert.True(once.Unadjusted <= once.Adjusted);
        }, iter: 60);

    [Fact]
    public void Exact_power_of_McNemar_is_the_sum_over_all_tables() =>
        Gen.Select(Gen.Int[1, 25], Gen.Double[0, 0.5], Gen.Double[0, 0.5], Gen.Double[0.001, 0.2]).Sample((n, p10, p01, alpha) =>
        {
            var direct = 0.0;
            for (var b = 0; b <= n; b++)
            {
                for (var c = 0; b + c <= n; c++)
                {
                    if (PValues.IsAtMost(McNemarTest.Of(b, c).ExactP, alpha))
                        direct += Trinomial(n, b, c, p10, p01);
                }
            }
            Assert.Equal(direct, new McNemarPower(n, alpha).Power(p10, p01), 1e-11);
        }, iter: 200);

    [Fact]
    public void Quantiles_invert_their_distributions() =>
        Gen.Select(Gen.Double[1e-9, 0.999999], Gen.Double[0.3, 500], Gen.Double[0.3, 500]).Sample((p, a, b) =>
        {
            Assert.Equal(p, NormalDistribution.Cdf(NormalDistribution.Quantile(p)), 1e-14);
            Assert.Equal(p, StudentTDistribution.UpperTail(StudentTDistribution.UpperQuantile(p, a), a), 1e-13);
            // For tiny a the quantile of a small p is below the smallest double.
            var x = BetaDistribution.Quantile(p, a, b);
            Assert.True(Math.Abs(BetaDistribution.Cdf(x, a, b) - p) <= 1e-12 || x > 1 - 1e-12, $"p = {p}, a = {a}, b = {b}, x = {x}");
        }, iter: 2000);

    [Fact]
    public void Score_and_exact_intervals_hold_their_rate_and_mirror() => Gen.Select(Gen.Int[1, 400], Gen.Double[0, 1]).Sample((n, share) =>
    {
        var successes = (int)(share * n);
        foreach (var of in new Func<int, int, double, ConfidenceInterval>[] { WilsonInterval.Of, ClopperPearsonInterval.Of })
        {
            var (interval, mirrored) = (of(successes, n, 0.95), of(n - successes, n, 0.95));
            Assert.Equal(interval.Low, 1 - mirrored.High, 1e-12);
            Assert.True(interval.Contains((double)successes / n));
        }
    });

    private static void AssertMirrored(ContrastEstimate forward, ContrastEstimate backward)
    {
        Assert.Equal(forward.Difference!.Value, -backward.Difference!.Value, 1e-12);
        Assert.Equal(forward.PValue, backward.PValue);
        Assert.Equal((forward.Test, forward.Interval, forward.NeitherSideVaries), (backward.Test, backward.Interval, backward.NeitherSideVaries));
        Assert.Equal(forward.MinimumDetectableEffect.Adjusted ?? -1, backward.MinimumDetectableEffect.Adjusted ?? -1, 1e-12);
        if (forward.Ci is { } ci)
        {
            Assert.Equal(ci.Low, -backward.Ci!.Value.High, 1e-9);
            Assert.Equal(ci.High, -backward.Ci.Value.Low, 1e-9);
        }
    }

    private static PairedUnits Ratios((double[] Method, double[] Baseline, int ClusterSize) data) => PairedUnits.Align(
        Tables.OfErrors([.. data.Method.Select((score, i) => (score, 1.0 + (i % 5)))], data.ClusterSize),
        Tables.OfErrors([.. data.Baseline.Select((score, i) => (score, 1.0 + (i % 5)))], data.ClusterSize));

    private static string? Cluster(int size, int i) => size == 0 ? null : $"c{i / size:D4}";

    private static double Trinomial(int n, int b, int c, double p10, double p01)
    {
        var rest = Math.Max(0, 1 - p10 - p01);
        var logChoose = SaddlePoint.LogGamma(n + 1) - SaddlePoint.LogGamma(b + 1) - SaddlePoint.LogGamma(c + 1) - SaddlePoint.LogGamma(n - b - c + 1);
        return Math.Exp(logChoose) * Math.Pow(p10, b) * Math.Pow(p01, c) * Math.Pow(rest, n - b - c);
    }
}
