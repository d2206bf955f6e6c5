using System.CommandLine;
using EvalHarness.Core.Manifests;

namespace EvalHarness.Cli.Commands;

/// <summary><c>init</c>: writes a commented manifest to start from.</summary>
internal static class InitCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write.", DefaultValueFactory = _ => "evalharness.json" };
        var command = new Command("init", "Writes a commented manifest to start from; never overwrites a file.\n\nExample: evalharness init my.json") { file };
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var path = app.PathOf(parsed.GetValue(file)!);
            if (File.Exists(path))
                throw new CommandException($"{path} exists already; name another file.");
            await File.WriteAllTextAsync(path, ManifestSchema.Starter, cancellationToken).ConfigureAwait(false);
            await app.Out.WriteLineAsync($"wrote {path}; 'evalharness validate {parsed.GetValue(file)}' checks it").ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }
}
