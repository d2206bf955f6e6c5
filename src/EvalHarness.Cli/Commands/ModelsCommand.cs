using System.CommandLine;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Trying;

namespace EvalHarness.Cli.Commands;

/// <summary><c>models inspect|try PATH</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create(EvalHarnessApp app) => new("models", "Looks at model folders and tries what they can do.\n\nExample: evalharness models inspect models/SmolLM2-135M-Instruct")
    {
        Inspect(app),
        Try(app),
    };

    private static Command Inspect(EvalHarnessApp app)
    {
        var path = new Argument<string>("PATH") { Description = "The model folder." };
        var command = new Command("inspect", "Prints family, inputs, outputs, precision, tokenizer, size, digest and what can be done with it, or what is wrong.\n\nExample: evalharness models inspect models/whisper-tiny-en") { path };
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var inspection = ModelInspection.Of(app.PathOf(parsed.GetValue(path)!));
            await app.Out.WriteAsync(inspection.Text).ConfigureAwait(false);
            return inspection.Problem is null ? 0 : EvalHarnessApp.InvalidInput;
        }, cancellationToken));
        return command;
    }

    private static Command Try(EvalHarnessApp app)
    {
        var path = new Argument<string>("PATH") { Description = "The model folder." };
        var capability = new Option<string>("--capability") { Description = "What is tried: tokenize, decode, render, generate, likelihood, logits, nextToken, …", Required = true, HelpName = "NAME" };
        var input = new Option<string>("--input") { Description = "JSON lines, or - for standard input.", Required = true, HelpName = "FILE|-" };
        var provider = new Option<string>("--execution-provider") { Description = "cpu, cuda or auto.", DefaultValueFactory = _ => "cpu", HelpName = "cpu|cuda|auto" };
        provider.AcceptOnlyFromAmong("cpu", "cuda", "auto");
        var cache = new Option<string?>("--cache") { Description = "Folder for optimised graphs (default: none is kept).", HelpName = "DIR" };
        var command = new Command("try", "Runs one capability of a model folder over JSON lines, a line out for each line in.\n\nExample: evalharness models try models/SmolLM2-135M-Instruct --capability tokenize --input texts.jsonl") { path, capability, input, provider, cache };
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var options = new OnnxModelOptions
            {
                ExecutionProvider = Enum.Parse<ExecutionProvider>(parsed.GetValue(provider)!, ignoreCase: true),
                CacheFolder = parsed.GetValue(cache) is { } folder ? app.PathOf(folder) : null,
                Time = app.Time,
            };
            var name = parsed.GetValue(capability)!;
            await using var trial = await ModelTrial.OpenAsync(app.PathOf(parsed.GetValue(path)!), name, options, cancellationToken).ConfigureAwait(false);
            using var lines = app.OpenInput(parsed.GetValue(input)!);
            var failed = await trial.RunAsync(name, lines, app.Out, cancellationToken).ConfigureAwait(false);
            if (failed > 0)
                throw new ModelException($"{failed} lines could not be answered; each says why in its 'error'.");
            return 0;
        }, cancellationToken));
        return command;
    }
}
