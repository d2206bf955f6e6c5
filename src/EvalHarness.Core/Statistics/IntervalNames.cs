namespace EvalHarness.Core.Statistics;

/// <summary>The names of intervals as reports write them.</summary>
public static class IntervalNames
{
    /// <summary>Wilson's score interval of a single rate.</summary>
    public const string Wilson = "wilson";

    /// <summary>Newcombe's hybrid score interval of a paired difference.</summary>
    public const string NewcombePaired = "newcombe-paired";

    /// <summary>BCa bootstrap over examples.</summary>
    public const string Bca = "bca";

    /// <summary>BCa bootstrap over clusters of several examples.</summary>
    public const string BcaCluster = "bca-cluster";

    /// <summary>Percentile bootstrap over examples, where BCa is undefined.</summary>
    public const string Percentile = "percentile";

    /// <summary>Percentile bootstrap over clusters, where BCa is undefined.</summary>
    public const string PercentileCluster = "percentile-cluster";

    /// <summary>Student's t over examples.</summary>
    public const string StudentT = "student-t";

    /// <summary>Student's t over clusters.</summary>
    public const string StudentTCluster = "student-t-cluster";

    /// <summary>No width: no unit moves the figure.</summary>
    public const string Degenerate = "degenerate";

    /// <summary>No interval; the reason stands beside it.</summary>
    public const string None = "none";
}
