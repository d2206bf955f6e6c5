using System.Numerics;

namespace EvalHarness.Core.Metrics.Rouge;

/// <summary>
/// Longest common subsequences of token ids, 64 cells of the dynamic programme at a time. The target is cut into blocks of 64 tokens; a
/// block's carries along the prediction are kept for the next one, so memory is linear in the texts for the length, and a 64th of the cells
/// for a trace. Buffers are reused: not thread safe.
/// </summary>
/// <remarks>
/// M. Crochemore, C. Iliopoulos, Y. Pinzon and J. Reid, "A fast and practical bit-vector algorithm for the longest common subsequence
/// problem", 2001; H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004. A 0 bit of the state says that the cell is one more than
/// the one above it.
/// </remarks>
public sealed class LongestCommonSubsequence
{
    private const int BlockSize = 64;

    // Carries of a trace, one byte each: half a GiB. Texts beyond that are an attack or a mistake.
    private const long LargestTrace = 1L << 29;

    // By token id: where the block's target tokens are. All 0 between blocks.
    private ulong[] _positions = [];
    private byte[] _carries = [];
    private ulong[] _states = [];

    /// <summary>The length of a longest common subsequence. Symmetric.</summary>
    /// <param name="a">Ids from 0.</param>
    /// <param name="b">Ids from 0.</param>
    /// <param name="idCount">Above every id.</param>
    public int Length(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int idCount)
    {
        var pattern = a.Length <= b.Length ? a : b;
        var text = a.Length <= b.Length ? b : a;
        if (pattern.IsEmpty)
            return 0;
        Reserve(ref _positions, idCount);
        if (pattern.Length <= BlockSize)
            return LengthOfOneBlock(pattern, text);
        Reserve(ref _carries, text.Length);
        var carries = _carries.AsSpan(0, text.Length);
        carries.Clear();
        var length = 0;
        for (var start = 0; start < pattern.Length; start += BlockSize)
        {
            var block = pattern.Slice(start, Math.Min(BlockSize, pattern.Length - start));
            length += Run(block, text, carries, carries, []);
        }
        return length;
    }

    /// <summary>
    /// Marks the target tokens of one longest common subsequence, of the one the public ROUGE scorer finds: traced from the ends, equal
    /// tokens match; otherwise a prediction token is dropped only if that leaves strictly more than dropping a target token.
    /// </summary>
    /// <param name="target">Ids from 0.</param>
    /// <param name="prediction">Ids from 0.</param>
    /// <param name="idCount">Above every id.</param>
    /// <param name="marks">As long as the target; marks are only ever set.</param>
    /// <exception cref="MetricInputException">The texts are too long for a trace.</exception>
    public void MarkTarget(ReadOnlySpan<int> target, ReadOnlySpan<int> prediction, int idCount, Span<bool> marks)
    {
        if (target.IsEmpty || prediction.IsEmpty)
            return;
        var columns = prediction.Length;
        var lastBlock = (target.Length - 1) / BlockSize;
        if ((lastBlock + 1L) * columns > LargestTrace)
            throw new MetricInputException(
                $"A reference line of {target.Length} tokens against a prediction line of {columns} is too long for rougeLsum; cut the texts or use rougeL.");
        Reserve(ref _positions, idCount);
        Reserve(ref _states, columns);
        Reserve(ref _carries, (lastBlock + 1) * columns);
        _carries.AsSpan(0, columns).Clear();
        for (var block = 0; block < lastBlock; block++)
            Run(target.Slice(block * BlockSize, BlockSize), prediction, CarriesInto(block, columns), CarriesInto(block + 1, columns), []);

        var row = target.Length;
        var column = columns;
        for (var block = lastBlock; block >= 0 && column > 0; block--)
        {
            var start = block * BlockSize;
            var carries = CarriesInto(block, columns)[..column];
            Run(target[start..row], prediction[..column], carries, carries, _states);
            while (row > start && column > 0)
            {
                if (target[row - 1] == prediction[column - 1])
                {
                    marks[--row] = true;
                    column--;
                }
                else if ((_states[column - 1] >> (row - 1 - start) & 1) == 0)
                    column--;
                else
                    row--;
            }
        }
    }

    private int LengthOfOneBlock(ReadOnlySpan<int> pattern, ReadOnlySpan<int> text)
    {
        var positions = _positions;
        for (var i = 0; i < pattern.Length; i++)
            positions[pattern[i]] |= 1UL << i;
        var state = ulong.MaxValue;
        foreach (var id in text)
        {
            var matches = state & positions[id];
            state = (state + matches) | (state - matches);
        }
        foreach (var id in pattern)
            positions[id] = 0;
        return BitOperations.PopCount(~state);
    }

    // One block of at most 64 target tokens along the whole prediction. Returns how much longer it makes the subsequence.
    private int Run(ReadOnlySpan<int> block, ReadOnlySpan<int> text, ReadOnlySpan<byte> carriesIn, Span<byte> carriesOut, Span<ulong> states)
    {
        var positions = _positions;
        for (var i = 0; i < block.Length; i++)
            positions[block[i]] |= 1UL << i;
        var state = ulong.MaxValue;
        for (var column = 0; column < text.Length; column++)
        {
            var matches = state & positions[text[column]];
            var sum = state + matches;
            var carry = sum < state;
            sum += carriesIn[column];
            carry |= sum < carriesIn[column];
            state = sum | (state - matches);
            carriesOut[column] = carry ? (byte)1 : (byte)0;
            if (!states.IsEmpty)
                states[column] = state;
        }
        foreach (var id in block)
            positions[id] = 0;
        // Bits above a short last block take part in carries but stand for no token.
        var used = block.Length == BlockSize ? ulong.MaxValue : (1UL << block.Length) - 1;
        return BitOperations.PopCount(~state & used);
    }

    private Span<byte> CarriesInto(int block, int columns) => _carries.AsSpan(block * columns, columns);

    private static void Reserve<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new T[Math.Max(length, buffer.Length * 2)];
    }
}
