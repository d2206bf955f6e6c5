namespace EvalHarness.Core.Statistics;

/// <summary>What a gate says. An incomplete run outranks a regression.</summary>
public enum GateVerdict
{
    /// <summary>No regression was raised.</summary>
    Pass,

    /// <summary>There is nothing to compare with, or too little to decide.</summary>
    Inconclusive,

    /// <summary>The figure got worse by more than the margin, beyond chance.</summary>
    Regression,

    /// <summary>The run is not complete, or not comparable with the accepted one.</summary>
    Incomplete,
}

/// <summary>A gate's policy.</summary>
public sealed record GateSettings
{
    /// <summary>How much worse, on the figure's raw scale, is not yet a regression; at least 0.</summary>
    public double Margin { get; init; }

    /// <summary>The chance of any false alarm over all looks and checks.</summary>
    public double FalseAlarmRate { get; init; } = 0.05;

    /// <summary>How many looks that chance is spread over, such as 90 nights. The caller counts a look only where a result digest changed.</summary>
    public int Looks { get; init; } = 90;
}

/// <summary>What two runs must share for a figure to be comparable.</summary>
/// <param name="DatasetDigest">The digest of the evaluated split.</param>
/// <param name="Limit">The limit in force, or null for the whole split.</param>
/// <param name="MetricCard">The metric's identity: name, revision and options, in one canonical text or digest.</param>
/// <param name="Coverage">Covered over planned examples.</param>
public sealed record GateSubject(string DatasetDigest, int? Limit, string MetricCard, double Coverage);

/// <summary>One figure of one system held against the accepted run.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Difference">Current − accepted on the raw scale; null where not compared.</param>
/// <param name="Bound">The one-sided bound of the difference towards the good direction: a regression needs even this to be bad.</param>
/// <param name="Level">The confidence of that bound: 1 − rate / (looks · checks).</param>
/// <param name="Interval">The name of the procedure the bound comes from.</param>
/// <param name="N">Pairs of examples.</param>
/// <param name="Clusters">Units of inference.</param>
public sealed record GateCheck(
    GateVerdict Verdict, string? Reason, double? Difference = null, double? Bound = null, double? Level = null, string? Interval = null, int N = 0, int Clusters = 0);
