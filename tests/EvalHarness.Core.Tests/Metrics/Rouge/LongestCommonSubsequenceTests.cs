using CsCheck;
using EvalHarness.Core.Metrics.Rouge;

namespace EvalHarness.Core.Tests.Metrics.Rouge;

public sealed class LongestCommonSubsequenceTests
{
    private const int Ids = 12;

    // Up to several blocks of 64; few different ids make many ties.
    private static readonly Gen<int[]> Sequences = Gen.Select(Gen.Int[1, Ids], Gen.OneOf(5, 63, 64, 65, 130, 300))
        .SelectMany((ids, length) => Gen.Int[0, ids - 1].Array[0, length]);

    [Fact]
    public void Length_equals_a_plain_dynamic_programme() => Gen.Select(Sequences, Sequences).Sample((a, b) =>
        new LongestCommonSubsequence().Length(a, b, Ids) == Table(a, b)[a.Length, b.Length], iter: 2_000);

    [Fact]
    public void Trace_equals_the_trace_of_a_plain_dynamic_programme() => Gen.Select(Sequences, Sequences).Sample((target, prediction) =>
    {
        var marks = new bool[target.Length];
        new LongestCommonSubsequence().MarkTarget(target, prediction, Ids, marks);
        return marks.AsSpan().SequenceEqual(PlainTrace(target, prediction));
    }, iter: 2_000);

    [Fact]
    public void One_instance_can_be_used_again() => Gen.Select(Sequences, Sequences).Array[2, 6].Sample(pairs =>
    {
        var used = new LongestCommonSubsequence();
        foreach (var (a, b) in pairs)
        {
            used.MarkTarget(a, b, Ids, new bool[a.Length]);
            if (used.Length(a, b, Ids) != new LongestCommonSubsequence().Length(a, b, Ids))
                return false;
        }
        return true;
    }, iter: 300);

    private static int[,] Table(int[] a, int[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
                table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
        return table;
    }

    private static bool[] PlainTrace(int[] target, int[] prediction)
    {
        var table = Table(target, prediction);
        var marks = new bool[target.Length];
        for (int i = target.Length, j = prediction.Length; i > 0 && j > 0;)
        {
            if (target[i - 1] == prediction[j - 1])
            {
                marks[--i] = true;
                j--;
            }
            else if (table[i, j - 1] > table[i - 1, j])
                j--;
            else
                i--;
        }
        return marks;
    }
}
