using EvalHarness.Core.Metrics;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Reports.Html.Examples;

/// <summary>Who was right on an example, method against one baseline.</summary>
public enum Right
{
    /// <summary>At least one side has no score.</summary>
    Unscored,

    /// <summary>Both.</summary>
    Both,

    /// <summary>The method only.</summary>
    MethodOnly,

    /// <summary>The baseline only.</summary>
    BaselineOnly,

    /// <summary>Neither.</summary>
    Neither,
}

/// <summary>
/// Judges who was right. A side is right when its score is the best there is. Where neither is and their scores differ (graded figures), the
/// better one counts as the only right one.
/// </summary>
public static class WhoWasRight
{
    private const double Tolerance = 1e-9;

    /// <summary>Judges a method's score against a baseline's.</summary>
    public static Right Judge(double? method, double? baseline, FigureCard? card)
    {
        if (method is not { } a || baseline is not { } b) return Right.Unscored;
        return (IsBest(a, card), IsBest(b, card)) switch
        {
            (true, true) => Right.Both,
            (true, false) => Right.MethodOnly,
            (false, true) => Right.BaselineOnly,
            _ when Math.Abs(a - b) < Tolerance => Right.Neither,
            _ => (a > b) == (card?.Direction != FigureDirection.Lower) ? Right.MethodOnly : Right.BaselineOnly,
        };
    }

    /// <summary>Whether a score is the best there is.</summary>
    public static bool IsBest(double score, FigureCard? card) =>
        card?.Direction == FigureDirection.Lower ? score <= card.Low + Tolerance : score >= (card is null ? 1 : card.High ?? double.PositiveInfinity) - Tolerance;

    /// <summary>Whether the method and any baseline of an example differ.</summary>
    public static bool Disagree(ReportExample example, FigureCard? card) =>
        example.Sides.FirstOrDefault(side => side.Role == SystemRole.Method) is { } method
        && example.Sides.Any(side => side.Role == SystemRole.Baseline && Judge(method.Score, side.Score, card) is Right.MethodOnly or Right.BaselineOnly);
}
