using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Reports.Html.Plots;

/// <summary>
/// How a system looks in every plot and table: the method a filled circle in one hue, baselines squares and diamonds in the other, controls grey
/// triangles. Shapes and dashes tell them apart without colour.
/// </summary>
internal static class SystemMarks
{
    private static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2"];

    /// <summary>The class that gives its colour.</summary>
    public static string ClassOf(SystemRole role) => role switch
    {
        SystemRole.Method => "method",
        SystemRole.Baseline => "baseline",
        _ => "control",
    };

    /// <summary>The part in a word.</summary>
    public static string WordOf(SystemRole role) => ClassOf(role);

    /// <summary>Dashes of its line; empty for a solid one.</summary>
    public static string DashOf(SystemView system, int number) => system.Role == SystemRole.Method ? "" : Dashes[number % Dashes.Length];

    /// <summary>A marker around a point given as attributes <c>x</c> and <c>y</c>: percent or user units.</summary>
    /// <param name="page">The page.</param>
    /// <param name="system">The system.</param>
    /// <param name="number">Its number among the systems of its part, from 0.</param>
    /// <param name="x">Horizontal place.</param>
    /// <param name="y">Vertical place.</param>
    public static void Write(HtmlPage page, SystemView system, int number, string x, double y)
    {
        // A nested svg moves the origin to a place in percent, which shapes with several corners cannot name.
        page.Write($"<svg class=\"mark {ClassOf(system.Role)}\" x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\" overflow=\"visible\">");
        switch (system.Role, number % 4)
        {
            case (SystemRole.Method, _): page.Write($"<circle class=\"fill\" cx=\"0\" cy=\"0\" r=\"5\"/>"); break;
            case (SystemRole.Control, _): page.Write($"<path class=\"hollow\" d=\"M0 -4.5 L4.5 3.5 L-4.5 3.5 Z\"/>"); break;
            case (_, 0): page.Write($"<rect class=\"fill\" x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>"); break;
            case (_, 1): page.Write($"<rect class=\"hollow\" x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>"); break;
            case (_, 2): page.Write($"<path class=\"fill\" d=\"M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z\"/>"); break;
            default: page.Write($"<path class=\"hollow\" d=\"M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z\"/>"); break;
        }
        page.Write($"</svg>");
    }

    /// <summary>A marker in running text.</summary>
    public static void WriteInline(HtmlPage page, SystemView system, int number)
    {
        page.Write($"<svg class=\"key\" width=\"14\" height=\"14\" aria-hidden=\"true\">");
        Write(page, system, number, "7", 7);
        page.Write($"</svg>");
    }

    /// <summary>A system's name behind its marker.</summary>
    public static void WriteNamed(HtmlPage page, SystemView system, int number)
    {
        page.Write($"<span class=\"named\">");
        WriteInline(page, system, number);
        page.Write($"<span>{system.Name}</span></span>");
    }

    /// <summary>Each system with its number among those of its part.</summary>
    public static IReadOnlyList<(SystemView System, int Number)> Numbered(IReadOnlyList<SystemView> systems) =>
        [.. systems.Select((system, i) => (system, systems.Take(i).Count(other => other.Role == system.Role)))];
}
