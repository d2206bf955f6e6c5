namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>A part of the page.</summary>
internal interface IReportSection
{
    /// <summary>Writes it.</summary>
    void Write(HtmlPage page);
}
