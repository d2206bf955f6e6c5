using EvalHarness.Core.Models;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.NGram;

/// <summary>Draws a unit: temperature, then top-k, then top-p, in that order as transformers applies them.</summary>
internal static class UnitSampler
{
    /// <summary>Draws from probabilities, which it changes and which need not sum to 1.</summary>
    public static int Draw(double[] probabilities, GenerationSettings settings, SeededRandom random)
    {
        var highest = probabilities.Max();
        if (highest <= 0)
            return Vocabulary.End;
        if (settings.Temperature != 1)
            for (var i = 0; i < probabilities.Length; i++)
                probabilities[i] = probabilities[i] > 0 ? Math.Exp(Math.Log(probabilities[i] / highest) / settings.Temperature) : 0;
        if (settings.TopK is not null || settings.TopP is < 1)
            Truncate(probabilities, settings.TopK ?? int.MaxValue, settings.TopP ?? 1);
        var rest = random.NextDouble() * probabilities.Sum();
        var drawn = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] <= 0) continue;
            drawn = i;
            rest -= probabilities[i];
            if (rest < 0) break;
        }
        return drawn;
    }

    private static void Truncate(double[] probabilities, int topK, double topP)
    {
        var order = new int[probabilities.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => probabilities[b].CompareTo(probabilities[a]) is not 0 and var sign ? sign : a - b);
        var kept = Math.Min(Math.Max(1, topK), order.Length);
        if (topP < 1)
        {
            // The smallest set of best units whose mass, among those top-k kept, reaches p; at least one.
            var mass = 0.0;
            for (var i = 0; i < kept; i++)
                mass += probabilities[order[i]];
            var reached = 0.0;
            for (var i = 0; i < kept; i++)
            {
                reached += probabilities[order[i]];
                if (reached >= topP * mass)
                    kept = i + 1;
            }
        }
        foreach (var unit in order.AsSpan(kept))
            probabilities[unit] = 0;
    }
}
