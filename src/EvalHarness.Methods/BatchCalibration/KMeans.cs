using EvalHarness.Core.Randomness;

namespace EvalHarness.Methods.BatchCalibration;

/// <summary>Lloyd's k-means from a k-means++ start: the start of a mixture's EM.</summary>
/// <remarks>Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.</remarks>
public static class KMeans
{
    private const int MaximumRounds = 100;

    /// <summary>The cluster of each row.</summary>
    public static int[] Assign(IReadOnlyList<double[]> rows, int clusters, SeededRandom random)
    {
        var centers = Start(rows, clusters, random);
        var assignment = new int[rows.Count];
        for (var round = 0; round < MaximumRounds; round++)
        {
            var changed = round == 0;
            for (var i = 0; i < rows.Count; i++)
            {
                var nearest = Nearest(rows[i], centers).Index;
                changed |= nearest != assignment[i];
                assignment[i] = nearest;
            }
            if (!changed)
                break;
            for (var k = 0; k < clusters; k++)
            {
                var members = Enumerable.Range(0, rows.Count).Where(i => assignment[i] == k).ToList();
                if (members.Count > 0) // an empty cluster keeps its center
                    centers[k] = [.. Enumerable.Range(0, rows[0].Length).Select(a => members.Average(i => rows[i][a]))];
            }
        }
        return assignment;
    }

    private static double[][] Start(IReadOnlyList<double[]> rows, int clusters, SeededRandom random)
    {
        var centers = new List<double[]> { rows[random.Next(rows.Count)] };
        while (centers.Count < clusters)
        {
            var distances = rows.Select(row => Nearest(row, centers).Distance).ToArray();
            var draw = random.NextDouble() * distances.Sum();
            var chosen = 0;
            while (chosen < rows.Count - 1 && (draw -= distances[chosen]) >= 0)
                chosen++;
            centers.Add(rows[chosen]);
        }
        return [.. centers];
    }

    private static (int Index, double Distance) Nearest(double[] row, IReadOnlyList<double[]> centers)
    {
        var best = (Index: 0, Distance: double.PositiveInfinity);
        for (var k = 0; k < centers.Count; k++)
        {
            var distance = 0.0;
            for (var a = 0; a < row.Length; a++)
                distance += (row[a] - centers[k][a]) * (row[a] - centers[k][a]);
            if (distance < best.Distance)
                best = (k, distance);
        }
        return best;
    }
}
