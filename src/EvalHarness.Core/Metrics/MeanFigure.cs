namespace EvalHarness.Core.Metrics;

/// <summary>What metrics whose figures are all means share.</summary>
internal static class MeanFigure
{
    /// <summary>The error of binding a mean to sums.</summary>
    public static InvalidOperationException NotBound(FigureCard figure) =>
        new($"\"{figure.Name}\" is the mean of the score \"{figure.Score}\"; it is not bound to statistics.");
}
