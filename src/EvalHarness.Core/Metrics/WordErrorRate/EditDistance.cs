using System.Runtime.CompilerServices;

namespace EvalHarness.Core.Metrics.WordErrorRate;

/// <summary>
/// Levenshtein distance of id sequences, 64 cells of the dynamic programme at a time. The reference is cut into blocks of 64; what a block's
/// last row does along the hypothesis is kept for the next block, so memory is linear. Buffers are reused: not thread safe.
/// </summary>
/// <remarks>
/// G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", 1999, in the form of H. Hyyrö,
/// "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003.
/// </remarks>
public sealed class EditDistance
{
    private const int BlockSize = 64;

    // By id: where in the block the reference has it. All 0 between blocks.
    private ulong[] _positions = [];

    // By hypothesis position: the step of the row above the block from the position before to this one, -1, 0 or 1.
    private sbyte[] _steps = [];

    /// <summary>The fewest substitutions, insertions and deletions. Symmetric.</summary>
    /// <param name="reference">Ids from 0.</param>
    /// <param name="hypothesis">Ids from 0.</param>
    /// <param name="idCount">Above every id.</param>
    public int Compute(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, int idCount)
    {
        var common = reference.CommonPrefixLength(hypothesis);
        reference = reference[common..];
        hypothesis = hypothesis[common..];
        while (!reference.IsEmpty && !hypothesis.IsEmpty && reference[^1] == hypothesis[^1])
        {
            reference = reference[..^1];
            hypothesis = hypothesis[..^1];
        }
        if (reference.IsEmpty || hypothesis.IsEmpty)
            return reference.Length + hypothesis.Length;
        if (_positions.Length < idCount)
            _positions = new ulong[Math.Max(idCount, _positions.Length * 2)];
        return reference.Length <= BlockSize ? OneBlock(reference, hypothesis) : Blocks(reference, hypothesis);
    }

    private int OneBlock(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        SetPositions(reference);
        var block = new Block(reference.Length);
        var distance = reference.Length;
        foreach (var id in hypothesis)
            distance += block.Advance(_positions[id], 1);
        ClearPositions(reference);
        return distance;
    }

    private int Blocks(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        if (_steps.Length < hypothesis.Length)
            _steps = new sbyte[Math.Max(hypothesis.Length, _steps.Length * 2)];
        var steps = _steps.AsSpan(0, hypothesis.Length);
        steps.Fill(1);
        for (var start = 0; start < reference.Length; start += BlockSize)
        {
            var rows = reference.Slice(start, Math.Min(BlockSize, reference.Length - start));
            SetPositions(rows);
            var block = new Block(rows.Length);
            for (var column = 0; column < hypothesis.Length; column++)
                steps[column] = (sbyte)block.Advance(_positions[hypothesis[column]], steps[column]);
            ClearPositions(rows);
        }
        var distance = reference.Length;
        foreach (var step in steps)
            distance += step;
        return distance;
    }

    private void SetPositions(ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            _positions[rows[i]] |= 1UL << i;
    }

    private void ClearPositions(ReadOnlySpan<int> rows)
    {
        foreach (var id in rows)
            _positions[id] = 0;
    }

    /// <summary>Up to 64 rows: where a cell is one more, or one less, than the cell above it.</summary>
    private struct Block(int rows)
    {
        private readonly int _last = rows - 1;
        private ulong _more = ulong.MaxValue;
        private ulong _less;

        /// <summary>Moves one column on. Takes the step of the row above the block, returns that of its last row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Advance(ulong equal, int stepAbove)
        {
            var fell = stepAbove < 0 ? 1UL : 0;
            var rose = stepAbove > 0 ? 1UL : 0;
            var diagonalZero = equal | _less;
            equal |= fell;
            var horizontalZero = (((equal & _more) + _more) ^ _more) | equal;
            var right = _less | ~(horizontalZero | _more);
            var rightLess = _more & horizontalZero;
            var step = (int)(right >> _last & 1) - (int)(rightLess >> _last & 1);
            right = right << 1 | rose;
            rightLess = rightLess << 1 | fell;
            _more = rightLess | ~(diagonalZero | right);
            _less = right & diagonalZero;
            return step;
        }
    }
}
