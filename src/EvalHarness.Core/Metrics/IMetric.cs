namespace EvalHarness.Core.Metrics;

/// <summary>
/// A figure of a split as a function of summed statistics. Columns are those of the names it was bound to. Null where it is undefined
/// (nothing to divide by). Called once for every bootstrap draw: it must not allocate per call where that can be avoided.
/// </summary>
public delegate double? FigureFunction(ReadOnlySpan<double> sums);

/// <summary>A metric: scores one example at a time and computes figures from sums.</summary>
public interface IMetric
{
    /// <summary>What it computes and which scorer it equals.</summary>
    MetricCard Card { get; }

    /// <summary>Scores one prediction.</summary>
    /// <exception cref="MetricInputException">A field is missing or has a value the metric cannot score.</exception>
    ExampleScore Score(MetricItem item);

    /// <summary>
    /// Scores an example without an answer (unparsable, refused, failed by its input): the worst value, or what an empty output would get
    /// where there is no worst value (error rates), or null with a reason.
    /// </summary>
    ExampleScore ScoreWithoutAnswer(MetricItem item);

    /// <summary>
    /// Binds a ratio or corpus figure to the columns of a table of statistics. Names that the figure does not know are other figures'; a name
    /// it needs that is absent counts as 0 everywhere. Mean figures are never bound: they are the mean of their score.
    /// </summary>
    FigureFunction Bind(FigureCard figure, IReadOnlyList<string> statisticNames);
}

/// <summary>A metric whose score of one example depends on all of them (calibration over a batch).</summary>
public interface ISplitMetric
{
    /// <summary>What it computes.</summary>
    MetricCard Card { get; }

    /// <summary>Scores all examples of a split, in order.</summary>
    /// <exception cref="MetricInputException">A field is missing or rows differ in length.</exception>
    IReadOnlyList<ExampleScore> Score(IReadOnlyList<MetricItem> items);
}

/// <summary>An item cannot be scored: which field, what was found, what is needed. The message is a sentence for the user.</summary>
public sealed class MetricInputException : Exception
{
    /// <summary>Without a message.</summary>
    public MetricInputException() { }

    /// <summary>With a sentence for the user.</summary>
    public MetricInputException(string message) : base(message) { }

    /// <summary>With a sentence for the user and a cause.</summary>
    public MetricInputException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The index of the item among those of an <see cref="ISplitMetric"/>; null where one item was scored alone.</summary>
    public int? ItemIndex { get; init; }
}
