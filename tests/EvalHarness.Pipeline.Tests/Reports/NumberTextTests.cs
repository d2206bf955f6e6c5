using EvalHarness.Core.Metrics;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Tests.Reports;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(3.14159, 2, "3.14")]
    [InlineData(-3.15, 1, "−3.2")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(1234.5, 1, "1,234.5")]
    [InlineData(0, 0, "0")]
    public void Fixed_has_a_true_minus_and_no_negative_zero(double value, int decimals, string text) => Assert.Equal(text, NumberText.Fixed(value, decimals));

    [Theory]
    [InlineData(0.02, "= 0.02")]
    [InlineData(0.0213, "= 0.021")]
    [InlineData(0.3456, "= 0.35")]
    [InlineData(0.0004, "< 0.001")]
    [InlineData(0.999, "= >0.99")]
    [InlineData(1, "= 1")]
    public void P_values_have_three_decimals_at_most(double p, string text) => Assert.Equal(text, NumberText.P(p).Replace(NumberText.Space, ' '));

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(0.985, "98.5 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, ">99.9 %")]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "<0.1 %")]
    public void Shares_are_never_rounded_to_all_or_nothing(double share, string text) => Assert.Equal(text, NumberText.Share(share).Replace(NumberText.Space, ' '));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.4234, "0.42 s")]
    [InlineData(12.34, "12 s")]
    [InlineData(252, "4 min 12 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Durations_read_as_people_say_them(double seconds, string text) => Assert.Equal(text, NumberText.Duration(seconds).Replace(NumberText.Space, ' '));

    [Theory]
    [InlineData(950, "950")]
    [InlineData(9_999, "9,999")]
    [InlineData(12_345, "12.3 k")]
    [InlineData(999_499, "999 k")]
    [InlineData(999_600, "1 M")]
    [InlineData(1_240_000, "1.24 M")]
    [InlineData(3_000_000_000, "3 G")]
    public void Large_counts_are_shortened(long count, string text) => Assert.Equal(text, NumberText.Short(count).Replace(NumberText.Space, ' '));

    [Theory]
    [InlineData(0.4, 5.8, "3.1", "0.4 to 5.8")]
    [InlineData(2.95, 3.25, "3.10", "2.95 to 3.25")]
    [InlineData(-40, 46.2, "3", "−40 to 46")]
    public void A_difference_has_as_many_digits_as_its_interval_allows(double low, double high, string difference, string interval)
    {
        var contrast = Contrast() with { Difference = 0.031, CiLow = low / 100, CiHigh = high / 100 };
        var format = new FigureFormat("accuracy", new FigureCard("accuracy", FigureAggregation.Mean), [], [contrast]);
        Assert.Equal(difference, format.Difference(contrast.Difference));
        Assert.Equal(interval, format.DifferenceInterval(contrast.CiLow, contrast.CiHigh));
    }

    [Fact]
    public void Figures_from_zero_to_one_and_error_rates_are_in_percent_others_on_their_own_scale()
    {
        Assert.True(Format(new FigureCard("accuracy", FigureAggregation.Mean)).IsPercent);
        Assert.True(Format(new FigureCard("wer", FigureAggregation.Ratio, FigureDirection.Lower, 0, null)).IsPercent);
        Assert.False(Format(new FigureCard("bleu", FigureAggregation.Corpus, High: 100)).IsPercent);
        Assert.False(Format(new FigureCard("accuracy.mcc", FigureAggregation.Corpus, Low: -1)).IsPercent);
        Assert.False(Format(new FigureCard("exposure", FigureAggregation.Mean, High: null)).IsPercent);
        Assert.False(Format(null).IsPercent);
        Assert.Equal("2.5 bleu", Format(new FigureCard("bleu", FigureAggregation.Corpus, High: 100)).Size(-2.5).Replace(NumberText.Space, ' '));
        Assert.Equal("25.0 points", Format(new FigureCard("accuracy", FigureAggregation.Mean)).Size(-0.25).Replace(NumberText.Space, ' '));

        static FigureFormat Format(FigureCard? card) => new(card?.Name ?? "unknown", card, [], card?.High == 100 ? [Contrast() with { Difference = 2.5, CiLow = 1, CiHigh = 4 }] : []);
    }

    [Fact]
    public void What_is_no_number_is_a_dash()
    {
        var format = new FigureFormat("accuracy", new FigureCard("accuracy", FigureAggregation.Mean), [Measurement() with { Value = double.NaN }], []);
        Assert.Equal("–", format.Value(null));
        Assert.Equal("–", format.Value(double.NaN));
        Assert.Equal("", format.Interval(null, 1));
        Assert.Equal("–", NumberText.Significant(double.PositiveInfinity, 2));
    }

    internal static Contrast Contrast() => new()
    {
        Comparison = "tables",
        Variant = [],
        Suite = "WikiTQ",
        Split = "test",
        Method = "chain-of-table",
        Baseline = "end-to-end",
        Figure = "accuracy",
        Difference = 0.031,
        CiLow = 0.004,
        CiHigh = 0.058,
        PValue = 0.007,
        PAdjusted = 0.02,
        N = 400,
        NMissing = 0,
        Clusters = 400,
        Family = "primary",
        FamilySize = 3,
        Exploratory = false,
        MinimumDetectableEffect = new DetectableEffect(0.05, 0.069),
        Verdict = "better",
    };

    private static Measurement Measurement() => new()
    {
        Comparison = "tables",
        Variant = [],
        Suite = "WikiTQ",
        Split = "test",
        System = "s",
        Role = SystemRole.Method,
        Figure = "accuracy",
        N = 1,
        Clusters = 1,
        Coverage = 1,
        Outcomes = new OutcomeCounts(),
        Cost = new Cost(),
    };
}
