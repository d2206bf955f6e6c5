using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Tokenizers;

namespace EvalHarness.Models.Trying;

/// <summary>
/// Runs one capability of a model folder over JSON lines, a line out for each line in, in order, with its <c>id</c>. It is how people check
/// an export, and how parity with the reference is tested.
/// </summary>
public sealed class ModelTrial : IAsyncDisposable
{
    private const int LinesAtOnce = 256;
    private static readonly JsonSerializerOptions Output = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly IModel? _model;
    private readonly IReadOnlyList<Trial> _trials;

    private ModelTrial(IModel? model, IReadOnlyList<Trial> trials)
    {
        _model = model;
        _trials = trials;
    }

    /// <summary>Trials of a model that is loaded already; it stays the caller's.</summary>
    public ModelTrial(ITrialModel model) : this(null, model.Trials) { }

    /// <summary>What can be tried.</summary>
    public IReadOnlyList<string> Capabilities => [.. _trials.Select(t => t.Name)];

    /// <summary>The loaded model, or null when the capability needs its tokenizer only.</summary>
    public IModel? Model => _model;

    /// <summary>
    /// Opens a model folder for one capability; the weights are loaded only when it needs them. A folder with a tokenizer alone, or the path of a
    /// tokenizer.json, serves for <c>tokenize</c> and <c>decode</c>.
    /// </summary>
    /// <exception cref="ModelException">The folder is broken, or its model lacks the capability; the message lists what it has.</exception>
    public static async Task<ModelTrial> OpenAsync(string path, string capability, OnnxModelOptions? options, CancellationToken cancellationToken)
    {
        if (capability is "tokenize" or "decode" or "render")
            return new ModelTrial(null, OpenTokenizer(path, options).Trials);
        var source = OnnxModelSource.Open(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), path, options);
        var offered = OnnxFamilies.Of(source.Folder).Trials;
        if (!offered.Contains(capability))
            throw Lacks(capability, offered);
        var model = await source.LoadAsync(cancellationToken);
        return new ModelTrial(model, ((ITrialModel)model).Trials);
    }

    /// <summary>Answers all lines.</summary>
    /// <param name="capability">Which trial.</param>
    /// <param name="input">JSON lines; empty lines are passed over.</param>
    /// <param name="output">Receives the answers.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <returns>How many lines could not be answered; their answer is an <c>error</c> that names the line.</returns>
    /// <exception cref="ModelException">The model lacks the capability, or fails as a whole.</exception>
    public async Task<int> RunAsync(string capability, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var trial = _trials.FirstOrDefault(t => t.Name == capability) ?? throw Lacks(capability, Capabilities);
        var (number, failed) = (0, 0);
        var batch = new List<(JsonDocument? Document, TrialLine? Line, string? Error)>();
        while (await input.ReadLineAsync(cancellationToken) is { } text)
        {
            number++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            batch.Add(Parse(number, number == 1 ? text.TrimStart('\uFEFF') : text));
            if (batch.Count == LinesAtOnce)
                failed += await Flush();
        }
        return failed + await Flush();

        async Task<int> Flush()
        {
            var lines = batch.Select(b => b.Line).OfType<TrialLine>().ToList();
            var answers = lines.Count == 0 ? [] : await trial.Run(lines, cancellationToken);
            var (next, errors) = (0, 0);
            foreach (var (document, line, error) in batch)
            {
                var answer = line is null ? new JsonObject { ["error"] = error } : answers[next++];
                errors += answer.ContainsKey("error") ? 1 : 0;
                if (line?.Id is { } id)
                    answer.Insert(0, "id", JsonNode.Parse(id.GetRawText()));
                await output.WriteLineAsync(answer.ToJsonString(Output).AsMemory(), cancellationToken);
                document?.Dispose();
            }
            batch.Clear();
            return errors;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _model?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TokenizerTrials OpenTokenizer(string path, OnnxModelOptions? options)
    {
        var clock = options?.Time ?? TimeProvider.System;
        if (File.Exists(path))
            return new TokenizerTrials(Tokenizer.FromFile(path), typeIds: true, clock);
        if (!Directory.Exists(path))
            throw new ModelException($"The model folder {path} does not exist.");
        if (!Directory.EnumerateFiles(path, "*.onnx").Concat(Directory.Exists(Path.Combine(path, "onnx")) ? Directory.EnumerateFiles(Path.Combine(path, "onnx"), "*.onnx") : []).Any())
            return new TokenizerTrials(Tokenizer.FromFolder(path), typeIds: true, clock);
        var folder = OnnxModelFolder.Open(path, options?.Variant);
        var typeIds = folder.Graphs.Keys.Any(g => folder.Graph(g).Inputs.Any(i => i.Name == "token_type_ids"));
        return new TokenizerTrials(folder.ReadTokenizer(), typeIds, clock);
    }

    private static (JsonDocument?, TrialLine?, string?) Parse(int number, string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (document, new TrialLine(number, document.RootElement), null)
                : (document, null, $"Line {number} is no JSON object.");
        }
        catch (JsonException e)
        {
            return (null, null, $"Line {number} is no valid JSON, at byte {e.BytePositionInLine + 1}.");
        }
    }

    private static ModelException Lacks(string capability, IReadOnlyList<string> offered) =>
        new($"This model cannot \"{capability}\"; it can {string.Join(", ", offered)}.");
}
