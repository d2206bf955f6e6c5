using EvalHarness.Core.Statistics;
using EvalHarness.Core.Statistics.Intervals;

namespace EvalHarness.Core.Tests.Statistics;

public sealed class GateRuleTests
{
    private static readonly InferenceSettings Settings = new() { Seed = 3 };
    private static readonly GateSubject Subject = new("sha256:data", 400, "accuracy r1", 1);
    private static readonly GateSettings Gate = new() { Margin = 0.02, FalseAlarmRate = 0.05, Looks = 90 };

    [Fact]
    public void A_fall_beyond_chance_and_margin_is_a_regression()
    {
        var check = Check(Tables.TwoByTwo(200, 5, 60, 135));
        Assert.Equal(GateVerdict.Regression, check.Verdict);
        Assert.Equal(-55.0 / 400, check.Difference!.Value, 1e-15);
        Assert.Equal(1 - (0.05 / 180), check.Level!.Value, 1e-15);
        Assert.Equal(NewcombePairedInterval.Of(200, 5, 60, 135, 1 - (2 * 0.05 / 180)).High, check.Bound!.Value, 1e-12);
        Assert.True(check.Bound < 0);
    }

    [Fact]
    public void A_rise_or_a_fall_within_chance_passes()
    {
        Assert.Equal(GateVerdict.Pass, Check(Tables.TwoByTwo(200, 60, 5, 135)).Verdict);
        Assert.Equal(GateVerdict.Pass, Check(Tables.TwoByTwo(200, 5, 15, 180)).Verdict);
    }

    [Fact]
    public void A_certain_fall_within_the_margin_passes()
    {
        // 60 of 4,000 lost and none won: beyond chance, but 1.5 points are inside the margin of 2.
        var check = Check(Tables.TwoByTwo(2000, 0, 60, 1940));
        Assert.True(check.Bound < 0);
        Assert.Equal(GateVerdict.Pass, check.Verdict);
    }

    [Fact]
    public void More_looks_or_checks_raise_the_bar()
    {
        var pairs = Tables.TwoByTwo(200, 10, 30, 160);
        var once = GateRule.Check(Subject, Subject, pairs, Tables.Accuracy, null, Gate with { Looks = 1 }, 1, Settings, "g");
        Assert.Equal((GateVerdict.Regression, 0.95), (once.Verdict, once.Level!.Value));
        Assert.Equal(GateVerdict.Pass, Check(pairs).Verdict);
    }

    [Fact]
    public void A_rising_error_rate_is_a_regression_by_its_lower_bound()
    {
        (double, double)[] Rows(int more) => [.. Enumerable.Range(0, 100).Select(i => ((double)(i % 3) + more, 10.0))];
        PairedUnits Pair(int now, int before) => PairedUnits.Align(Tables.OfErrors(Rows(now), 2), Tables.OfErrors([.. Rows(before).Select((row, i) => (row.Item1 + (i % 2), row.Item2))], 2));
        var worse = GateRule.Check(Subject, Subject, Pair(3, 0), Tables.Wer, Tables.ErrorRate, Gate, 2, Settings, "g");
        var better = GateRule.Check(Subject, Subject, Pair(0, 3), Tables.Wer, Tables.ErrorRate, Gate, 2, Settings, "g");

        Assert.True(worse.Bound > 0);
        Assert.Equal((GateVerdict.Regression, GateVerdict.Pass), (worse.Verdict, better.Verdict));
    }

    [Fact]
    public void A_tail_thinner_than_the_draws_gets_more_draws_or_Students_t()
    {
        var method = Enumerable.Range(0, 300).Select(i => 0.5 + (0.2 * Math.Sin(i))).ToArray();
        double[] baseline = [.. method.Select((score, i) => score + 0.1 + (0.3 * Math.Cos(3 * i)))];
        var drawn = GateRule.Check(Subject, Subject, Tables.Pair(method, baseline), Tables.F1, null, Gate, 4, Settings, "g");
        var spread = GateRule.Check(Subject, Subject, Tables.Pair(method, baseline), Tables.F1, null, Gate, 4000, Settings, "g");

        Assert.Equal((GateVerdict.Regression, "bca"), (drawn.Verdict, drawn.Interval));
        Assert.Equal("student-t", spread.Interval);
        Assert.True(spread.Bound > drawn.Bound);
    }

    [Fact]
    public void What_cannot_be_compared_is_incomplete_and_what_has_no_reference_inconclusive()
    {
        var pairs = Tables.TwoByTwo(200, 5, 60, 135);
        GateCheck With(GateSubject current, GateSubject? accepted, PairedUnits? joined) =>
            GateRule.Check(current, accepted, joined, Tables.Accuracy, null, Gate, 2, Settings, "g");

        Assert.Equal((GateVerdict.Inconclusive, "No accepted run to compare with."), Said(With(Subject, null, null)));
        Assert.Equal(GateVerdict.Incomplete, With(Subject with { Coverage = 0.999 }, null, null).Verdict);
        Assert.Equal((GateVerdict.Incomplete, "The dataset digest differs from the accepted run's."), Said(With(Subject with { DatasetDigest = "sha256:new" }, Subject, pairs)));
        Assert.Equal((GateVerdict.Incomplete, "The limit is none; the accepted run's is 400."), Said(With(Subject with { Limit = null }, Subject, pairs)));
        Assert.Equal((GateVerdict.Incomplete, "The metric card differs from the accepted run's."), Said(With(Subject with { MetricCard = "accuracy r2" }, Subject, pairs)));
        var missing = PairedUnits.Align(Tables.OfScores([1, 0, 1]), Tables.OfScores([1, 0]));
        Assert.Equal(GateVerdict.Incomplete, With(Subject, Subject, missing).Verdict);
        Assert.Equal(GateVerdict.Inconclusive, With(Subject, Subject, Tables.TwoByTwo(0, 0, 9, 0)).Verdict);

        static (GateVerdict, string?) Said(GateCheck check) => (check.Verdict, check.Reason);
    }

    [Fact]
    public void Incomplete_outranks_regression_outranks_inconclusive()
    {
        GateVerdict Of(params GateVerdict[] verdicts) => GateRule.Overall(verdicts.Select(verdict => new GateCheck(verdict, null)));
        Assert.Equal(GateVerdict.Incomplete, Of(GateVerdict.Regression, GateVerdict.Incomplete, GateVerdict.Pass));
        Assert.Equal(GateVerdict.Regression, Of(GateVerdict.Inconclusive, GateVerdict.Regression, GateVerdict.Pass));
        Assert.Equal(GateVerdict.Inconclusive, Of(GateVerdict.Pass, GateVerdict.Inconclusive));
        Assert.Equal(GateVerdict.Pass, Of(GateVerdict.Pass));
        Assert.Equal(GateVerdict.Inconclusive, Of());
    }

    private static GateCheck Check(PairedUnits pairs) => GateRule.Check(Subject, Subject, pairs, Tables.Accuracy, null, Gate, 2, Settings, "g");
}
