namespace EvalHarness.Methods.BatchCalibration;

/// <summary>The one-to-one assignment of rows to columns of a square matrix with the largest sum.</summary>
/// <remarks>The Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(n³).</remarks>
public static class MaximumAssignment
{
    /// <summary>The column of each row.</summary>
    /// <param name="weights">n rows of n finite weights.</param>
    public static int[] Of(IReadOnlyList<IReadOnlyList<double>> weights)
    {
        var n = weights.Count;
        var rowPotential = new double[n + 1];
        var columnPotential = new double[n + 1];
        var rowOfColumn = new int[n + 1]; // 1-based; column 0 is the entry of each search
        for (var row = 1; row <= n; row++)
        {
            rowOfColumn[0] = row;
            var least = Enumerable.Repeat(double.PositiveInfinity, n + 1).ToArray();
            var from = new int[n + 1];
            var used = new bool[n + 1];
            var column = 0;
            do
            {
                used[column] = true;
                var (delta, next) = (double.PositiveInfinity, 0);
                for (var j = 1; j <= n; j++)
                {
                    if (used[j])
                        continue;
                    var cost = -weights[rowOfColumn[column] - 1][j - 1] - rowPotential[rowOfColumn[column]] - columnPotential[j];
                    if (cost < least[j])
                        (least[j], from[j]) = (cost, column);
                    if (least[j] < delta)
                        (delta, next) = (least[j], j);
                }
                for (var j = 0; j <= n; j++)
                    if (used[j])
                    {
                        rowPotential[rowOfColumn[j]] += delta;
                        columnPotential[j] -= delta;
                    }
                    else
                        least[j] -= delta;
                column = next;
            }
            while (rowOfColumn[column] != 0);
            for (; column != 0; column = from[column])
                rowOfColumn[column] = rowOfColumn[from[column]];
        }
        var columns = new int[n];
        for (var j = 1; j <= n; j++)
            columns[rowOfColumn[j] - 1] = j - 1;
        return columns;
    }
}
