using EvalHarness.Core.Randomness;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Tests.Statistics;

/// <summary>
/// Studies of two equally good systems whose true difference is 0: each example is right with probability p on each side. In clusters the rate of
/// a cluster is drawn from a beta distribution, apart for each system, so that examples of a cluster correlate.
/// </summary>
/// <param name="Units">Clusters, or examples where the size is 1.</param>
/// <param name="Size">Examples a cluster.</param>
/// <param name="P">The rate of both systems.</param>
internal sealed record SimulatedStudies(int Units, int Size, double P)
{
    public const int Count = 2_000;
    public const double IntraClassCorrelation = 0.2;
    private const long Seed = 20261124;

    /// <summary>In how many of the studies, of all, the statement holds. Each study has a generator of its own.</summary>
    /// <param name="ignoreClusters">Take every example for a unit of its own.</param>
    /// <param name="holds">The statement about one study.</param>
    public double Share(bool ignoreClusters, Func<PairedUnits, bool> holds)
    {
        var held = 0;
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, study =>
        {
            if (holds(Draw(study, ignoreClusters)))
                Interlocked.Increment(ref held);
        });
        return (double)held / Count;
    }

    private PairedUnits Draw(int study, bool ignoreClusters)
    {
        var random = new SeededRandom(Seed, "study", $"{Units} {Size} {P} {study}");
        double[] method = new double[Units * Size], baseline = new double[Units * Size];
        for (var unit = 0; unit < Units; unit++)
        {
            foreach (var side in new[] { method, baseline })
            {
                var rate = Size == 1 ? P : ClusterRate(random);
                for (var i = unit * Size; i < (unit + 1) * Size; i++)
                    side[i] = random.NextDouble() < rate ? 1 : 0;
            }
        }
        return Tables.Pair(method, baseline, Size == 1 || ignoreClusters ? 0 : Size);
    }

    // Beta(a, b) with mean P and 1 / (a + b + 1) = the intra-class correlation, by Jöhnk's rejection of powers of uniforms.
    private double ClusterRate(SeededRandom random)
    {
        const double Sum = (1 / IntraClassCorrelation) - 1;
        while (true)
        {
            var x = Math.Pow(random.NextDouble(), 1 / (P * Sum));
            var y = Math.Pow(random.NextDouble(), 1 / ((1 - P) * Sum));
            if (x + y is > 0 and <= 1)
                return x / (x + y);
        }
    }
}
