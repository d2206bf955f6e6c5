using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Scoring;

/// <summary>An interval of a figure.</summary>
/// <param name="Low">Its lower end, or null where it has none.</param>
/// <param name="High">Its upper end, or null where it has none.</param>
/// <param name="Name">The method: wilson, bca-cluster, student-t, degenerate.</param>
public sealed record FigureInterval(double? Low, double? High, string Name)
{
    /// <summary>Why an end is missing or the interval degenerate, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What stands beside the number, such as too few units for a verdict; or null.</summary>
    public string? Warning { get; init; }
}

/// <summary>Makes the intervals that stand beside aggregates.</summary>
public interface IFigureIntervals
{
    /// <summary>The interval of a figure of these examples, or null where it gets none.</summary>
    FigureInterval? Of(FigureCard figure, ScoredSplit split);
}
