namespace EvalHarness.Core.Metrics;

/// <summary>
/// A metric some of whose figures are known only when the examples are: one per class. Its card lists the figures that always exist.
/// </summary>
public interface IFiguresFromData : IMetric
{
    /// <summary>All figures of a split with these statistics: those of the card, then those the data add, in a stable order.</summary>
    IReadOnlyList<FigureCard> FiguresFor(IReadOnlyList<string> statisticNames);
}
