using CsCheck;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Metrics.Exposure;

namespace EvalHarness.Core.Tests.Metrics.Exposure;

public sealed class ExposureTests
{
    private static readonly (string Option, string Field, string RankField)[] Treatments =
    [
        ("less-or-equal", "count_less_or_equal", "rank_count_less_or_equal"),
        ("first", "first_of_ties", "rank_first_of_ties"),
        ("mean", "mean_of_ties", "rank_mean_of_ties"),
    ];

    [Fact]
    public void Every_rank_and_exposure_equals_the_reference_under_every_treatment_of_ties() =>
        OfficialCases.Of("secret_sharer").Check((entry, differences) =>
        {
            var item = new MetricItem { Id = "x", Canary = entry.GetProperty("canary_log_perplexity").GetDouble(), Candidates = entry.Numbers("candidates_log_perplexity") };
            differences.Near("highest", entry.GetProperty("max_exposure").GetDouble(), ExposureRank.Of(item.Canary.Value, item.Candidates.ToArray()).Highest);
            foreach (var (option, field, rankField) in Treatments)
            {
                var score = SplitFigures.Make(ExposureMetric.Factory, ("ties", option)).Score(item);
                differences.Near("rank, " + option, entry.GetProperty(rankField).GetDouble(), score["rank"]);
                differences.Near("exposure, " + option, entry.GetProperty("exposure").GetProperty(field).GetDouble(), score["exposure"]);
            }
        });

    [Fact]
    public void Exposure_lies_between_0_and_its_highest_value_and_treatments_are_ordered() =>
        Gen.Int[0, 9].Array[1, 30].Sample(values =>
        {
            var candidates = Array.ConvertAll(values, value => (double)value);
            var all = ExposureRank.Of(candidates[0], candidates);
            var mean = ExposureRank.Of(candidates[0], candidates, ExposureTies.Mean);
            var first = ExposureRank.Of(candidates[0], candidates, ExposureTies.First);
            Assert.InRange(all.Exposure, 0, all.Highest);
            Assert.True(all.Rank >= mean.Rank && mean.Rank >= first.Rank);
            Assert.Equal((all.Rank + first.Rank) / 2, mean.Rank);
        });

    [Fact]
    public void A_canary_outside_the_candidates_and_values_that_are_no_numbers_are_refused()
    {
        var metric = SplitFigures.Make(ExposureMetric.Factory);
        Assert.Contains("not among", Assert.Throws<MetricInputException>(() => metric.Score(new() { Id = "a", Canary = 1, Candidates = [2, 3] })).Message, StringComparison.Ordinal);
        Assert.Contains("candidate 1", Assert.Throws<MetricInputException>(() => metric.Score(new() { Id = "a", Canary = 1, Candidates = [1, double.NaN] })).Message, StringComparison.Ordinal);
        Assert.Contains("allowed are", Assert.Throws<MetricInputException>(() => SplitFigures.Make(ExposureMetric.Factory, ("ties", "last"))).Message, StringComparison.Ordinal);
    }
}
