using System.Runtime.CompilerServices;

namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>One number for each n-gram order 1 to 4, at index order - 1.</summary>
/// <typeparam name="T">The number.</typeparam>
[InlineArray(BleuFormula.MaximalOrder)]
public struct PerOrder<T>
{
    private T _first;
}

/// <summary>The sufficient statistics of BLEU: those of a corpus are the sums of those of its segments.</summary>
public readonly struct BleuStatistics
{
    /// <summary>N-grams of the hypothesis that a reference has, each at most as often as the reference that has it most often.</summary>
    public PerOrder<int> Counts { get; init; }

    /// <summary>N-grams of the hypothesis.</summary>
    public PerOrder<int> Totals { get; init; }

    /// <summary>Tokens of the hypothesis.</summary>
    public int HypothesisLength { get; init; }

    /// <summary>Tokens of the reference closest in length, the shorter one on a tie.</summary>
    public int ReferenceLength { get; init; }

    /// <summary>The statistics of both segments together.</summary>
    public static BleuStatistics operator +(BleuStatistics left, BleuStatistics right) => Add(left, right);

    /// <summary>The statistics of both segments together.</summary>
    public static BleuStatistics Add(BleuStatistics left, BleuStatistics right)
    {
        PerOrder<int> counts = default, totals = default;
        for (var i = 0; i < BleuFormula.MaximalOrder; i++)
        {
            counts[i] = left.Counts[i] + right.Counts[i];
            totals[i] = left.Totals[i] + right.Totals[i];
        }
        return new BleuStatistics
        {
            Counts = counts,
            Totals = totals,
            HypothesisLength = left.HypothesisLength + right.HypothesisLength,
            ReferenceLength = left.ReferenceLength + right.ReferenceLength,
        };
    }
}

/// <summary>BLEU and what it is made of.</summary>
public readonly struct BleuScore
{
    /// <summary>0 to 100.</summary>
    public double Score { get; init; }

    /// <summary>1 unless the hypotheses are shorter than the references; 0 for an empty hypothesis of a non-empty reference.</summary>
    public double BrevityPenalty { get; init; }

    /// <summary>Precisions in percent, after smoothing.</summary>
    public PerOrder<double> Precisions { get; init; }

    /// <summary>Counts of matches; changed by add-k smoothing.</summary>
    public PerOrder<double> Counts { get; init; }

    /// <summary>Counts of n-grams; changed by add-k smoothing.</summary>
    public PerOrder<double> Totals { get; init; }
}
