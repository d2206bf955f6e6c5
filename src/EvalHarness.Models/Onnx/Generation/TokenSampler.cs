using System.Numerics.Tensors;
using EvalHarness.Core.Randomness;

namespace EvalHarness.Models.Onnx.Generation;

/// <summary>
/// The next-token distribution after temperature, top-k, top-p and min-p, each on the scores that the one before left, and draws from it.
/// Not thread safe: it keeps its arrays.
/// </summary>
internal sealed class TokenSampler(int vocabularySize)
{
    private readonly float[] _scratch = new float[vocabularySize];
    private (float Score, int Id)[] _candidates = new (float, int)[256];

    /// <summary>Turns processed scores into scores of the tokens that may be drawn; the others become minus infinity.</summary>
    public void Warp(Span<float> scores, DecodingOptions options)
    {
        if (options.Temperature is not (0 or 1))
            TensorPrimitives.Divide(scores, (float)options.Temperature, scores);
        if (options.TopK is { } k && k < scores.Length)
            KeepBest(scores, k);
        if (options.TopP is < 1 and var p)
            KeepMass(scores, p);
        if (options.MinP is > 0 and var minimum)
        {
            var floor = scores[TensorPrimitives.IndexOfMax<float>(scores)] + MathF.Log((float)minimum);
            foreach (ref var score in scores)
                if (score < floor)
                    score = float.NegativeInfinity;
        }
    }

    /// <summary>Draws a token by its probability; cumulated in the order of ids.</summary>
    public static int Draw(ReadOnlySpan<float> scores, SeededRandom random)
    {
        var (logSum, best) = LogSoftmax.Of(scores);
        var target = random.NextDouble();
        var sum = 0.0;
        for (var id = 0; id < scores.Length; id++)
        {
            if (float.IsNegativeInfinity(scores[id]))
                continue;
            sum += Math.Exp(scores[id] - logSum);
            if (sum > target)
                return id;
        }
        return best; // rounding left the sum just below one
    }

    // Scores strictly below the k-th best go; ties with it stay.
    private void KeepBest(Span<float> scores, int k)
    {
        var threshold = KthBest(scores, k);
        foreach (ref var score in scores)
            if (score < threshold)
                score = float.NegativeInfinity;
    }

    private float KthBest(ReadOnlySpan<float> scores, int k)
    {
        // Most of a vocabulary is far below: keep a heap of the k best.
        if (k <= 1024)
        {
            var heap = new PriorityQueue<float, float>(k + 1);
            foreach (var score in scores)
            {
                if (heap.Count < k)
                    heap.Enqueue(score, score);
                else if (score > heap.Peek())
                    heap.DequeueEnqueue(score, score);
            }
            return heap.Peek();
        }
        scores.CopyTo(_scratch);
        Array.Sort(_scratch);
        return _scratch[^k];
    }

    // Ascending, tokens go while what has gone, with them, is at most 1 - p; the best always stays.
    private void KeepMass(Span<float> scores, double p)
    {
        var (logSum, best) = LogSoftmax.Of(scores);
        // All tokens under this bound together weigh less than 1 - p, so they go without being sorted.
        var bound = logSum + Math.Log((1 - p) / scores.Length);
        var gone = 0.0;
        var count = 0;
        for (var id = 0; id < scores.Length; id++)
        {
            var score = scores[id];
            if (float.IsNegativeInfinity(score))
                continue;
            if (score < bound)
            {
                gone += Math.Exp(score - logSum);
                scores[id] = float.NegativeInfinity;
                continue;
            }
            if (count == _candidates.Length)
                Array.Resize(ref _candidates, count * 2);
            _candidates[count++] = (score, id);
        }
        Array.Sort(_candidates, 0, count);
        for (var i = 0; i < count; i++)
        {
            gone += Math.Exp(_candidates[i].Score - logSum);
            if (gone > 1 - p)
                return;
            if (_candidates[i].Id != best)
                scores[_candidates[i].Id] = float.NegativeInfinity;
        }
    }
}
