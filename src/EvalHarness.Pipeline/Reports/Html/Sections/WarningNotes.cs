using EvalHarness.Core.Reports;

namespace EvalHarness.Pipeline.Reports.Html.Sections;

/// <summary>Warnings, written beside what they concern.</summary>
internal static class WarningNotes
{
    public static void Write(HtmlPage page, IEnumerable<Warning> warnings)
    {
        foreach (var warning in warnings)
            Write(page, warning.Message);
    }

    public static void Write(HtmlPage page, string message) =>
        page.Write($"<p class=\"warning\"><span aria-hidden=\"true\">\u26a0\ufe0e</span> <span class=\"visually-hidden\">Warning: </span>{message}</p>");
}
