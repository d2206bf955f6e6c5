using System.Numerics.Tensors;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>Sums over a vocabulary: vectorised in blocks, accumulated in double.</summary>
internal static class LogSoftmax
{
    private const int Block = 1024;

    /// <summary>The natural logarithm of the sum of exponentials, and the index of the largest score (the first among equals).</summary>
    public static (double LogSumExp, int ArgMax) Of(ReadOnlySpan<float> scores)
    {
        var best = TensorPrimitives.IndexOfMax(scores);
        var max = scores[best];
        if (float.IsNegativeInfinity(max))
            return (double.NegativeInfinity, best);
        Span<float> block = stackalloc float[Block];
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i += Block)
        {
            var part = scores.Slice(i, Math.Min(Block, scores.Length - i));
            var scratch = block[..part.Length];
            TensorPrimitives.Subtract(part, max, scratch);
            TensorPrimitives.Exp(scratch, scratch);
            sum += TensorPrimitives.Sum((ReadOnlySpan<float>)scratch);
        }
        return (max + Math.Log(sum), best);
    }
}
