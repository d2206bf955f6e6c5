using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using EvalHarness.Cli.Output;
using EvalHarness.Core.Manifests;
using EvalHarness.Suites;

namespace EvalHarness.Cli.Commands;

/// <summary><c>eval</c>: one model on some suites, without a manifest; prints the one it made.</summary>
internal static class EvalCommand
{
    public static Command Create(EvalHarnessApp app)
    {
        var model = new Option<string>("--model") { Description = "A model folder, an http(s) endpoint (with --model-name), or mock or ngram.", Required = true, HelpName = "PATH|URL" };
        var modelName = new Option<string?>("--model-name") { Description = "The model's name at an endpoint.", HelpName = "NAME" };
        var suite = new Option<string>("--suite") { Description = "Suites, separated by commas.", Required = true, HelpName = "NAME[,NAME]" };
        var data = new Option<string?>("--data") { Description = "Folder that holds the suites' folders (default: benchmarks-data).", HelpName = "DIR" };
        var shots = new Option<int?>("--shots") { Description = "Worked examples before each query.", HelpName = "N" };
        var command = new Command("eval", "Evaluates one model on some suites without a manifest, and prints the manifest it made.\n\nExample: evalharness eval --model models/SmolLM2-135M-Instruct --suite wikitq,tabfact --shots 2 --limit 100")
        {
            model, modelName, suite, data, shots,
        };
        var options = new RunOptionSet(app).AddTo(command, starts: true);
        command.SetAction((parsed, cancellationToken) => app.GuardAsync(async () =>
        {
            var folder = app.PathOf(parsed.GetValue(data) ?? "benchmarks-data");
            var made = Make(app, parsed.GetValue(model)!, parsed.GetValue(modelName), parsed.GetValue(suite)!.Split(','), folder, parsed.GetValue(shots));
            await app.Error.WriteLineAsync(ManifestWriter.Text(made)).ConfigureAwait(false);
            var read = options.Read(parsed, Encoding.UTF8.GetBytes(made.ToJsonString()), "the manifest made by eval");
            using var progress = new ConsoleProgress(app, options.Quiet(parsed));
            var outcome = await options.Service(options.Store(parsed, null), progress.Message).StartAsync(read, options.Options(parsed), progress, cancellationToken).ConfigureAwait(false);
            progress.Finish();
            return OutcomePrinter.Print(app, outcome, options.Json(parsed));
        }, cancellationToken));
        return command;
    }

    private static JsonObject Make(EvalHarnessApp app, string model, string? modelName, string[] suites, string folder, int? shots)
    {
        var comparisons = new JsonArray();
        var data = new JsonObject();
        foreach (var address in suites)
        {
            var family = SuiteCatalog.Resolve(address).Family.Name;
            data[family] = Path.Combine(folder, family);
            var comparison = new JsonObject
            {
                ["name"] = ManifestNames.DefaultComparisonName(address, null),
                ["suite"] = address,
                ["method"] = new JsonObject { ["system"] = "direct", ["models"] = new JsonObject { ["generator"] = "model" } },
                ["baselines"] = new JsonArray(new JsonObject { ["system"] = "majority" }),
            };
            if (shots is { } count)
                comparison["method"]!["settings"] = new JsonObject { ["shots"] = count };
            comparisons.Add(comparison);
        }
        return new JsonObject { ["name"] = "eval", ["data"] = data, ["models"] = new JsonObject { ["model"] = Model(app, model, modelName) }, ["comparisons"] = comparisons };
    }

    private static JsonObject Model(EvalHarnessApp app, string model, string? name)
    {
        if (model is "mock" or "ngram")
            return new JsonObject { ["provider"] = model };
        if (model.StartsWith("http://", StringComparison.Ordinal) || model.StartsWith("https://", StringComparison.Ordinal))
            return new JsonObject
            {
                ["provider"] = "chat",
                ["endpoint"] = model,
                ["model"] = name ?? throw new CommandException("--model is an endpoint; --model-name says which of its models."),
                ["apiKeyVariable"] = "OPENAI_API_KEY",
            };
        return Directory.Exists(app.PathOf(model))
            ? new JsonObject { ["provider"] = "onnx", ["path"] = app.PathOf(model) }
            : throw new CommandException($"--model '{model}' is no folder, endpoint, mock or ngram.");
    }
}
