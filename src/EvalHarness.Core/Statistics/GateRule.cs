using EvalHarness.Core.Metrics;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Resampling;

namespace EvalHarness.Core.Statistics;

/// <summary>The rule by which a run is held against the accepted one.</summary>
public static class GateRule
{
    // A tail needs some draws beyond it: ten, with at most this many draws of units in all. Beyond that there are units enough for Student's t.
    private const int DrawsInTail = 10;
    private const double LargestEffort = 4e8;

    /// <summary>
    /// Checks one figure of one system. A regression: the one-sided bound of current − accepted at 1 − rate / (looks · checks) excludes 0 in the
    /// bad direction, and the estimate is worse than −margin.
    /// </summary>
    /// <param name="current">What was evaluated now.</param>
    /// <param name="accepted">What the accepted run evaluated; null where none is accepted.</param>
    /// <param name="pairs">Current as the method, accepted as the baseline; null where none is accepted.</param>
    /// <param name="card">The figure.</param>
    /// <param name="figure">Its function of summed statistics; null for mean figures.</param>
    /// <param name="gate">The policy.</param>
    /// <param name="checks">How many figures of systems the gate checks.</param>
    /// <param name="settings">The numbers of the rules of inference.</param>
    /// <param name="stream">Names the draws.</param>
    /// <exception cref="ArgumentException">An accepted run without pairs, a rate outside (0, 0.5), a negative margin, no looks or checks.</exception>
    public static GateCheck Check(
        GateSubject current,
        GateSubject? accepted,
        PairedUnits? pairs,
        FigureCard card,
        FigureFunction? figure,
        GateSettings gate,
        int checks,
        InferenceSettings settings,
        string stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(checks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gate.Looks, nameof(gate));
        ArgumentOutOfRangeException.ThrowIfNegative(gate.Margin, nameof(gate));
        if (!(gate.FalseAlarmRate is > 0 and < 0.5))
            throw new ArgumentException($"The false alarm rate is {gate.FalseAlarmRate}; it lies strictly between 0 and 0.5.", nameof(gate));
        if (current.Coverage < 1)
            return new GateCheck(GateVerdict.Incomplete, $"Coverage is {current.Coverage}; a run with missing examples passes no gate.");
        if (accepted is null)
            return new GateCheck(GateVerdict.Inconclusive, "No accepted run to compare with.");
        if (Incomparable(current, accepted) is { } incomparable)
            return new GateCheck(GateVerdict.Incomplete, incomparable);
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Missing > 0)
            return new GateCheck(GateVerdict.Incomplete, $"{pairs.Missing} examples are not covered on both sides.", N: pairs.Pairs, Clusters: pairs.Count);
        return Decide(pairs, card, figure, gate, checks, settings, stream);
    }

    /// <summary>The gate's verdict over its checks: incomplete, then regression, then inconclusive; pass where every check passes.</summary>
    public static GateVerdict Overall(IEnumerable<GateCheck> checks) =>
        checks.Select(check => check.Verdict).DefaultIfEmpty(GateVerdict.Inconclusive).Max();

    private static string? Incomparable(GateSubject current, GateSubject accepted)
    {
        if (current.DatasetDigest != accepted.DatasetDigest)
            return "The dataset digest differs from the accepted run's.";
        if (current.Limit != accepted.Limit)
            return $"The limit is {Text(current.Limit)}; the accepted run's is {Text(accepted.Limit)}.";
        return current.MetricCard != accepted.MetricCard ? "The metric card differs from the accepted run's." : null;

        static string Text(int? limit) => limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
    }

    private static GateCheck Decide(
        PairedUnits pairs, FigureCard card, FigureFunction? figure, GateSettings gate, int checks, InferenceSettings settings, string stream)
    {
        var tail = gate.FalseAlarmRate / ((double)gate.Looks * checks);
        var unsure = new GateCheck(GateVerdict.Inconclusive, null, Level: 1 - tail, N: pairs.Pairs, Clusters: pairs.Count);
        if (pairs.Count < settings.VerdictUnits)
            return unsure with { Reason = $"Only {pairs.Count} units; a verdict needs {settings.VerdictUnits}." };
        if (pairs.Method.Value(card, figure) - pairs.Baseline.Value(card, figure) is not { } difference)
            return unsure with { Reason = "The figure is undefined on one side." };
        var interval = TwoSided(pairs, card, figure, tail, settings, stream);
        var bound = card.Direction == FigureDirection.Higher ? interval.Interval?.High : interval.Interval?.Low;
        var check = unsure with { Difference = difference, Bound = bound, Interval = interval.Name };
        if (bound is null)
            return check with { Reason = interval.Reason };
        var gained = card.Direction == FigureDirection.Higher ? 1 : -1;
        return bound * gained < 0 && difference * gained < -gate.Margin
            ? check with { Verdict = GateVerdict.Regression, Reason = "Worse than the accepted run by more than the margin, beyond chance." }
            : check with { Verdict = GateVerdict.Pass };
    }

    // The one-sided bound is an end of the two-sided interval with the same tail on both sides.
    private static NamedInterval TwoSided(
        PairedUnits pairs, FigureCard card, FigureFunction? figure, double tail, InferenceSettings settings, string stream)
    {
        var confidence = 1 - (2 * tail);
        if (card.ZeroOne && figure is null && pairs.IsZeroOne)
        {
            var (both, current, accepted, neither) = pairs.TwoByTwo();
            return new NamedInterval(NewcombePairedInterval.Of(both, current, accepted, neither, confidence), IntervalNames.NewcombePaired);
        }
        var statistic = pairs.Statistic(card, figure);
        var clustered = !pairs.Method.HasOneExampleAUnit;
        var resamples = Math.Max(settings.Resamples, Math.Ceiling(DrawsInTail / tail));
        var affordable = resamples * pairs.Count * pairs.Method.Columns.Count <= LargestEffort;
        var draws = settings with
        {
            Resamples = affordable ? (int)resamples : settings.Resamples,
            BootstrapUnits = affordable ? settings.BootstrapUnits : int.MaxValue,
        };
        return new UnitInterval(statistic, clustered, draws, new SeededRandom(settings.Seed, "gate", stream)).At(confidence);
    }
}
