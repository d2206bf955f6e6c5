namespace EvalHarness.Core.Tests.Metrics.ExactMatch;

public sealed class ExactMatchMetricTests
{
    [Theory]
    [InlineData("none", "Paris", 1)]
    [InlineData("none", "paris", 0)]
    [InlineData("none", " Paris", 0)]
    [InlineData("squad", "the paris!", 1)]
    [InlineData("squad", "parise", 0)]
    public void Compares_with_every_reference(string normalize, string prediction, double correct) =>
        Assert.Equal(correct, Metric.Make("exact-match", ("normalize", normalize)).Score("correct", prediction, "London", "Paris"));
}
