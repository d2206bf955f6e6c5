using EvalHarness.Core.Metrics;
using EvalHarness.Pipeline.Reports.Html.Examples;

namespace EvalHarness.Pipeline.Tests.Reports;

public sealed class WhoWasRightTests
{
    private static readonly FigureCard ZeroOne = new("accuracy", FigureAggregation.Mean, ZeroOne: true);
    private static readonly FigureCard Graded = new("rougeL.fmeasure", FigureAggregation.Mean);
    private static readonly FigureCard ErrorRate = new("wer", FigureAggregation.Ratio, FigureDirection.Lower, 0, null);
    private static readonly FigureCard Unbounded = new("exposure", FigureAggregation.Mean, High: null);

    [Theory]
    [InlineData(1.0, 1.0, Right.Both)]
    [InlineData(1.0, 0.0, Right.MethodOnly)]
    [InlineData(0.0, 1.0, Right.BaselineOnly)]
    [InlineData(0.0, 0.0, Right.Neither)]
    [InlineData(null, 1.0, Right.Unscored)]
    [InlineData(1.0, null, Right.Unscored)]
    public void Of_right_or_wrong(double? method, double? baseline, Right right) => Assert.Equal(right, WhoWasRight.Judge(method, baseline, ZeroOne));

    [Fact]
    public void Of_graded_figures_the_better_side_counts_as_right()
    {
        Assert.Equal(Right.MethodOnly, WhoWasRight.Judge(0.6, 0.4, Graded));
        Assert.Equal(Right.BaselineOnly, WhoWasRight.Judge(0.4, 0.6, Graded));
        Assert.Equal(Right.Neither, WhoWasRight.Judge(0.4, 0.4, Graded));
        Assert.Equal(Right.Both, WhoWasRight.Judge(1, 1, Graded));
    }

    [Fact]
    public void Of_figures_that_improve_downwards_zero_is_right()
    {
        Assert.Equal(Right.MethodOnly, WhoWasRight.Judge(0, 0.2, ErrorRate));
        Assert.Equal(Right.BaselineOnly, WhoWasRight.Judge(0.3, 0.2, ErrorRate));
        Assert.Equal(Right.Both, WhoWasRight.Judge(0, 0, ErrorRate));
    }

    [Fact]
    public void Of_figures_without_a_limit_nothing_is_the_best() => Assert.Equal(Right.MethodOnly, WhoWasRight.Judge(900, 12, Unbounded));

    [Fact]
    public void Without_a_card_one_is_right() => Assert.Equal(Right.MethodOnly, WhoWasRight.Judge(1, 0, null));
}
