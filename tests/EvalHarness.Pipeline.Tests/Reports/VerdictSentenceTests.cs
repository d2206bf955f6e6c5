using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Tests.Reports;

public sealed class VerdictSentenceTests
{
    private static readonly Contrast Found = NumberTextTests.Contrast();

    [Fact]
    public void Better() => Check(Found, "better", "▲",
        "chain-of-table beats end-to-end on WikiTQ by 3.1 points (95 % interval 0.4 to 5.8, p = 0.02 after Holm over 3 contrasts, 400 examples).");

    [Fact]
    public void Clusters_seeds_and_missing_pairs_stand_beside_n() => Check(Found with { Clusters = 118, NMissing = 2 }, "better", "▲",
        "chain-of-table beats end-to-end on WikiTQ by 3.1 points (95 % interval 0.4 to 5.8, p = 0.02 after Holm over 3 contrasts, 400 examples in 118 clusters, 3 seeds, 2 pairs missing).", seeds: 3);

    [Fact]
    public void Worse() => Check(Found with { Difference = -0.031, CiLow = -0.058, CiHigh = -0.004, Verdict = "worse" }, "worse", "▼",
        "chain-of-table is worse than end-to-end on WikiTQ by 3.1 points (95 % interval −5.8 to −0.4, p = 0.02 after Holm over 3 contrasts, 400 examples).");

    [Fact]
    public void Lower_is_better() => Check(Found with { Difference = -0.031, CiLow = -0.058, CiHigh = -0.004, Figure = "wer" }, "better", "▲",
        "chain-of-table beats end-to-end on WikiTQ: its wer is lower by 3.1 points (95 % interval −5.8 to −0.4, p = 0.02 after Holm over 3 contrasts, 400 examples).");

    [Fact]
    public void Inconclusive_says_what_could_not_have_been_detected() => Check(Found with { Difference = 0.012, CiLow = -0.021, CiHigh = 0.045, PAdjusted = 0.48, N = 200, Clusters = 200, Verdict = "inconclusive" }, "inconclusive", "◇",
        "chain-of-table is 1.2 points above end-to-end on WikiTQ (95 % interval −2.1 to 4.5, p = 0.48 after Holm over 3 contrasts, 200 examples); with 200 examples a difference below 6.9 points could not be detected.");

    [Fact]
    public void Inconclusive_below() => Assert.StartsWith("chain-of-table is 1.2 points below end-to-end on WikiTQ", Plain(Of(Found with { Difference = -0.012, Verdict = "inconclusive" })), StringComparison.Ordinal);

    [Fact]
    public void Equal_values_are_never_called_no_difference() =>
        Check(Found with { Difference = 0, CiLow = 0, CiHigh = 0, PValue = 1, PAdjusted = 1, Verdict = "inconclusive: floor" }, "inconclusive", "◇",
            "chain-of-table and end-to-end have the same accuracy on WikiTQ (95 % interval 0.0 to 0.0, p = 1 after Holm over 3 contrasts, 400 examples); neither side varies, so there is nothing to test.");

    [Fact]
    public void Equivalent_names_the_margin() => Check(Found with { Difference = 0.005, CiLow = -0.015, CiHigh = 0.025, Verdict = "equivalent" }, "equivalent", "≈",
        "chain-of-table and end-to-end are equivalent on WikiTQ: they differ by 0.5 points (95 % interval −1.5 to 2.5, p = 0.02 after Holm over 3 contrasts, 400 examples); the 90 % interval lies inside the declared margin of ±3.0 points.", margin: 0.03);

    [Fact]
    public void Exploratory_has_a_raw_p_and_no_verdict() => Check(Found with { Verdict = null, PAdjusted = null, Exploratory = true, Reason = "Exploratory: a secondary figure." }, "exploratory", "·",
        "chain-of-table is 3.1 points above end-to-end on WikiTQ (95 % interval 0.4 to 5.8, p = 0.007, not adjusted, 400 examples). Exploratory: a secondary figure.");

    [Fact]
    public void Too_few_units_have_figures_and_no_verdict() => Check(Found with { Verdict = null, PAdjusted = null, PValue = null, CiLow = null, CiHigh = null, N = 1, Clusters = 1, Reason = "Fewer than 10 units." }, "no verdict", "·",
        "chain-of-table is 3.1 points above end-to-end on WikiTQ (1 example). Fewer than 10 units.");

    [Fact]
    public void Without_a_figure_there_is_nothing_to_compare() => Check(Found with { Verdict = null, Difference = null, CiLow = null, CiHigh = null, PValue = null, PAdjusted = null, N = 0, Clusters = 0, Reason = "No pair is covered on both sides." }, "no verdict", "·",
        "chain-of-table and end-to-end cannot be compared on WikiTQ (0 examples). No pair is covered on both sides.");

    private static void Check(Contrast contrast, string word, string shape, string sentence, int seeds = 1, double? margin = null)
    {
        var words = Of(contrast, seeds, margin);
        Assert.Equal(sentence, Plain(words));
        Assert.Equal((word, shape), (words.Word, words.Shape));
    }

    private static VerdictSentence Of(Contrast contrast, int seeds = 1, double? margin = null)
    {
        var card = contrast.Figure == "wer" ? new FigureCard("wer", FigureAggregation.Ratio, FigureDirection.Lower, 0, null) : new FigureCard("accuracy", FigureAggregation.Mean);
        return VerdictSentence.Of(contrast, new FigureFormat(contrast.Figure, card, [], [contrast]), seeds, margin);
    }

    private static string Plain(VerdictSentence sentence) => sentence.ToString().Replace(NumberText.Space, ' ');
}
