namespace EvalHarness.Core.Statistics.Resampling;

/// <summary>
/// A number computed from units (clusters, or examples that stand alone) that can be recomputed for any draw of units: a mean, a ratio, BLEU,
/// or the difference of one of them between two systems on the same units.
/// </summary>
/// <remarks>Undefined values are NaN here, because these run tens of thousands of times. Not thread safe: buffers are reused.</remarks>
public abstract class UnitStatistic
{
    /// <summary>The number of units.</summary>
    public abstract int Units { get; }

    /// <summary>The value with every unit once; NaN where undefined.</summary>
    public abstract double Value { get; }

    /// <summary>Values that differ by no more than this are equal but for rounding.</summary>
    public abstract double TieSlack { get; }

    /// <summary>The value for a draw: indices of units, from 0, repeats allowed. NaN where undefined.</summary>
    public abstract double OfDraw(ReadOnlySpan<int> draw);

    /// <summary>Fills in, for each unit, the value without it less <see cref="Value"/>; NaN where undefined.</summary>
    /// <param name="deviations">One entry a unit.</param>
    public abstract void LeaveOneOut(Span<double> deviations);
}
