using System.CommandLine;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Reports;

namespace EvalHarness.Cli.Commands;

/// <summary><c>schema</c>: the published JSON Schemas.</summary>
internal static class SchemaCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var which = new Argument<string>("WHICH") { Description = "manifest or report.", DefaultValueFactory = _ => "manifest" };
        which.AcceptOnlyFromAmong("manifest", "report");
        var command = new Command("schema", "Prints the JSON Schema of manifests (completion in an editor) or of report.json.\n\nExample: evalharness schema > manifest.schema.json") { which };
        command.SetAction(parsed =>
        {
            app.Out.Write(parsed.GetValue(which) == "manifest" ? ManifestSchema.Text : ReportJson.Schema);
            return 0;
        });
        return command;
    }
}
