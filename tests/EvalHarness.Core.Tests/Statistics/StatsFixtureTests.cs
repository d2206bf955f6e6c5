using EvalHarness.Core.Statistics.Association;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class StatsFixtureTests
{
    [Fact]
    public void Every_case_of_stats_json_is_met() => FixtureCases.Run("fixtures/metrics/stats.json", new Dictionary<string, Action<FixtureCases>>
    {
        ["mcnemar_exact"] = McNemar,
        ["wilson"] = given => Interval(given, WilsonInterval.Of(given.Int("successes"), given.Int("trials"), given.Number("confidence"))),
        ["clopper_pearson"] = given => Interval(given, ClopperPearsonInterval.Of(given.Int("successes"), given.Int("trials"), given.Number("confidence"))),
        ["student_t_ci"] = StudentT,
        ["wilcoxon_signed_rank"] = Wilcoxon,
        ["holm"] = Holm,
        ["cohens_h"] = given => given.Close("h", CohensH.Of(given.Number("p1"), given.Number("p2"))),
    });

    private static void McNemar(FixtureCases given)
    {
        var test = McNemarTest.Of(given.Int("b"), given.Int("c"));
        given.Close("p_value", test.ExactP);
        given.Close("mid_p_value", test.MidP);
        given.Close("chi2_continuity_statistic", test.ChiSquare);
        given.Close("chi2_continuity_p_value", test.ChiSquareP);
    }

    private static void Interval(FixtureCases given, ConfidenceInterval interval)
    {
        given.Close("low", interval.Low);
        given.Close("high", interval.High);
    }

    private static void StudentT(FixtureCases given)
    {
        var student = StudentTInterval.Of(given.Numbers("values"), given.Number("confidence"));
        given.Close("mean", student.Mean);
        given.Close("standard_deviation", student.StandardDeviation);
        given.Same("degrees_of_freedom", student.DegreesOfFreedom);
        given.Close("critical_value", student.CriticalValue);
        Interval(given, student.Interval);
    }

    private static void Wilcoxon(FixtureCases given)
    {
        var test = WilcoxonSignedRankTest.Of(given.Numbers("differences"));
        given.Same("nonzero", test.Nonzero);
        given.Same("zeros_dropped", test.ZerosDropped);
        given.Same("ties", test.HasTies);
        given.Close("rank_sum_positive", test.RankSumPositive);
        given.Close("rank_sum_negative", test.RankSumNegative);
        given.Close("statistic", test.Statistic);
        given.Close("approx_p_value", test.ApproximateP);
        given.Close("approx_p_value_continuity", test.ApproximatePWithContinuity);
        given.Close("exact_p_value", test.Exact?.TwoSided);
        given.Close("exact_p_value_greater", test.Exact?.Greater);
        given.Close("exact_p_value_less", test.Exact?.Less);
    }

    private static void Holm(FixtureCases given)
    {
        given.CloseAll("adjusted", HolmAdjustment.Adjust(given.Numbers("p_values")));
        given.SameAll("rejected", HolmAdjustment.Rejected(given.Numbers("p_values"), given.Number("alpha")));
    }
}
