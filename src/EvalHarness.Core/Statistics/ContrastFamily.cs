using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics.Significance;

namespace EvalHarness.Core.Statistics;

/// <summary>A contrast that belongs to a family of hypotheses.</summary>
/// <param name="Contrast">The estimate.</param>
/// <param name="Direction">Which way its figure improves.</param>
/// <param name="Margin">The declared margin of equivalence on the figure's raw scale, above 0; null without one.</param>
public sealed record FamilyMember(ContrastEstimate Contrast, FigureDirection Direction, double? Margin = null);

/// <summary>What the family makes of a contrast.</summary>
/// <param name="PAdjusted">Holm's adjusted p; null where there is no p or no family.</param>
/// <param name="FamilySize">Hypotheses in the family; null for an exploratory contrast.</param>
/// <param name="Verdict">The verdict; null with a reason.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record ContrastJudgement(double? PAdjusted, int? FamilySize, Verdict? Verdict, string? Reason);

/// <summary>
/// One family of hypotheses: by default all method-baseline contrasts of the primary figures of one run, at the primary point of its sweeps.
/// </summary>
public static class ContrastFamily
{
    /// <summary>
    /// Adjusts all p-values by Holm's procedure and gives each contrast its verdict. A contrast without a p or with too few units stays in the
    /// family, with its raw p or 1, so that the family's size is what was planned and never depends on the outcome.
    /// </summary>
    /// <exception cref="ArgumentException">A margin that is not above 0.</exception>
    public static IReadOnlyList<ContrastJudgement> Judge(IReadOnlyList<FamilyMember> members, InferenceSettings settings)
    {
        if (members.FirstOrDefault(member => !(member.Margin is null or > 0)) is { } wrong)
            throw new ArgumentException($"A margin of equivalence is above 0; {wrong.Margin} is not.", nameof(members));
        var adjusted = HolmAdjustment.Adjust([.. members.Select(member => member.Contrast.PValue ?? 1)]);
        return [.. members.Zip(adjusted, (member, p) => Judge(member, p, members.Count, settings))];
    }

    /// <summary>A contrast outside every family keeps its raw p and gets no verdict.</summary>
    /// <param name="reason">Why it is exploratory: a secondary figure, a breakdown, another point of a sweep than the primary one.</param>
    public static ContrastJudgement Exploratory(string reason) => new(null, null, null, reason);

    private static ContrastJudgement Judge(FamilyMember member, double pAdjusted, int size, InferenceSettings settings)
    {
        var contrast = member.Contrast;
        if (contrast.PValue is null || contrast.Difference is null)
            return new ContrastJudgement(null, size, null, contrast.Reason ?? "There is no test.");
        return contrast.Clusters < settings.VerdictUnits
            ? new ContrastJudgement(pAdjusted, size, null, $"Only {contrast.Clusters} units; a verdict needs {settings.VerdictUnits}.")
            : new ContrastJudgement(pAdjusted, size, VerdictOf(member, contrast.Difference.Value, pAdjusted, settings.Alpha), null);
    }

    private static Verdict VerdictOf(FamilyMember member, double difference, double pAdjusted, double alpha)
    {
        if (difference != 0 && PValues.IsAtMost(pAdjusted, alpha))
            return difference > 0 == (member.Direction == FigureDirection.Higher) ? Verdict.Better : Verdict.Worse;
        // An interval without width because neither side varies holds no evidence that a difference would have shown.
        var isFloor = member.Contrast.NeitherSideVaries;
        var isEmpty = isFloor && member.Contrast.Interval == IntervalNames.Degenerate;
        if (member.Margin is { } margin && !isEmpty && member.Contrast.EquivalenceCi is { } interval && -margin < interval.Low && interval.High < margin)
            return Verdict.Equivalent;
        return isFloor ? Verdict.InconclusiveFloor : Verdict.Inconclusive;
    }
}
