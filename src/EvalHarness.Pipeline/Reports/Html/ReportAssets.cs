using System.Security.Cryptography;
using System.Text;

namespace EvalHarness.Pipeline.Reports.Html;

/// <summary>The page's style and script, and the policy that allows just these two.</summary>
internal static class ReportAssets
{
    public static string Style { get; } = Read("report.css");

    /// <summary>The script, marked as character data so that the page is well-formed XML as well as HTML.</summary>
    public static string Script { get; } = $"//<![CDATA[\n{Read("report.js")}\n//]]>";

    /// <summary>Nothing is loaded, nothing is sent, and no other script or style runs, whatever stands in the page.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }
}
