using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class ContrastFamilyTests
{
    private static readonly InferenceSettings Settings = new();

    [Fact]
    public void Holm_decides_over_the_whole_family()
    {
        var judged = ContrastFamily.Judge([Member(0.01, 0.1), Member(0.02, 0.1), Member(0.04, -0.1), Member(0.9, 0.1)], Settings);
        Assert.Equal([0.04, 0.06, 0.08, 0.9], judged.Select(judgement => Math.Round(judgement.PAdjusted!.Value, 12)));
        Assert.Equal([Verdict.Better, Verdict.Inconclusive, Verdict.Inconclusive, Verdict.Inconclusive], judged.Select(judgement => judgement.Verdict));
        Assert.All(judged, judgement => Assert.Equal(4, judgement.FamilySize));
        Assert.Equal(Verdict.Worse, Judge(Member(0.04, -0.1)).Verdict);
    }

    [Fact]
    public void A_lower_error_rate_is_better()
    {
        Assert.Equal(Verdict.Better, Judge(Member(0.01, -0.1) with { Direction = FigureDirection.Lower }).Verdict);
        Assert.Equal(Verdict.Worse, Judge(Member(0.01, 0.1) with { Direction = FigureDirection.Lower }).Verdict);
    }

    [Fact]
    public void An_adjusted_p_of_alpha_is_significant_and_rounding_does_not_decide() =>
        Assert.Equal(Verdict.Better, ContrastFamily.Judge([Member(0.05 / 3, 0.1), Member(1, 0.1), Member(1, 0.1)], Settings)[0].Verdict);

    [Fact]
    public void Equivalence_needs_a_margin_that_holds_the_90_percent_interval()
    {
        var contrast = Member(0.7, 0.001).Contrast with { EquivalenceCi = new ConfidenceInterval(-0.012, 0.014) };
        Assert.Equal(Verdict.Inconclusive, Judge(new FamilyMember(contrast, FigureDirection.Higher)).Verdict);
        Assert.Equal(Verdict.Equivalent, Judge(new FamilyMember(contrast, FigureDirection.Higher, 0.02)).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judge(new FamilyMember(contrast, FigureDirection.Higher, 0.013)).Verdict);
        Assert.Throws<ArgumentException>(() => Judge(new FamilyMember(contrast, FigureDirection.Higher, 0)));
    }

    [Fact]
    public void A_significant_difference_inside_the_margin_is_still_better() =>
        Assert.Equal(Verdict.Better, Judge(new FamilyMember(
            Member(0.001, 0.005).Contrast with { EquivalenceCi = new ConfidenceInterval(0.002, 0.008) }, FigureDirection.Higher, 0.02)).Verdict);

    [Fact]
    public void Two_sides_on_the_floor_are_inconclusive_for_that_reason()
    {
        var zeros = new double[60];
        var floor = ContrastInference.Compare(Tables.Pair(zeros, zeros, clusterSize: 3), Tables.Accuracy, null, Settings, "c");
        Assert.Equal(Verdict.InconclusiveFloor, Judge(new FamilyMember(floor, FigureDirection.Higher)).Verdict);
        Assert.Equal(Verdict.InconclusiveFloor, Judge(new FamilyMember(floor, FigureDirection.Higher, 0.02)).Verdict);
        // Apart, two constants are no floor: one side is right everywhere and the other nowhere.
        var apart = ContrastInference.Compare(Tables.Pair([.. Enumerable.Repeat(1.0, 60)], zeros, clusterSize: 3), Tables.Accuracy, null, Settings, "c");
        Assert.Equal(Verdict.Better, Judge(new FamilyMember(apart, FigureDirection.Higher)).Verdict);
    }

    [Fact]
    public void Below_ten_units_there_is_no_verdict_but_the_family_keeps_its_size()
    {
        var judged = ContrastFamily.Judge([Member(0.03, 0.1), Member(0.0001, 0.5, clusters: 9)], Settings);
        Assert.Equal((null, 2), (judged[1].Verdict, judged[1].FamilySize));
        Assert.Contains("Only 9 units", judged[1].Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Better, judged[0].Verdict);
    }

    [Fact]
    public void A_contrast_without_a_test_counts_as_one_that_was_not_rejected()
    {
        var nothing = new ContrastEstimate { Interval = IntervalNames.None, N = 0, NMissing = 5, Clusters = 0, Reason = "No example is covered on both sides." };
        var judged = ContrastFamily.Judge([Member(0.04, 0.1), new FamilyMember(nothing, FigureDirection.Higher)], Settings);
        Assert.Equal((0.08, Verdict.Inconclusive), (judged[0].PAdjusted!.Value, judged[0].Verdict!.Value));
        Assert.Equal((null, null, "No example is covered on both sides."), (judged[1].PAdjusted, judged[1].Verdict, judged[1].Reason));
    }

    [Fact]
    public void Exploratory_contrasts_have_no_verdict_and_an_empty_family_is_empty()
    {
        Assert.Equal(new ContrastJudgement(null, null, null, "A secondary figure."), ContrastFamily.Exploratory("A secondary figure."));
        Assert.Empty(ContrastFamily.Judge([], Settings));
    }

    [Fact]
    public void The_words_are_those_of_the_report() => Assert.Equal(
        ["better", "worse", "equivalent", "inconclusive", "inconclusive: floor"], Enum.GetValues<Verdict>().Select(VerdictWords.Of));

    private static ContrastJudgement Judge(FamilyMember member) => ContrastFamily.Judge([member], Settings)[0];

    private static FamilyMember Member(double p, double difference, int clusters = 50) => new(
        new ContrastEstimate { Difference = difference, PValue = p, Interval = IntervalNames.Bca, N = clusters, NMissing = 0, Clusters = clusters },
        FigureDirection.Higher);
}
