using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Reports.Html.Text;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>One contrast as a row of a forest plot: what could not have been detected as a band, the zero line, the interval, the estimate.</summary>
internal static class ForestRow
{
    private const int Height = 36;
    private const int Middle = Height / 2;

    public static void Write(HtmlPage page, Contrast contrast, PlotAxis axis, VerdictSentence sentence)
    {
        page.Write($"<svg class=\"plot\" height=\"{Height}\" role=\"img\"><title>{sentence.Headline}</title><desc>{sentence.ToString()}</desc>");
        // Band, grid and zero line reach beyond the row and are cut by its cell, so that rows of any height join.
        if (EffectOf(contrast) is { } effect)
            page.Write($"<rect class=\"band\" x=\"{axis.Percent(-effect)}\" y=\"{-AxisRow.Beyond}\" width=\"{axis.Width(-effect, effect)}\" height=\"{Height + (2 * AxisRow.Beyond)}\"/>");
        AxisRow.WriteGrid(page, axis, Height);
        page.Write($"<line class=\"zero\" x1=\"{axis.Percent(0)}\" x2=\"{axis.Percent(0)}\" y1=\"{-AxisRow.Beyond}\" y2=\"{Height + AxisRow.Beyond}\"/>");
        var look = contrast.Exploratory ? "exploratory" : sentence.Kind;
        if (contrast is { CiLow: { } low, CiHigh: { } high } && (axis.Shows(low) || axis.Shows(high) || (low < axis.Low && high > axis.High)))
        {
            page.Write($"<line class=\"whisker {look}\" x1=\"{axis.Percent(low)}\" x2=\"{axis.Percent(high)}\" y1=\"{Middle}\" y2=\"{Middle}\"/>");
            Cap(page, axis, low, look);
            Cap(page, axis, high, look);
        }
        if (contrast.Difference is not { } difference || !double.IsFinite(difference))
            page.Write($"<text class=\"absent\" x=\"50%\" y=\"{Middle + 4}\" text-anchor=\"middle\">no figure</text>");
        else if (axis.Shows(difference))
            page.Write($"<circle class=\"point {look}\" cx=\"{axis.Percent(difference)}\" cy=\"{Middle}\" r=\"5.5\"/>");
        else
            Outside(page, difference > axis.High);
        page.Write($"</svg>");
    }

    /// <summary>Half the width of a contrast's band: the adjusted effect, the unadjusted one where it is in no family.</summary>
    public static double? EffectOf(Contrast contrast) =>
        (contrast.MinimumDetectableEffect?.Adjusted ?? contrast.MinimumDetectableEffect?.Unadjusted) is { } effect && double.IsFinite(effect) ? Math.Abs(effect) : null;

    private static void Cap(HtmlPage page, PlotAxis axis, double at, string look)
    {
        if (axis.Shows(at))
            page.Write($"<line class=\"whisker {look}\" x1=\"{axis.Percent(at)}\" x2=\"{axis.Percent(at)}\" y1=\"{Middle - 4}\" y2=\"{Middle + 4}\"/>");
    }

    /// <summary>An arrow at the edge: the estimate lies beyond the axis.</summary>
    private static void Outside(HtmlPage page, bool right)
    {
        var (x, tip) = right ? ("99%", -7) : ("1%", 7);
        page.Write($"<svg x=\"{x}\" y=\"{Middle}\" width=\"1\" height=\"1\" overflow=\"visible\"><path class=\"point exploratory\" d=\"M0 0 L{tip} -5 L{tip} 5 Z\"/></svg>");
    }
}
