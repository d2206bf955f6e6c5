using EvalHarness.Core.Statistics.Association;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class AssociationTests
{
    [Fact]
    public void Agreement_without_variation_has_no_coefficient()
    {
        Assert.Null(CohensKappa.Of(["a", "a", "a"], ["a", "a", "a"]).Kappa);
        Assert.Equal(0, CohensKappa.Of(["a", "a"], ["a", "b"]).Kappa);
        Assert.Null(KrippendorffAlpha.Nominal([["a", "a", null], ["a", "a", "b"]]));
        Assert.Null(KrippendorffAlpha.Nominal([]));
    }

    [Fact]
    public void A_constant_side_has_no_rank_correlation()
    {
        Assert.Null(SpearmanCorrelation.Of([1, 1, 1], [1, 2, 3]));
        Assert.Null(KendallCorrelation.Of([1, 1, 1], [1, 2, 3]).TauB);
    }

    [Fact]
    public void Lists_that_do_not_pair_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CohensKappa.Of(["a"], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Nominal([["a"], ["a", "b"]]));
        Assert.Throws<ArgumentException>(() => SpearmanCorrelation.Of([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CohensH.Of(1.1, 0.5));
    }
}
