using System.Globalization;

namespace EvalHarness.Core.Metrics.Exposure;

/// <summary>How candidates with the canary's own log-perplexity count towards its rank.</summary>
public enum ExposureTies
{
    /// <summary>All of them: the number of candidates at or below the canary, the paper's rank, the pessimistic one.</summary>
    LessOrEqual,

    /// <summary>None but the canary: the best rank among the tied.</summary>
    First,

    /// <summary>The mean of the best and the worst rank among the tied; may end in .5.</summary>
    Mean,
}

/// <summary>Rank and exposure of a canary among candidates.</summary>
/// <remarks>Carlini et al., "The Secret Sharer", USENIX Security 2019: exposure = log2 |R| - log2 rank.</remarks>
/// <param name="Rank">1 is the lowest log-perplexity.</param>
/// <param name="Candidates">The size of the comparison set, the canary included.</param>
public readonly record struct ExposureRank(double Rank, int Candidates)
{
    /// <summary>In bits; 0 for the worst rank.</summary>
    public double Exposure => Math.Log2(Candidates) - Math.Log2(Rank);

    /// <summary>The exposure of rank 1, in bits.</summary>
    public double Highest => Math.Log2(Candidates);

    /// <summary>Ranks a canary.</summary>
    /// <param name="canary">Its log-perplexity.</param>
    /// <param name="candidates">The log-perplexities of the comparison set; the canary's own is among them, compared exactly.</param>
    /// <param name="ties">What ties count.</param>
    /// <exception cref="MetricInputException">A value is not a number, or the canary's is not among the candidates.</exception>
    public static ExposureRank Of(double canary, ReadOnlySpan<double> candidates, ExposureTies ties = ExposureTies.LessOrEqual)
    {
        var below = 0;
        var equal = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (double.IsNaN(candidates[i]))
                throw new MetricInputException($"candidate {i} is not a number and cannot be ranked");
            below += candidates[i] < canary ? 1 : 0;
            equal += candidates[i] == canary ? 1 : 0;
        }
        if (equal == 0)
            throw new MetricInputException(string.Create(CultureInfo.InvariantCulture,
                $"the canary's log-perplexity {canary} is not among the {candidates.Length} candidates; the comparison set must include the canary itself"));
        return new(ties switch
        {
            ExposureTies.LessOrEqual => below + equal,
            ExposureTies.First => below + 1,
            _ => below + (equal + 1) / 2.0,
        }, candidates.Length);
    }
}
