using System.Text.Json.Nodes;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>A real chat model against the reference implementation, and against what another harness logged for it.</summary>
[Collection(nameof(SmolLmCollection))]
public sealed class SmolLmTests(SmolLmFixture smol)
{
    private const double Tolerance = 1e-3;

    [Fact]
    public async Task Likelihoods_match() => await Trials.Check(await smol.Model(), "likelihood", Golden.Cases("smollm2/likelihood.json"),
        c => new JsonObject { ["context"] = c.Text("context"), ["continuations"] = new JsonArray([.. c.GetProperty("continuations").EnumerateArray().Select(x => (JsonNode)x.Text("text"))]) },
        (c, answer) => c.GetProperty("continuations").EnumerateArray().Zip(answer.GetProperty("continuations").EnumerateArray())
            .Select(p => Golden.Compare("ids", p.First.Ints("ids"), p.Second.Ints("ids"))
                ?? Golden.Near("log-probabilities", p.First.Doubles("logprobs"), p.Second.Doubles("logProbs"), Tolerance)
                ?? Golden.Near("sum", [p.First.GetProperty("sum").GetDouble()], [p.Second.GetProperty("sum").GetDouble()], Tolerance + 2e-4 * p.First.Ints("ids").Length)
                ?? (p.First.GetProperty("is_greedy").GetBoolean() == p.Second.GetProperty("isGreedy").GetBoolean() ? null : "isGreedy differs"))
            .FirstOrDefault(w => w is not null));

    [Fact]
    public async Task Greedy_generations_match() => await Trials.Check(await smol.Model(), "generate", Golden.Cases("smollm2/greedy.json"),
        c => new JsonObject { ["prompt"] = c.Text("prompt"), ["maxNewTokens"] = c.GetProperty("max_new_tokens").GetInt32() },
        (c, answer) =>
        {
            var completion = answer.GetProperty("completions")[0];
            return Golden.Compare("ids", c.Ints("ids"), completion.Ints("ids"))
                ?? Golden.Compare("text", c.Text("text"), completion.Text("text"))
                ?? Golden.Compare("finish", c.Text("finish_reason") == "eos" ? "stop" : "length", completion.Text("finish"))
                ?? Golden.Near("log-probabilities", c.Doubles("logprobs"), completion.Doubles("logProbs"), Tolerance);
        });

    [Fact]
    public async Task Beam_searches_match()
    {
        var cases = Golden.Cases("smollm2/beam.json").SelectMany(c => c.GetProperty("runs").EnumerateArray()
            .Select(run => new TrialCase($"{Golden.Id(c)} early_stopping {run.GetProperty("early_stopping")}", run, c))).ToList();
        await Trials.Check(await smol.Model(), "generate", cases, c => new JsonObject
        {
            ["prompt"] = c.Options.Text("prompt"),
            ["maxNewTokens"] = c.Options.GetProperty("max_new_tokens").GetInt32(),
            ["beams"] = 4,
            ["returnSequences"] = 4,
            ["lengthPenalty"] = 1,
            ["earlyStopping"] = c.Expected.GetProperty("early_stopping").GetBoolean(),
        }, (run, answer) => run.GetProperty("sequences").EnumerateArray().Zip(answer.GetProperty("completions").EnumerateArray())
            .Select(p => Golden.Compare("ids", p.First.Ints("ids"), p.Second.Ints("ids"))
                ?? Golden.Compare("text", p.First.Text("text"), p.Second.Text("text"))
                ?? Golden.Near("score", [p.First.GetProperty("score").GetDouble()], [p.Second.GetProperty("score").GetDouble()], Tolerance))
            .FirstOrDefault(w => w is not null) ?? (answer.GetProperty("completions").GetArrayLength() == 4 ? null : "four sequences are expected"));
    }

    [Fact]
    public async Task Logits_match() => await Trials.Check(await smol.Model(), "logits", Golden.Cases("smollm2/logits.json"),
        c => new JsonObject { ["ids"] = JsonNode.Parse(c.GetProperty("ids").GetRawText()) },
        (c, answer) => Golden.Near("log-sum-exp", [c.GetProperty("log_sum_exp").GetDouble()], [answer.GetProperty("logSumExp").GetDouble()], 1e-3)
            ?? Golden.Near("top logits", c.Doubles("top_logits"), answer.GetProperty("top").Doubles("values"), 2e-3)
            ?? (c.GetProperty("min_gap_in_top_21").GetDouble() > 2e-3 ? Golden.Compare("top ids", c.Ints("top_ids"), answer.GetProperty("top").Ints("ids")) : null));

    [Fact]
    public async Task Sampling_distributions_match()
    {
        var cases = Golden.Cases("smollm2/sampling.json").SelectMany(c => c.GetProperty("distributions").EnumerateArray().Select((d, i) => new TrialCase($"{Golden.Id(c)}[{i}]", d, c))).ToList();
        await Trials.Check(await smol.Model(), "nextToken", cases, c =>
        {
            var line = new JsonObject { ["prompt"] = c.Options.Text("prompt") };
            foreach (var (theirs, ours) in ((string, string)[])[("temperature", "temperature"), ("top_k", "topK"), ("top_p", "topP")])
                if (c.Expected.Has(theirs))
                    line[ours] = JsonNode.Parse(c.Expected.GetProperty(theirs).GetRawText());
            return line;
        }, (d, answer) =>
        {
            var probabilities = answer.Ints("ids").Zip(answer.Doubles("probabilities")).ToDictionary(p => p.First, p => p.Second);
            var kept = answer.GetProperty("kept").GetInt32();
            var range = d.Has("kept_range") ? d.Ints("kept_range") : [d.GetProperty("kept").GetInt32(), d.GetProperty("kept").GetInt32()];
            return kept < range[0] || kept > range[1] ? $"{kept} kept, {range[0]} to {range[1]} expected"
                : Golden.Near("probabilities", d.Doubles("probabilities"), [.. d.Ints("ids").Select(id => probabilities.GetValueOrDefault(id))], 5e-4);
        });
    }

    [Fact]
    public async Task Likelihoods_equal_what_another_harness_logged()
    {
        var lines = Golden.Lines("fixtures/peers/lm-eval-smollm2-sst2-4shot.jsonl");
        var answers = await (await smol.Model()).ScoreAsync(
            [.. lines.Select(l => new LikelihoodRequest(Golden.Id(l), new Prompt(l.Text("context")), [.. l.GetProperty("continuations").EnumerateArray().Select(c => c.GetString()!)]))],
            TestContext.Current.CancellationToken);
        var next = 0;
        Golden.Check(lines, l =>
        {
            var answer = answers[next++];
            var best = answer.Continuations.Select((c, i) => (c.LogProbability, i)).MaxBy(c => c.LogProbability).i;
            return Golden.Near("log-likelihoods", l.Doubles("loglikelihoods"), [.. answer.Continuations.Select(c => c.LogProbability)], Tolerance)
                ?? Golden.Compare("greedy flags", [.. l.GetProperty("is_greedy").EnumerateArray().Select(g => g.GetBoolean() ? 1 : 0)], [.. answer.Continuations.Select(c => c.IsGreedy ? 1 : 0)])
                ?? (l.GetProperty("acc").GetDouble() == (best == l.GetProperty("gold").GetInt32() ? 1.0 : 0.0) ? null : "the accuracy differs");
        });
    }

    [Fact]
    public async Task Generated_texts_equal_what_another_harness_logged()
    {
        var lines = Golden.Lines("fixtures/peers/lm-eval-smollm2-questions-gen.jsonl");
        var answers = await (await smol.Model()).GenerateAsync([.. lines.Select(l => new GenerationRequest(Golden.Id(l), new Prompt(l.Text("context")), new GenerationSettings
        {
            MaxNewTokens = l.GetProperty("max_gen_toks").GetInt32(),
            Stop = [.. l.GetProperty("until").EnumerateArray().Select(u => u.GetString()!)],
        }, 0))], TestContext.Current.CancellationToken);
        var next = 0;
        Golden.Check(lines, l => answers[next++] is { Failure: null } answer ? Golden.Compare("text", l.Text("generated"), answer.Completions[0].Text) : "failed");
    }

    [Fact]
    public async Task Demonstrations_are_computed_once_and_little_is_padded()
    {
        var model = await smol.Model();
        var before = model.Statistics;
        await Likelihoods_equal_what_another_harness_logged();
        var after = model.Statistics;
        var (tokens, padding, reused) = (after.Tokens - before.Tokens, after.Padding - before.Padding, after.ReusedTokens - before.ReusedTokens);
        // 100 prompts of 141 tokens on average, of which 114 are the same demonstrations.
        Assert.True(reused > 10_000, $"{reused} tokens were reused.");
        Assert.True(tokens < 4_000, $"{tokens} tokens were fed.");
        Assert.True(padding < 0.12 * tokens, $"{padding} places were padding, for {tokens} tokens.");
    }
}
