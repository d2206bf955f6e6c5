namespace EvalHarness.Core.Metrics.Bleu;

/// <summary>BLEU as a function of sums, equal to sacrebleu 2.6.0. Allocates nothing.</summary>
/// <remarks>
/// K. Papineni, S. Roukos, T. Ward and W.-J. Zhu, "BLEU: a method for automatic evaluation of machine translation", 2002; M. Post, "A call
/// for clarity in reporting BLEU scores", 2018.
/// </remarks>
public static class BleuFormula
{
    /// <summary>The longest n-grams that count.</summary>
    public const int MaximalOrder = 4;

    // What sacrebleu takes for the logarithm of 0.
    private const double LogarithmOfZero = -9999999999;

    /// <summary>The score of a segment or corpus.</summary>
    /// <param name="statistics">Its statistics.</param>
    /// <param name="options">Smoothing; tokenisation is no longer of interest.</param>
    /// <param name="effectiveOrder">Whether orders that the hypothesis is too short for are left out; usual for single sentences.</param>
    public static BleuScore Score(BleuStatistics statistics, BleuOptions options, bool effectiveOrder)
    {
        PerOrder<double> counts = default, totals = default;
        for (var i = 0; i < MaximalOrder; i++)
        {
            counts[i] = statistics.Counts[i];
            totals[i] = statistics.Totals[i];
        }
        return Score(counts, totals, statistics.HypothesisLength, statistics.ReferenceLength, options, effectiveOrder);
    }

    /// <summary>The score of sums.</summary>
    /// <param name="counts">Matching n-grams.</param>
    /// <param name="totals">N-grams of the hypotheses.</param>
    /// <param name="hypothesisLength">Tokens of the hypotheses.</param>
    /// <param name="referenceLength">Tokens of the closest references.</param>
    /// <param name="options">Smoothing.</param>
    /// <param name="effectiveOrder">Whether orders without any n-gram are left out.</param>
    public static BleuScore Score(
        PerOrder<double> counts, PerOrder<double> totals, double hypothesisLength, double referenceLength, BleuOptions options, bool effectiveOrder)
    {
        ArgumentNullException.ThrowIfNull(options);
        var penalty = hypothesisLength >= referenceLength ? 1
            : hypothesisLength > 0 ? Math.Exp(1 - referenceLength / hypothesisLength) : 0;
        PerOrder<double> precisions = default;
        double score = 0;
        // Without any match sacrebleu stops here, before it smooths.
        if (HasMatch(counts))
        {
            var order = Smooth(ref counts, ref totals, ref precisions, options, effectiveOrder);
            double logarithms = 0;
            for (var i = 0; i < order; i++)
                logarithms += precisions[i] == 0 ? LogarithmOfZero : Math.Log(precisions[i]);
            score = penalty * Math.Exp(logarithms / order);
        }
        return new BleuScore { Score = score, BrevityPenalty = penalty, Precisions = precisions, Counts = counts, Totals = totals };
    }

    // Sets the precisions and returns the number of orders that are averaged. An order without any n-gram ends the loop.
    private static int Smooth(
        ref PerOrder<double> counts, ref PerOrder<double> totals, ref PerOrder<double> precisions, BleuOptions options, bool effectiveOrder)
    {
        var order = MaximalOrder;
        double halving = 1;
        for (var i = 0; i < MaximalOrder; i++)
        {
            if (options.Smoothing == BleuSmoothing.AddK && i > 0)
            {
                counts[i] += options.EffectiveSmoothingValue;
                totals[i] += options.EffectiveSmoothingValue;
            }
            if (totals[i] == 0)
                break;
            if (effectiveOrder)
                order = i + 1;
            if (counts[i] != 0)
                precisions[i] = 100 * counts[i] / totals[i];
            else if (options.Smoothing == BleuSmoothing.Exponential)
            {
                halving *= 2;
                precisions[i] = 100 / (halving * totals[i]);
            }
            else if (options.Smoothing == BleuSmoothing.Floor)
                precisions[i] = 100 * options.EffectiveSmoothingValue / totals[i];
        }
        return order;
    }

    private static bool HasMatch(PerOrder<double> counts)
    {
        foreach (var count in counts)
            if (count != 0)
                return true;
        return false;
    }
}
