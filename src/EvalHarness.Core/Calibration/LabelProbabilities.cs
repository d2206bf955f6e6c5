namespace EvalHarness.Core.Calibration;

/// <summary>Arithmetic on the log-probabilities (natural logarithm) a model gives to the labels of one example.</summary>
public static class LabelProbabilities
{
    /// <summary>log of the sum of exp, without overflow or underflow; negative infinity for an empty list.</summary>
    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in values)
            highest = Math.Max(highest, value);
        if (double.IsInfinity(highest))
            return highest;
        double sum = 0;
        foreach (var value in values)
            sum += Math.Exp(value - highest);
        return highest + Math.Log(sum);
    }

    /// <summary>Normalises over the labels: log-softmax. Source and destination may be one.</summary>
    public static void Normalize(ReadOnlySpan<double> logProbabilities, Span<double> destination)
    {
        var total = LogSumExp(logProbabilities);
        for (var k = 0; k < logProbabilities.Length; k++)
            destination[k] = logProbabilities[k] - total;
    }

    /// <summary>The index of the first highest value.</summary>
    public static int First(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best])
                best = k;
        return best;
    }
}
