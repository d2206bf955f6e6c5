using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Trying;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>Runs <c>models try</c> in process.</summary>
internal static class Trials
{
    /// <summary>Loads a model folder.</summary>
    public static async Task<ITrialModel> Load(string path, OnnxModelOptions? options = null) =>
        (ITrialModel)await OnnxModelSource.Open("model", path, options ?? new OnnxModelOptions { Threads = 2 }).LoadAsync(TestContext.Current.CancellationToken);

    /// <summary>The answers to lines of input.</summary>
    public static async Task<List<JsonElement>> Run(ITrialModel model, string capability, IEnumerable<JsonObject> lines)
    {
        var output = new StringWriter();
        await new ModelTrial(model).RunAsync(capability, new StringReader(string.Join('\n', lines.Select(l => l.ToJsonString()))), output, TestContext.Current.CancellationToken);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    /// <summary>Runs one line for each case in one batch, and checks each answer; failing cases are named.</summary>
    public static async Task Check(ITrialModel model, string capability, IReadOnlyList<TrialCase> cases, Func<TrialCase, JsonObject> line, Func<JsonElement, JsonElement, string?> check)
    {
        var answers = await Run(model, capability, cases.Select(line));
        Assert.NotEmpty(cases);
        Assert.Equal(cases.Count, answers.Count);
        var failures = cases.Zip(answers).Select(p => (p.First.Id, Wrong: p.Second.TryGetProperty("error", out var error) ? error.GetString() : check(p.First.Expected, p.Second)))
            .Where(f => f.Wrong is not null).Select(f => $"{f.Id}: {f.Wrong}").ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases differ:\n{string.Join('\n', failures)}");
    }

    /// <summary>The same for whole golden cases.</summary>
    public static Task Check(ITrialModel model, string capability, IEnumerable<JsonElement> cases, Func<JsonElement, JsonObject> line, Func<JsonElement, JsonElement, string?> check) =>
        Check(model, capability, [.. cases.Select(c => new TrialCase(Golden.Id(c), c, default))], c => line(c.Expected), check);

    /// <summary>The options of a golden case as fields of a line of <c>generate</c> or <c>nextToken</c>.</summary>
    public static JsonObject WithOptions(JsonObject line, JsonElement options)
    {
        foreach (var option in options.EnumerateObject())
            line[option.Name switch
            {
                "max_new_tokens" => "maxNewTokens",
                "min_new_tokens" => "minNewTokens",
                "repetition_penalty" => "repetitionPenalty",
                "no_repeat_ngram_size" => "noRepeatNgramSize",
                "stop_strings" => "stop",
                "num_beams" => "beams",
                "length_penalty" => "lengthPenalty",
                "early_stopping" => "earlyStopping",
                "num_return_sequences" => "returnSequences",
                "temperature" => "temperature",
                "top_k" => "topK",
                "top_p" => "topP",
                "min_p" => "minP",
                var other => throw new InvalidOperationException($"The option {other} is not known."),
            }] = JsonNode.Parse(option.Value.GetRawText());
        return line;
    }
}

/// <summary>A golden case, or a part of one, with the options that hold for it.</summary>
internal sealed record TrialCase(string Id, JsonElement Expected, JsonElement Options);
