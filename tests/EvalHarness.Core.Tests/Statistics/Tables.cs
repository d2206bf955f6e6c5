using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Tests.Statistics;

/// <summary>Figures and tables the tests of inference share.</summary>
internal static class Tables
{
    public static readonly FigureCard Accuracy = new("accuracy", FigureAggregation.Mean, ZeroOne: true, Score: "correct");
    public static readonly FigureCard F1 = new("squad.f1", FigureAggregation.Mean, Score: "f1");
    public static readonly FigureCard Wer = new("wer", FigureAggregation.Ratio, FigureDirection.Lower, High: null);

    public static double? ErrorRate(ReadOnlySpan<double> sums) => sums[1] > 0 ? sums[0] / sums[1] : null;

    /// <summary>Examples e000, e001, ... with one score each; the cluster of example i is i / clusterSize, or none.</summary>
    public static ExampleTable OfScores(IReadOnlyList<double> scores, int clusterSize = 0)
    {
        var table = new ExampleTable(["score"]);
        for (var i = 0; i < scores.Count; i++)
            table.Add(Id(i), clusterSize == 0 ? null : $"c{i / clusterSize:D4}", scores[i]);
        return table;
    }

    public static PairedUnits Pair(IReadOnlyList<double> method, IReadOnlyList<double> baseline, int clusterSize = 0) =>
        PairedUnits.Align(OfScores(method, clusterSize), OfScores(baseline, clusterSize));

    /// <summary>Examples with errors and reference lengths.</summary>
    public static ExampleTable OfErrors(IReadOnlyList<(double Errors, double Length)> rows, int clusterSize = 0)
    {
        var table = new ExampleTable(["errors", "referenceLength"]);
        for (var i = 0; i < rows.Count; i++)
            table.Add(Id(i), clusterSize == 0 ? null : $"c{i / clusterSize:D4}", rows[i].Errors, rows[i].Length);
        return table;
    }

    /// <summary>0/1 pairs with the given two-by-two table.</summary>
    public static PairedUnits TwoByTwo(int both, int methodOnly, int baselineOnly, int neither)
    {
        double[] method = [.. Repeat(both, 1), .. Repeat(methodOnly, 1), .. Repeat(baselineOnly, 0), .. Repeat(neither, 0)];
        double[] baseline = [.. Repeat(both, 1), .. Repeat(methodOnly, 0), .. Repeat(baselineOnly, 1), .. Repeat(neither, 0)];
        return Pair(method, baseline);

        static IEnumerable<double> Repeat(int count, double value) => Enumerable.Repeat(value, count);
    }

    public static string Id(int i) => $"e{i:D5}";
}
