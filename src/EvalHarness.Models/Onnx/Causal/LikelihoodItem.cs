namespace EvalHarness.Models.Onnx.Causal;

/// <summary>A context and the continuations to score behind it, as tokens.</summary>
/// <param name="Context">At least one token.</param>
/// <param name="Continuations">Each with at least one token.</param>
internal sealed record LikelihoodItem(int[] Context, IReadOnlyList<int[]> Continuations);

/// <summary>The score of one continuation: a log-probability for each token, and whether each is the best at its place.</summary>
internal sealed class ContinuationScore(int tokens)
{
    public double[] LogProbabilities { get; } = new double[tokens];

    public bool IsGreedy { get; private set; } = true;

    /// <summary>The best token at each place.</summary>
    public int[] Best { get; } = new int[tokens];

    public void Set(int index, int token, ReadOnlySpan<float> scores, double logSum, int best)
    {
        LogProbabilities[index] = scores[token] - logSum;
        Best[index] = best;
        IsGreedy &= best == token;
    }
}
