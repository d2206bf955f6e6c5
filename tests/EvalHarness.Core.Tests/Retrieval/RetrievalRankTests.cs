using CsCheck;
using EvalHarness.Core.Retrieval;

namespace EvalHarness.Core.Tests.Retrieval;

public sealed class RetrievalRankTests
{
    [Fact]
    public void The_rank_is_the_position_in_a_stable_sort() =>
        Gen.Select(Gen.Int[-4, 4].Array[1, 70], Gen.Int[0, 1_000], Gen.Int[-1, 1_000]).Sample((values, targetSeed, excludedSeed) =>
        {
            var row = Array.ConvertAll(values, value => value / 8f);
            var target = targetSeed % row.Length;
            var excluded = excludedSeed < 0 || excludedSeed % row.Length == target ? -1 : excludedSeed % row.Length;
            var order = Enumerable.Range(0, row.Length).Where(i => i != excluded).OrderByDescending(i => row[i]).ToList();
            Assert.Equal(order.IndexOf(target) + 1, RetrievalRank.Of<float>(row, target, excluded));
            Assert.Equal(order.IndexOf(target) + 1, RetrievalRank.Of<double>(Array.ConvertAll(row, value => (double)value), target, excluded));
        }, iter: 20_000);

    [Fact]
    public void Infinities_rank_and_NaN_is_refused_wherever_it_stands()
    {
        Assert.Equal(2, RetrievalRank.Of<float>([float.NegativeInfinity, float.PositiveInfinity, 0], 2));
        for (var position = 0; position < 40; position++)
        {
            var row = new double[40];
            row[position] = double.NaN;
            Assert.Equal(position, RetrievalRank.IndexOfNaN<double>(row));
            Assert.Throws<ArgumentException>(() => RetrievalRank.Of<double>(row, 0));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => RetrievalRank.Of<double>([1.0], 1));
        Assert.Throws<ArgumentException>(() => RetrievalRank.Of<double>([1.0], 0, 0));
    }
}
