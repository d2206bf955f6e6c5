using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Power;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class ContrastInferenceTests
{
    private static readonly InferenceSettings Settings = new() { Seed = 7 };

    [Theory]
    // Newcombe 1998, table III, method 10, to the four digits printed there; and Bentur's table in Fagerland, Lydersen and Laake, "Recommended
    // tests and confidence intervals for paired binomial proportions", 2014.
    [InlineData(36, 12, 2, 0, 0.0569, 0.3404)]
    [InlineData(20, 12, 2, 16, 0.0562, 0.3292)]
    [InlineData(0, 54, 0, 0, 0.9061, 1.0000)]
    [InlineData(53, 0, 1, 0, -0.0977, 0.0496)]
    [InlineData(1, 1, 7, 12, -0.5069, -0.0256)]
    public void Newcombes_interval_is_the_published_one(int both, int first, int second, int neither, double low, double high)
    {
        var interval = NewcombePairedInterval.Of(both, first, second, neither, 0.95);
        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Fact]
    public void Single_0_1_examples_get_McNemar_and_Newcombe()
    {
        var contrast = ContrastInference.Compare(Tables.TwoByTwo(30, 20, 8, 42), Tables.Accuracy, null, Settings, "c", familySize: 4);
        var interval = NewcombePairedInterval.Of(30, 20, 8, 42, 0.95);

        Assert.Equal((0.12, McNemarTest.Of(20, 8).ExactP), (contrast.Difference!.Value, contrast.PValue!.Value));
        Assert.Equal((interval, "newcombe-paired", "mcnemar-exact"), (contrast.Ci!.Value, contrast.Interval, contrast.Test));
        Assert.Equal(NewcombePairedInterval.Of(30, 20, 8, 42, 0.9).Low, contrast.EquivalenceCi!.Value.Low, 1e-12);
        Assert.Equal((100, 0, 100, false), (contrast.N, contrast.NMissing, contrast.Clusters, contrast.NeitherSideVaries));
        Assert.Equal((0.5, 0.38), (contrast.MethodValue!.Value, contrast.BaselineValue!.Value));
        Assert.Equal(new McNemarPower(100, 0.05).MinimumDetectableDifference(29.0 / 102, 0.8, 0.01), contrast.MinimumDetectableEffect.Unadjusted);
        Assert.Equal(new McNemarPower(100, 0.0125).MinimumDetectableDifference(29.0 / 102, 0.8, 0.01), contrast.MinimumDetectableEffect.Adjusted);
    }

    [Fact]
    public void Without_discordance_an_effect_brings_its_own()
    {
        var effect = ContrastInference.Compare(Tables.TwoByTwo(200, 0, 0, 200), Tables.Accuracy, null, Settings, "c").MinimumDetectableEffect;
        var power = new McNemarPower(400, 0.05);
        var d = effect.Unadjusted!.Value;

        Assert.True(d > 1.0 / 402);
        Assert.True(power.Power(d, 0) >= 0.8 && power.Power(d - (1.0 / 400), 0) < 0.8);
        Assert.Null(effect.Adjusted);
    }

    [Fact]
    public void Five_pairs_detect_nothing_and_say_so()
    {
        var effect = ContrastInference.Compare(Tables.TwoByTwo(0, 5, 0, 0), Tables.Accuracy, null, Settings, "c", familySize: 1).MinimumDetectableEffect;
        Assert.Equal((null, null), (effect.Unadjusted, effect.Adjusted));
        Assert.Contains("Even if all 5 pairs changed", effect.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Up_to_twelve_differing_units_every_sign_is_counted()
    {
        double[] method = [1, 2, 0.5, 0.25, 3, 1, 1, 2, 2, 1, 0, 4], baseline = [0.5, 1, 1, 0.5, 1, 1.5, 0, 1, 3, 0.25, 0.125, 2];
        var contrast = ContrastInference.Compare(Tables.Pair(method, baseline), Tables.F1, null, Settings, "c");
        var differences = method.Zip(baseline, (a, b) => a - b).ToArray();
        var student = StudentTInterval.Of(differences, 0.95).Interval;

        Assert.Equal((SignFlipTest.Exact(differences).TwoSidedP, "sign-flip-exact"), (contrast.PValue!.Value, contrast.Test));
        Assert.Equal("student-t", contrast.Interval);
        Assert.Equal(student.Low, contrast.Ci!.Value.Low, 1e-12);
        Assert.Contains("Only 12 units", contrast.Warning, StringComparison.Ordinal);
        Assert.Equal(
            PairedMeanPower.MinimumDetectableDifference(12, SampleMoments.Of(differences).StandardDeviation, 0.05, 0.8),
            contrast.MinimumDetectableEffect.Unadjusted!.Value, 1e-12);
    }

    [Fact]
    public void Beyond_twelve_units_flips_are_drawn_with_the_plus_one_rule()
    {
        var method = Enumerable.Range(0, 60).Select(i => 0.5 + (0.3 * Math.Sin(i))).ToArray();
        var contrast = ContrastInference.Compare(Tables.Pair(method, [.. method.Select((score, i) => score - 0.2 - (0.1 * Math.Cos(i)))]), Tables.F1, null, Settings, "c");
        Assert.Equal((1e-4, "sign-flip", "bca"), (contrast.PValue!.Value, contrast.Test, contrast.Interval));
    }

    [Fact]
    public void A_clustered_0_1_contrast_flips_whole_clusters()
    {
        var method = Enumerable.Range(0, 120).Select(i => i / 10 % 2 == 0 ? 1.0 : 0).ToArray();
        var baseline = Enumerable.Range(0, 120).Select(i => i / 10 % 3 == 0 ? 1.0 : 0).ToArray();
        var contrast = ContrastInference.Compare(Tables.Pair(method, baseline, clusterSize: 10), Tables.Accuracy, null, Settings, "c");
        var clusters = Enumerable.Range(0, 12).Select(c => (c % 2 == 0 ? 10.0 : 0) - (c % 3 == 0 ? 10 : 0)).ToArray();

        Assert.Equal(SignFlipTest.Exact(clusters).TwoSidedP, contrast.PValue!.Value);
        Assert.Equal((120, 12, "student-t-cluster"), (contrast.N, contrast.Clusters, contrast.Interval));
    }

    [Fact]
    public void A_mean_written_as_a_ratio_of_sums_gets_the_same_answer_from_the_general_path()
    {
        var random = new SeededRandom(1, "scores");
        foreach (var clusters in new[] { 11, 45 })
        {
            double[] method = Draw(clusters * 3), baseline = Draw(clusters * 3);
            var asMean = ContrastInference.Compare(Tables.Pair(method, baseline, clusterSize: 3), Tables.F1, null, Settings, "c", familySize: 2);
            var asRatio = ContrastInference.Compare(
                PairedUnits.Align(Tables.OfErrors([.. method.Select(score => (score, 1.0))], 3), Tables.OfErrors([.. baseline.Select(score => (score, 1.0))], 3)),
                Tables.Wer with { High = 1 }, Tables.ErrorRate, Settings, "c", familySize: 2);

            Assert.Equal(asMean.Difference!.Value, asRatio.Difference!.Value, 1e-14);
            Assert.Equal(asMean.Ci!.Value.Low, asRatio.Ci!.Value.Low, 1e-12);
            Assert.Equal(asMean.Ci.Value.High, asRatio.Ci.Value.High, 1e-12);
            Assert.Equal(asMean.MinimumDetectableEffect.Adjusted!.Value, asRatio.MinimumDetectableEffect.Adjusted!.Value, 1e-12);
            // Counted, the p-values are the same number; drawn, the two paths draw differently.
            Assert.Equal(asMean.PValue!.Value, asRatio.PValue!.Value, clusters <= 12 ? 1e-15 : 0.03);
        }

        double[] Draw(int n) => [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextDouble() * 64) / 64)];
    }

    [Fact]
    public void Swapping_corpus_statistics_of_whole_clusters_is_recomputed_not_averaged()
    {
        // Two clusters dominate the sums: a mean of rates would call this highly significant, the swapped ratio cannot.
        (double, double)[] Rows(double heavy) => [.. Enumerable.Range(0, 40).Select(i => i < 2 ? (heavy, 1000.0) : (heavy > 500 ? 1.0 : 2.0, 10.0))];
        var contrast = ContrastInference.Compare(PairedUnits.Align(Tables.OfErrors(Rows(600)), Tables.OfErrors(Rows(400))), Tables.Wer, Tables.ErrorRate, Settings, "c");
        Assert.InRange(contrast.PValue!.Value, 0.4, 0.6);
    }

    [Fact]
    public void Equal_differences_give_a_degenerate_interval_and_identical_systems_a_p_of_1()
    {
        var scores = Enumerable.Range(0, 40).Select(i => (i % 8) / 8.0).ToArray();
        var identical = ContrastInference.Compare(Tables.Pair(scores, scores), Tables.F1, null, Settings, "c");
        var shifted = ContrastInference.Compare(Tables.Pair([.. scores.Select(score => score + 0.125)], scores), Tables.F1, null, Settings, "c");

        Assert.Equal((0, 1, "degenerate", false), (identical.Difference!.Value, identical.PValue!.Value, identical.Interval, identical.NeitherSideVaries));
        Assert.Equal(1.0 / 40, identical.MinimumDetectableEffect.Unadjusted!.Value, 1e-15);
        Assert.Equal((0.125, 0.125, 1e-4), (shifted.Ci!.Value.Low, shifted.Ci.Value.High, shifted.PValue!.Value));
        Assert.NotNull(shifted.Reason);
    }

    [Fact]
    public void A_side_that_never_varies_is_noticed_in_clusters_too()
    {
        double[] zeros = new double[60];
        Assert.True(ContrastInference.Compare(Tables.Pair(zeros, zeros, clusterSize: 3), Tables.Accuracy, null, Settings, "c").NeitherSideVaries);
        var rows = Enumerable.Range(0, 30).Select(i => (0.0, 5.0 + i)).ToArray();
        Assert.True(ContrastInference.Compare(PairedUnits.Align(Tables.OfErrors(rows), Tables.OfErrors(rows)), Tables.Wer, Tables.ErrorRate, Settings, "c").NeitherSideVaries);
    }

    [Fact]
    public void Nothing_to_compare_is_said_not_guessed()
    {
        var method = Tables.OfScores([1, 0]);
        var other = new ExampleTable(["score"]);
        other.Add("elsewhere", null, 1);
        var disjoint = ContrastInference.Compare(PairedUnits.Align(method, other), Tables.Accuracy, null, Settings, "c");
        var undefined = ContrastInference.Compare(
            PairedUnits.Align(Tables.OfErrors([(1, 0), (1, 0)]), Tables.OfErrors([(1, 5), (1, 5)])), Tables.Wer, Tables.ErrorRate, Settings, "c");

        Assert.Equal((null, null, "none", 3), (disjoint.Difference, disjoint.PValue, disjoint.Interval, disjoint.NMissing));
        Assert.Equal("No example is covered on both sides.", disjoint.Reason);
        var uncovered = ExampleTable.OfStatistics(ExampleTable.StatisticNames([]), []);
        Assert.Equal("No example is covered on both sides.", ContrastInference.Compare(PairedUnits.Align(uncovered, uncovered, planned: 7), Tables.Wer, Tables.ErrorRate, Settings, "c").Reason);
        Assert.Equal("No example is covered.", MeasurementInference.Estimate(uncovered.ToUnits(), Tables.Wer, Tables.ErrorRate, Settings, "c").Reason);
        Assert.Equal((null, 0.2, "The figure is undefined on one side."), (undefined.MethodValue, undefined.BaselineValue, undefined.Reason));
    }

    [Fact]
    public void Many_classes_take_the_sparse_rows_and_agree_with_the_dense_ones()
    {
        // 40 columns of which an example touches two; the same data with the columns summed to two is dense.
        static double? Wide(ReadOnlySpan<double> sums)
        {
            double errors = 0, lengths = 0;
            for (var i = 0; i < sums.Length; i += 2)
                (errors, lengths) = (errors + sums[i], lengths + sums[i + 1]);
            return errors / lengths;
        }

        var names = Enumerable.Range(0, 40).Select(i => $"s{i}").ToArray();
        ExampleTable method = new(names), baseline = new(names), denseMethod = new(["e", "l"]), denseBaseline = new(["e", "l"]);
        var row = new double[40];
        for (var i = 0; i < 60; i++)
        {
            foreach (var (wide, dense, errors) in new[] { (method, denseMethod, i % 5), (baseline, denseBaseline, i * 3 % 7) })
            {
                Array.Clear(row);
                (row[i % 20 * 2], row[(i % 20 * 2) + 1]) = (errors, 10);
                wide.Add(Tables.Id(i), null, row);
                dense.Add(Tables.Id(i), null, errors, 10);
            }
        }
        var sparse = ContrastInference.Compare(PairedUnits.Align(method, baseline), Tables.Wer, Wide, Settings, "c");
        var plain = ContrastInference.Compare(PairedUnits.Align(denseMethod, denseBaseline), Tables.Wer, Tables.ErrorRate, Settings, "c");
        Assert.Equal(plain, sparse);
    }
}
