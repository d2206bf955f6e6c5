using EvalHarness.Core.Metrics;
using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics.Intervals;
using EvalHarness.Core.Statistics.Power;
using EvalHarness.Core.Statistics.Resampling;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Statistics;

/// <summary>The rules for the difference of two systems on the same examples.</summary>
public static class ContrastInference
{
    /// <summary>
    /// Compares two systems. 0/1 scores with one example a unit: McNemar's exact test, Newcombe's paired interval. Otherwise: sign flips over
    /// units (statistics of whole units swapped for ratio and corpus figures) and BCa over units, Student's t where there are few.
    /// </summary>
    /// <param name="pairs">Both systems on the examples covered by both.</param>
    /// <param name="card">The figure.</param>
    /// <param name="figure">Its function of summed statistics, bound to the tables' columns; null for mean figures.</param>
    /// <param name="settings">The numbers of the rules.</param>
    /// <param name="stream">Names the draws, such as comparison, systems and figure. Equal names, seeds and data give equal results.</param>
    /// <param name="familySize">Hypotheses in the contrast's family, for the adjusted detectable effect; null for an exploratory contrast.</param>
    /// <exception cref="ArgumentException">Figure and columns do not fit.</exception>
    public static ContrastEstimate Compare(
        PairedUnits pairs, FigureCard card, FigureFunction? figure, InferenceSettings settings, string stream, int? familySize = null)
    {
        pairs.Method.CheckFigure(card, figure);
        if (familySize is { } size)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(familySize));
        var estimate = new ContrastEstimate
        {
            Interval = IntervalNames.None,
            N = pairs.Pairs,
            NMissing = pairs.Missing,
            Clusters = pairs.Count,
            MethodValue = pairs.Method.Value(card, figure),
            BaselineValue = pairs.Baseline.Value(card, figure),
        };
        if (pairs.Count == 0)
            return estimate with { Reason = "No example is covered on both sides." };
        if (estimate.MethodValue is null || estimate.BaselineValue is null)
            return estimate with { Reason = "The figure is undefined on one side." };
        return card.ZeroOne && figure is null && pairs.IsZeroOne
            ? Proportions(estimate, pairs, settings, familySize)
            : Units(estimate, pairs, card, figure, settings, stream, familySize);
    }

    private static ContrastEstimate Proportions(ContrastEstimate estimate, PairedUnits pairs, InferenceSettings settings, int? familySize)
    {
        var (both, methodOnly, baselineOnly, neither) = pairs.TwoByTwo();
        return estimate with
        {
            Difference = (double)(methodOnly - baselineOnly) / pairs.Count,
            Ci = NewcombePairedInterval.Of(both, methodOnly, baselineOnly, neither, settings.Confidence),
            EquivalenceCi = NewcombePairedInterval.Of(both, methodOnly, baselineOnly, neither, settings.EquivalenceConfidence),
            Interval = IntervalNames.NewcombePaired,
            PValue = McNemarTest.Of(methodOnly, baselineOnly).ExactP,
            Test = TestNames.McNemarExact,
            MinimumDetectableEffect = MinimumDetectableEffect.OfPairedProportions(
                pairs.Count, methodOnly + baselineOnly, settings.Alpha, settings.Power, familySize),
            NeitherSideVaries = Math.Max(both, Math.Max(methodOnly, Math.Max(baselineOnly, neither))) == pairs.Count,
        };
    }

    private static ContrastEstimate Units(
        ContrastEstimate estimate, PairedUnits pairs, FigureCard card, FigureFunction? figure, InferenceSettings settings, string stream, int? familySize)
    {
        var statistic = pairs.Statistic(card, figure);
        var interval = new UnitInterval(
            statistic, !pairs.Method.HasOneExampleAUnit, settings, new SeededRandom(settings.Seed, "bootstrap", stream));
        var named = interval.At(settings.Confidence);
        var (p, isExact) = Permute(pairs, figure, settings, new SeededRandom(settings.Seed, "permutation", stream));
        return estimate with
        {
            Difference = statistic.Value,
            Ci = named.Interval,
            EquivalenceCi = interval.At(settings.EquivalenceConfidence).Interval,
            Interval = named.Name,
            PValue = p,
            Test = isExact ? TestNames.SignFlipExact : TestNames.SignFlip,
            MinimumDetectableEffect = MinimumDetectableEffect.OfUnitDifferences(
                pairs.Count, Deviation(pairs, figure, interval.Jackknife), OneUnit(pairs.Count, card), settings.Alpha, settings.Power, familySize),
            NeitherSideVaries = Jackknife.Of(pairs.Method.Statistic(card, figure)).IsConstant
                && Jackknife.Of(pairs.Baseline.Statistic(card, figure)).IsConstant,
            Reason = named.Reason,
            Warning = named.Warning,
        };
    }

    private static (double P, bool IsExact) Permute(PairedUnits pairs, FigureFunction? figure, InferenceSettings settings, SeededRandom random)
    {
        if (figure is not null)
        {
            var swaps = ClusterSwapTest.Of(
                figure, pairs.Method.Sums, pairs.Baseline.Sums, pairs.Method.Columns.Count, settings.ExactUnits, settings.Permutations, random);
            return (swaps.P, swaps.IsExact);
        }
        var differences = pairs.Differences();
        var moving = Array.FindAll(differences, difference => difference != 0);
        // Zeros change no flipped sum: with or without them the exact p is the same.
        if (moving.Length <= settings.ExactUnits)
            return (SignFlipTest.Exact(moving).TwoSidedP, true);
        return (SignFlipTest.Drawn(moving, settings.Permutations, random).TwoSidedP, false);
    }

    // For a mean the deviation of the units' mean differences; for other figures the jackknife's, which is the same for a plain mean.
    private static double Deviation(PairedUnits pairs, FigureFunction? figure, Jackknife jackknife)
    {
        if (figure is not null)
            return jackknife.StandardError * Math.Sqrt(pairs.Count);
        var means = pairs.Differences();
        for (var unit = 0; unit < means.Length; unit++)
            means[unit] /= pairs.Method.Examples[unit];
        return SampleMoments.Of(means).StandardDeviation;
    }

    // A figure without an upper end (error rates) is taken to run from its low end over one whole.
    private static double OneUnit(int units, FigureCard card) => ((card.High ?? card.Low + 1) - card.Low) / units;
}
