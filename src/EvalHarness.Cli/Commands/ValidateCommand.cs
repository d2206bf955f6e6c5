using System.CommandLine;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Cli.Commands;

/// <summary><c>validate MANIFEST</c>: finds and opens everything, renders a few prompts, calls no model.</summary>
internal static class ValidateCommand
{
    private const int RenderedExamples = 2;

    public static Command Create(EvalHarnessApp app)
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "The manifest to check." };
        var command = new Command("validate", "Checks a manifest: form, references, capabilities, data; renders the prompts of a few examples.\n\nExample: evalharness validate my.json") { manifest };
        var options = new RunOptionSet(app).AddTo(command, starts: true);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var path = parsed.GetValue(manifest)!;
            var read = await options.ReadAsync(parsed, path, cancellationToken).ConfigureAwait(false);
            var result = await options.Definitions(options.Store(parsed, path), app.Error.WriteLine).CreateAsync(read, cancellationToken).ConfigureAwait(false);
            foreach (var error in result.Errors)
                await app.Error.WriteLineAsync($"error: {error}").ConfigureAwait(false);
            if (result.Definition is not { } definition)
                return EvalHarnessApp.InvalidInput;
            try
            {
                foreach (var request in await PromptPreview.RenderAsync(definition, RenderedExamples, cancellationToken).ConfigureAwait(false))
                {
                    await app.Out.WriteLineAsync($"--- {request.Comparison} / {request.System} / {request.Unit}  {request.Request.Parameters}").ConfigureAwait(false);
                    await app.Out.WriteLineAsync(request.Request.Prefix + request.Request.Text).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (exception is SystemSetupException or SuiteException)
            {
                await app.Error.WriteLineAsync($"error: {read.ErrorAt("comparisons", exception.Message)}").ConfigureAwait(false);
                return EvalHarnessApp.InvalidInput;
            }
            foreach (var warning in definition.Warnings)
                await app.Error.WriteLineAsync($"warning: {warning.Message}").ConfigureAwait(false);
            await app.Out.WriteLineAsync($"{path} is valid: {definition.Comparisons.Count} comparisons, {definition.Comparisons.Sum(comparison => comparison.Selection.Ids.Count)} examples.").ConfigureAwait(false);
            return 0;
        }, cancellationToken));
        return command;
    }
}
