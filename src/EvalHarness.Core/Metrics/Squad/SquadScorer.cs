namespace EvalHarness.Core.Metrics.Squad;

/// <summary>Exact match and token F1 of one answer.</summary>
/// <param name="ExactMatch">Whether some reference is equal after normalisation.</param>
/// <param name="F1">The best F1 over the references, 0 to 1; not necessarily of the reference that matches exactly.</param>
public readonly record struct SquadScore(bool ExactMatch, double F1);

/// <summary>The official SQuAD v1.1 script on one question.</summary>
public static class SquadScorer
{
    /// <summary>Scores a prediction against all references.</summary>
    public static SquadScore Score(string prediction, IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var predicted = SquadNormalizer.Tokens(prediction);
        var exact = false;
        double best = 0;
        foreach (var reference in references)
        {
            var tokens = SquadNormalizer.Tokens(reference);
            exact |= predicted.SequenceEqual(tokens, StringComparer.Ordinal);
            best = Math.Max(best, F1(predicted, tokens));
        }
        return new SquadScore(exact, best);
    }

    // Two empty answers share nothing: F1 is 0 although they match exactly, as in the script.
    private static double F1(List<string> predicted, List<string> reference)
    {
        var left = new Dictionary<string, int>(reference.Count, StringComparer.Ordinal);
        foreach (var token in reference)
            left[token] = left.GetValueOrDefault(token) + 1;
        var same = 0;
        foreach (var token in predicted)
        {
            if (left.GetValueOrDefault(token) is var count and > 0)
            {
                left[token] = count - 1;
                same++;
            }
        }
        if (same == 0)
            return 0;
        var precision = (double)same / predicted.Count;
        var recall = (double)same / reference.Count;
        return 2 * precision * recall / (precision + recall);
    }
}
