namespace EvalHarness.Core.Statistics.Power;

/// <summary>
/// The smallest true difference that the contrast's test would have found with the wanted power, on the figure's scale.
/// </summary>
/// <param name="Unadjusted">At alpha; null with a reason.</param>
/// <param name="Adjusted">At Holm's first step, alpha / family size; null for an exploratory contrast.</param>
/// <param name="Reason">Why it is null.</param>
public sealed record MinimumDetectableEffect(double? Unadjusted, double? Adjusted, string? Reason = null)
{
    /// <summary>
    /// For 0/1 scores, one example a unit: that of the exact McNemar test in steps of 1/n, the discordance estimated as (b + c + 1) / (n + 2).
    /// </summary>
    /// <param name="pairs">n.</param>
    /// <param name="discordant">b + c.</param>
    /// <param name="alpha">The significance level.</param>
    /// <param name="power">The wanted power.</param>
    /// <param name="familySize">Hypotheses in the contrast's family, or null outside of one.</param>
    public static MinimumDetectableEffect OfPairedProportions(int pairs, int discordant, double alpha, double power, int? familySize)
    {
        var rate = (discordant + 1.0) / (pairs + 2.0);
        return Make(At, alpha, familySize, $"Even if all {pairs} pairs changed one way, the exact test would not reach significance with power {power}.");

        double? At(double level) => new McNemarPower(pairs, level).MinimumDetectableEffect(rate, power, 1.0 / pairs);
    }

    /// <summary>For everything else: (z_a + z_b) · deviation / √units, at least what one unit's change makes.</summary>
    /// <param name="units">Units of inference.</param>
    /// <param name="deviation">Standard deviation of the units' mean differences; NaN where unknown.</param>
    /// <param name="oneUnit">The change of the figure when one unit goes from one end of the scale to the other.</param>
    /// <param name="alpha">The significance level.</param>
    /// <param name="power">The wanted power.</param>
    /// <param name="familySize">Hypotheses in the contrast's family, or null outside of one.</param>
    public static MinimumDetectableEffect OfUnitDifferences(int units, double deviation, double oneUnit, double alpha, double power, int? familySize)
    {
        return Make(At, alpha, familySize, "The deviation over units cannot be estimated.");

        double? At(double level) =>
            double.IsNaN(deviation) ? null : Math.Max(oneUnit, PairedMeanPower.MinimumDetectableDifference(units, deviation, level, power));
    }

    private static MinimumDetectableEffect Make(Func<double, double?> at, double alpha, int? familySize, string reason)
    {
        var unadjusted = at(alpha);
        var adjusted = familySize switch { null => null, 1 => unadjusted, { } size => at(alpha / size) };
        return new MinimumDetectableEffect(unadjusted, adjusted, unadjusted is null || (familySize is not null && adjusted is null) ? reason : null);
    }
}
