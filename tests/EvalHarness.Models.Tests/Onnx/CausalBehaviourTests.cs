using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx;
using EvalHarness.Models.Onnx.Batching;
using EvalHarness.Models.Onnx.Causal;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Trying;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>What the harness promises of a decoder-only model beyond the reference's numbers.</summary>
public sealed class CausalBehaviourTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-keep")]
    [InlineData("gpt2")]
    public async Task Samples_depend_on_seed_id_and_number_only(string name)
    {
        await using var model = await Load(name);
        var settings = new GenerationSettings { MaxNewTokens = 8, Temperature = 0.9, TopK = 50, TopP = 0.95, Samples = 3 };
        var requests = Enumerable.Range(0, 7).Select(i => new GenerationRequest($"unit-{i}", new Prompt(i % 2 == 0 ? "A man is" : "Two dogs are running in the snow and"), settings, 42)).ToList();
        var together = await model.GenerateAsync(requests, Token);
        for (var i = 0; i < requests.Count; i++)
        {
            var alone = (await model.GenerateAsync([requests[i]], Token))[0];
            Assert.Equal(alone.Completions.Select(c => c.Text), together[i].Completions.Select(c => c.Text));
        }
        Assert.NotEqual(together[0].Completions[0].Text, together[0].Completions[1].Text);
        var otherSeed = (await model.GenerateAsync([requests[0] with { Seed = 43 }], Token))[0];
        Assert.NotEqual(together[0].Completions.Select(c => c.Text), otherSeed.Completions.Select(c => c.Text));
    }

    [Theory]
    [InlineData("""{"temperature":0.8}""")]
    [InlineData("""{"temperature":1.5,"topK":20}""")]
    [InlineData("""{"topP":0.7}""")]
    [InlineData("""{"temperature":1.2,"topK":40,"topP":0.9,"minP":0.05}""")]
    public async Task Draws_follow_the_distribution(string options)
    {
        const int Draws = 1000;
        const int Rounds = 4;
        await using var model = await Load("llama");
        JsonObject Line(params (string, JsonNode)[] more)
        {
            var line = JsonNode.Parse(options)!.AsObject();
            line["prompt"] = "A woman is";
            foreach (var (name, value) in more)
                line[name] = value;
            return line;
        }
        var distribution = (await Trials.Run(model, "nextToken", [Line()]))[0];
        var expected = distribution.Ints("ids").Zip(distribution.Doubles("probabilities")).ToDictionary(p => p.First, p => p.Second);
        var answers = await Trials.Run(model, "generate", Enumerable.Range(0, Rounds).Select(r => Line(("maxNewTokens", 1), ("samples", Draws), ("seed", r), ("id", r))));
        var drawn = answers.SelectMany(a => a.GetProperty("completions").EnumerateArray().Select(c => c.Ints("ids")[0])).GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(drawn.Keys, id => Assert.True(expected.ContainsKey(id), $"Token {id} was drawn though it may not be."));
        // Chi-square over tokens expected at least ten times, the others as one cell.
        var total = Draws * Rounds;
        var cells = expected.Where(e => e.Value * total >= 10).Select(e => (Expected: e.Value * total, Found: (double)drawn.GetValueOrDefault(e.Key))).ToList();
        var rest = (Expected: total - cells.Sum(c => c.Expected), Found: total - cells.Sum(c => c.Found));
        if (rest.Expected >= 10)
            cells.Add(rest);
        var chi = cells.Sum(c => (c.Found - c.Expected) * (c.Found - c.Expected) / c.Expected);
        var freedom = cells.Count - 1;
        // Wilson and Hilferty's approximation of the 0.9999 quantile.
        var bound = freedom * Math.Pow(1 - 2 / (9.0 * freedom) + 3.719 * Math.Sqrt(2 / (9.0 * freedom)), 3);
        Assert.True(chi < bound, $"Chi-square {chi:F1} with {freedom} degrees of freedom, at most {bound:F1} expected.");
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_loses_demonstrations_first()
    {
        await using var model = await Load("gpt2");
        var demonstrations = Enumerable.Range(0, 12).Select(i => $"Question {i}: what is there to see in the old town?\n").ToList();
        var prompt = new Prompt("Answer.\n", demonstrations, "Question: and now?\n");
        var answer = (await model.GenerateAsync([new GenerationRequest("u", prompt, new GenerationSettings { MaxNewTokens = 20 }, 0)], Token))[0];
        Assert.Null(answer.Failure);
        Assert.InRange(answer.DroppedDemonstrations, 1, 11);
        Assert.Equal(0, answer.TruncatedTokens);
        var kept = prompt with { Demonstrations = [.. demonstrations.Skip(answer.DroppedDemonstrations)] };
        Assert.Equal(model.Tokenizer.EncodeIds(kept.Text).Length, answer.Usage.PromptTokens);
        Assert.True(answer.Usage.PromptTokens + 20 <= 128);
        Assert.True(model.Tokenizer.EncodeIds((prompt with { Demonstrations = [.. demonstrations.Skip(answer.DroppedDemonstrations - 1)] }).Text).Length + 20 > 128, "One demonstration too many was dropped.");
    }

    [Theory]
    [InlineData(OverflowPolicy.Fail)]
    [InlineData(OverflowPolicy.TruncateLeft)]
    [InlineData(OverflowPolicy.TruncateMiddle)]
    public async Task What_is_still_too_long_is_treated_as_asked(OverflowPolicy policy)
    {
        await using var model = await Load("gpt2");
        var text = string.Join(' ', Enumerable.Range(0, 300));
        var tokens = model.Tokenizer.EncodeIds(text).Length;
        var generation = (await model.GenerateAsync([new GenerationRequest("u", new Prompt(text), new GenerationSettings { MaxNewTokens = 8, Overflow = policy }, 0)], Token))[0];
        var likelihood = (await model.ScoreAsync([new LikelihoodRequest("u", new Prompt(text), [" yes", " no"]) { Overflow = policy }], Token))[0];
        if (policy == OverflowPolicy.Fail)
        {
            Assert.Equal(FailureKind.Input, generation.Failure!.Kind);
            Assert.Equal(FailureKind.Input, likelihood.Failure!.Kind);
            Assert.Contains($"{tokens:N0} tokens", generation.Failure.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(tokens - 120, generation.TruncatedTokens);
        Assert.Equal(120, generation.Usage.PromptTokens);
        Assert.Null(likelihood.Failure);
        Assert.True(likelihood.TruncatedTokens > 0);
    }

    [Fact]
    public async Task One_bad_request_fails_alone()
    {
        await using var model = await Load("gpt2");
        var good = new GenerationSettings { MaxNewTokens = 4 };
        var answers = await model.GenerateAsync(
        [
            new GenerationRequest("a", new Prompt("Hello"), good, 0),
            new GenerationRequest("b", new Prompt(string.Join(' ', Enumerable.Range(0, 300))), good, 0),
            new GenerationRequest("c", new Prompt("Hello"), good with { TopP = 0 , Temperature = 1 }, 0),
            new GenerationRequest("d", new Prompt("Hello"), good with { ChatTemplate = true }, 0),
            new GenerationRequest("e", new Prompt("Hello"), good, 0),
        ], Token);
        Assert.Equal([true, false, false, false, true], answers.Select(a => a.Failure is null));
        Assert.Contains("no chat template", answers[3].Failure!.Message, StringComparison.Ordinal);
        var likelihoods = await model.ScoreAsync([new LikelihoodRequest("a", new Prompt("A"), [" b"]), new LikelihoodRequest("b", new Prompt("A"), [])], Token);
        Assert.Equal([true, false], likelihoods.Select(a => a.Failure is null));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-keep")]
    [InlineData("gpt2")]
    public async Task Shared_beginnings_and_batches_change_no_likelihood(string name)
    {
        var lead = string.Concat(Enumerable.Range(0, 3).Select(i => $"Premise {i}: a man plays the guitar.\nLabel: yes\n\n"));
        var requests = Enumerable.Range(0, 24).Select(i => new LikelihoodRequest($"u{i}", new Prompt(i % 3 == 0 ? $"Only {i} here" : lead + $"Premise: number {i * 37} {string.Join(' ', Enumerable.Repeat("runs", i % 5))}\nLabel:"),
            i % 4 == 0 ? [" yes"] : i % 4 == 1 ? [" yes", " no"] : [" yes it is so", " no", " perhaps not at all today"])).ToList();
        await using var batched = await Load(name);
        await using var narrow = await Load(name, new OnnxModelOptions { TokenBudget = 1 });
        var (one, two) = (await batched.ScoreAsync(requests, Token), await narrow.ScoreAsync(requests, Token));
        for (var i = 0; i < requests.Count; i++)
            for (var c = 0; c < requests[i].Continuations.Count; c++)
            {
                Assert.Equal(one[i].Continuations[c].TokenLogProbabilities!.Count, two[i].Continuations[c].TokenLogProbabilities!.Count);
                Assert.All(one[i].Continuations[c].TokenLogProbabilities!.Zip(two[i].Continuations[c].TokenLogProbabilities!), p => Assert.Equal(p.First, p.Second, 1e-4));
            }
        Assert.True(batched.Statistics.ReusedTokens > 300);
        Assert.True(batched.Statistics.Batches < narrow.Statistics.Batches);
    }

    [Fact]
    public async Task Cancelling_stops_between_steps()
    {
        await using var model = await Load("llama");
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.GenerateAsync([new GenerationRequest("a", new Prompt("Hello"), new GenerationSettings(), 0)], source.Token));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-keep")]
    public async Task Chats_render_as_the_reference_renders_them(string name)
    {
        var path = SharedFolder.Require($"fixtures/models/tiny/{name}");
        var cases = Golden.Cases($"goldens/{name}.json").Where(c => Golden.Kind(c) is "chat" or "chat_error").ToList();
        await using var trial = await ModelTrial.OpenAsync(path, "render", null, Token);
        Assert.Null(trial.Model);
        var output = new StringWriter();
        await trial.RunAsync("render", new StringReader(string.Join('\n', cases.Select(c => new JsonObject
        {
            ["messages"] = JsonNode.Parse(c.GetProperty("messages").GetRawText()),
            ["addGenerationPrompt"] = c.Has("add_generation_prompt") && c.GetProperty("add_generation_prompt").GetBoolean(),
        }.ToJsonString()))), output, Token);
        var answers = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        var next = 0;
        Golden.Check(cases, c =>
        {
            var answer = answers[next++];
            return Golden.Kind(c) == "chat_error" ? Golden.Compare("error", c.Text("error"), answer.Text("error"))
                : Golden.Compare("text", c.Text("rendered"), answer.Text("text")) ?? Golden.Compare("ids", c.Ints("input_ids"), answer.Ints("ids"));
        });
    }

    [Fact]
    public async Task A_chat_and_its_rendered_prompt_generate_the_same()
    {
        await using var model = await Load("llama-keep");
        var answers = await Trials.Run(model, "generate",
        [
            new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello you" }), ["maxNewTokens"] = 6 },
            // The begin-of-text token that stands in the text is not added once more.
            new JsonObject { ["prompt"] = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHello you<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", ["maxNewTokens"] = 6 },
        ]);
        Assert.Equal(answers[0].GetProperty("completions")[0].Ints("ids"), answers[1].GetProperty("completions")[0].Ints("ids"));
        var wrapped = (await model.GenerateAsync([new GenerationRequest("c", new Prompt("Hello you"), new GenerationSettings { MaxNewTokens = 6, ChatTemplate = true }, 0)], Token))[0];
        Assert.Equal(answers[0].GetProperty("completions")[0].Text("text"), wrapped.Completions[0].Text);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_name_themselves_and_nothing_else_suffers()
    {
        await using var model = await Load("llama");
        var output = new StringWriter();
        var failed = await new ModelTrial(model).RunAsync("generate", new StringReader("""
            {"id":"a","prompt":"Hello","maxNewTokens":2}
            {"id":"b","maxNewTokens":2}
            not json

            {"id":4,"prompt":"Hello","maxNewTokens":0}
            {"id":"e","prompt":"Hello","temperature":"hot"}
            {"id":"f","ids":[5000]}
            {"id":"g","prompt":"Hello","maxNewTokens":2}
            """), output, Token);
        var answers = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject()).ToList();
        Assert.Equal(5, failed);
        Assert.Equal(["a", "b", null, "4", "e", "f", "g"], answers.Select(a => a["id"]?.ToString()));
        Assert.Equal("Line 2 has no \"prompt\".", answers[1]["error"]!.ToString());
        Assert.StartsWith("Line 3 is no valid JSON", answers[2]["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Line 5", answers[3]["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("Line 6 needs a number in \"temperature\".", answers[4]["error"]!.ToString());
        Assert.Contains("token ids from 0 to 2002", answers[5]["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(answers[0]["completions"]!.ToJsonString(), answers[6]["completions"]!.ToJsonString());
    }

    [Fact]
    public async Task What_a_model_cannot_do_is_said_before_it_is_loaded()
    {
        var e = await Assert.ThrowsAsync<ModelException>(() => ModelTrial.OpenAsync(SharedFolder.Require("fixtures/models/tiny/llama"), "transcribe", null, Token));
        Assert.Contains("cannot \"transcribe\"; it can tokenize", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cuda_fails_with_a_sentence_and_auto_falls_back_with_one()
    {
        var path = SharedFolder.Require("fixtures/models/tiny/llama");
        var notices = new List<string>();
        var auto = new OnnxModelOptions { ExecutionProvider = ExecutionProvider.Auto, Notice = notices.Add };
        await using var model = await Load("llama", auto);
        if (model.Session.Provider == "cuda")
            Assert.Skip("A CUDA device is there: nothing falls back.");
        Assert.Equal("cpu", model.Identity.ExecutionProvider);
        Assert.Contains("the processor is used instead", Assert.Single(notices), StringComparison.Ordinal);
        var e = await Assert.ThrowsAsync<ModelException>(() => OnnxModelSource.Open("m", path, auto with { ExecutionProvider = ExecutionProvider.Cuda }).LoadAsync(Token));
        Assert.Contains("CUDA device 0 cannot be used", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task A_manifest_opens_a_folder_relative_to_itself()
    {
        var folder = SharedFolder.Require("fixtures/models/tiny/llama");
        var declaration = new ModelDeclaration("tiny", "onnx", new JsonObject { ["path"] = "llama", ["threads"] = 1 }, Path.GetDirectoryName(folder)!);
        Assert.Empty(ModelProviders.Check(declaration));
        var source = await ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), Token);
        Assert.Equal(("tiny", "onnx", "cpu", "float32"), (source.Identity.Name, source.Identity.Provider, source.Identity.ExecutionProvider, source.Identity.Precision));
        Assert.Contains(typeof(ILikelihoodScorer), source.Capabilities);
        Assert.True(source.HasChatTemplate);
        await using var model = await source.LoadAsync(Token);
        Assert.Equal(source.Identity.Digest, model.Identity.Digest);
    }

    [Fact]
    public void A_budget_grows_while_that_pays_and_shrinks_when_memory_ends()
    {
        var budget = new TokenBudget(100, 1600);
        void Full(double tokensPerSecond)
        {
            for (var i = 0; i < 3; i++)
                budget.Report(budget.Current, budget.Current / tokensPerSecond);
        }
        Full(1000);
        Assert.Equal(200, budget.Current);
        budget.Report(10, 100); // a small rest says nothing
        Full(1500);
        Assert.Equal(400, budget.Current);
        Full(1510);
        Assert.Equal(400, budget.Current);
        Full(9000);
        Assert.Equal(400, budget.Current);
        Assert.True(budget.Halve());
        Assert.Equal(200, budget.Current);
        Assert.False(new TokenBudget(1, 1).Halve());
    }

    private static async Task<OnnxCausalLanguageModel> Load(string name, OnnxModelOptions? options = null) =>
        (OnnxCausalLanguageModel)await Trials.Load(SharedFolder.Require($"fixtures/models/tiny/{name}"), options);
}
