using EvalHarness.Core.Statistics.Association;
using EvalHarness.Core.Statistics.Power;
using EvalHarness.Core.Statistics.Resampling;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class ResamplingFixtureTests
{
    [Fact]
    public void Every_case_of_resampling_json_is_met() => FixtureCases.Run("fixtures/metrics/resampling.json", new Dictionary<string, Action<FixtureCases>>
    {
        ["bootstrap"] = Bootstrap,
        ["sign_flip_exact"] = SignFlipExact,
        ["sign_flip_given_signs"] = SignFlipGiven,
        ["mcnemar_power_exact"] = given => given.Close(
            "power", new McNemarPower(given.Int("pairs"), given.Number("alpha")).Power(given.Number("p10"), given.Number("p01")), 1e-10),
        ["mcnemar_mde_exact"] = ExactDetectable,
        ["mcnemar_power_normal"] = given => given.Close(
            "power", McNemarNormalPower.Of(given.Int("pairs"), given.Number("difference"), given.Number("discordant_rate"), given.Number("alpha"))),
        ["mcnemar_mde_normal"] = NormalDetectable,
        ["paired_mean_power"] = PairedMean,
        ["paired_mean_mde"] = given => given.Close("minimum_detectable_difference", PairedMeanPower.MinimumDetectableDifference(
            given.Int("pairs"), given.Number("sd_of_differences"), given.Number("alpha"), given.Number("power"))),
        ["paired_mean_sample_size"] = given => given.Same("pairs", PairedMeanPower.SampleSize(
            given.Number("minimum_detectable_difference"), given.Number("sd_of_differences"), given.Number("alpha"), given.Number("power"))),
        ["benjamini_hochberg"] = BenjaminiHochberg,
        ["cohens_kappa"] = Kappa,
        ["krippendorff_alpha_nominal"] = given => given.Close("alpha", KrippendorffAlpha.Nominal(
            [.. given.Items("ratings").Select(row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(label => label.GetString())])])),
        ["rank_correlation"] = RankCorrelation,
    });

    private static void Bootstrap(FixtureCases given)
    {
        var statistic = new MeanStatistic(given.Numbers("differences"));
        var rows = given.Items("indices").Select(row => row.EnumerateArray().Select(index => index.GetInt32()).ToArray()).ToList();
        var draws = BootstrapDistribution.OfRows(statistic, rows);
        var confidence = given.Number("confidence");
        var percentile = PercentileBootstrap.Of(draws, confidence);
        given.Close("mean", statistic.Value);
        given.CloseAll("percentile", [percentile.Low, percentile.High]);
        given.Same("count_less", draws.Less);
        given.Same("count_equal", draws.Equal);
        given.Close("fraction", draws.Fraction);
        var jackknife = Jackknife.Of(statistic);
        if (!given.IsNull("acceleration"))
            given.Close("acceleration", jackknife.Acceleration);
        var bca = BcaBootstrap.Of(draws, jackknife, confidence);
        if (given.IsNull("bca"))
        {
            given.Close("bca", bca?.Interval.Low);
            return;
        }
        given.Close("bias_correction", bca?.BiasCorrection);
        given.CloseAll("bca_probabilities", [bca?.LowProbability ?? double.NaN, bca?.HighProbability ?? double.NaN], 1e-9);
        given.CloseAll("bca", [bca?.Interval.Low ?? double.NaN, bca?.Interval.High ?? double.NaN], 1e-9);
    }

    private static void SignFlipExact(FixtureCases given)
    {
        var test = SignFlipTest.Exact(given.Numbers("differences"));
        given.Same("permutations", test.Flips);
        given.Same("count_two_sided", test.AtLeastAsFar);
        given.Same("count_greater", test.AtLeast);
        given.Same("count_less", test.AtMost);
        given.Close("p_two_sided", test.TwoSidedP);
        given.Close("p_greater", test.GreaterP);
        given.Close("p_less", test.LessP);
    }

    private static void SignFlipGiven(FixtureCases given)
    {
        var rows = given.Items("signs").Select(row => (IReadOnlyList<int>)[.. row.GetString()!.Select(sign => sign == '-' ? -1 : 1)]);
        var test = SignFlipTest.GivenSigns(given.Numbers("differences"), rows);
        given.Same("count_two_sided", test.AtLeastAsFar);
        given.Same("count_greater", test.AtLeast);
        given.Close("p_two_sided", test.TwoSidedP);
        given.Close("p_greater", test.GreaterP);
    }

    private static void ExactDetectable(FixtureCases given)
    {
        var power = new McNemarPower(given.Int("pairs"), given.Number("alpha"));
        double rate = given.Number("discordant_rate"), step = given.Number("step");
        var difference = power.MinimumDetectableDifference(rate, given.Number("power"), step);
        given.Close("minimum_detectable_difference", difference);
        if (difference is { } found)
        {
            given.Close("power_there", At(found), 1e-10);
            if (!given.IsNull("power_one_step_below"))
                given.Close("power_one_step_below", At(found - step), 1e-10);
        }
        if (!given.IsNull("power_at_discordant_rate"))
            given.Close("power_at_discordant_rate", At(rate), 1e-10);

        double At(double d) => power.Power((rate + d) / 2, Math.Max(0, rate - d) / 2);
    }

    private static void NormalDetectable(FixtureCases given)
    {
        var (pairs, rate, alpha, power) = (given.Int("pairs"), given.Number("discordant_rate"), given.Number("alpha"), given.Number("power"));
        given.Close("minimum_detectable_difference", McNemarNormalPower.MinimumDetectableDifference(pairs, rate, alpha, power));
        given.Close("simple_formula", McNemarNormalPower.SimpleMinimumDetectableDifference(pairs, rate, alpha, power));
    }

    private static void PairedMean(FixtureCases given)
    {
        var (pairs, difference, deviation, alpha) =
            (given.Int("pairs"), given.Number("mean_difference"), given.Number("sd_of_differences"), given.Number("alpha"));
        given.Close("power_two_sided", PairedMeanPower.TwoSided(pairs, difference, deviation, alpha));
        given.Close("power_far_tail_ignored", PairedMeanPower.FarTailIgnored(pairs, difference, deviation, alpha));
    }

    private static void BenjaminiHochberg(FixtureCases given)
    {
        given.CloseAll("adjusted", BenjaminiHochbergAdjustment.Adjust(given.Numbers("p_values")));
        given.SameAll("rejected", BenjaminiHochbergAdjustment.Rejected(given.Numbers("p_values"), given.Number("alpha")));
    }

    private static void Kappa(FixtureCases given)
    {
        var kappa = CohensKappa.Of(
            [.. given.Items("rater_a").Select(label => label.GetString()!)], [.. given.Items("rater_b").Select(label => label.GetString()!)]);
        given.Close("observed_agreement", kappa.ObservedAgreement);
        given.Close("expected_agreement", kappa.ExpectedAgreement);
        given.Close("kappa", kappa.Kappa);
    }

    private static void RankCorrelation(FixtureCases given)
    {
        double[] x = given.Numbers("x"), y = given.Numbers("y");
        var kendall = KendallCorrelation.Of(x, y);
        given.Close("spearman_rho", SpearmanCorrelation.Of(x, y));
        given.Same("concordant", kendall.Concordant);
        given.Same("discordant", kendall.Discordant);
        given.Same("ties_x_only", kendall.TiesXOnly);
        given.Same("ties_y_only", kendall.TiesYOnly);
        given.Same("ties_both", kendall.TiesBoth);
        given.Close("kendall_tau_b", kendall.TauB);
    }
}
