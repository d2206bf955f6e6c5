using System.Text.Json;
using System.Text.Json.Nodes;
using EvalHarness.Models.Trying;
using EvalHarness.Testing;

namespace EvalHarness.Models.Tests.Onnx;

/// <summary>The tiny decoder-only models against the reference implementation: every kind of case.</summary>
public sealed class CausalGoldenTests
{
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Models => ["gpt2", "llama", "llama-keep"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Logits_match(string name)
    {
        var rows = Cases(name, "logits").SelectMany(c => c.GetProperty("rows").EnumerateArray().Select(r => new TrialCase($"{Golden.Id(c)}@{r.GetProperty("position")}", r, c))).ToList();
        await Trials.Check(await Load(name), "logits", rows,
            c => new JsonObject { ["ids"] = new JsonArray([.. c.Options.Ints("input_ids").Take(c.Expected.GetProperty("position").GetInt32() + 1).Select(i => (JsonNode)i)]) },
            (row, answer) => Golden.Near("logsumexp", [row.GetProperty("logsumexp").GetDouble()], [answer.GetProperty("logSumExp").GetDouble()], Tolerance)
                ?? Golden.Near("top logits", row.Doubles("top_logits"), [.. answer.GetProperty("top").Doubles("values").Take(8)], Tolerance)
                ?? Golden.Compare("top ids", row.Ints("top_ids"), [.. answer.GetProperty("top").Ints("ids").Take(8)]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Likelihoods_match(string name) => await Trials.Check(await Load(name), "likelihood", Cases(name, "likelihood"),
        c => new JsonObject { ["context"] = c.Text("context"), ["continuations"] = new JsonArray(c.Text("continuation"), " a", c.Text("continuation") + " and more") },
        (c, answer) =>
        {
            var scored = answer.GetProperty("continuations")[0];
            return Golden.Compare("ids", c.Ints("target_ids"), scored.Ints("ids"))
                ?? Golden.Near("log-probabilities", c.Doubles("token_logprobs"), scored.Doubles("logProbs"), Tolerance)
                ?? Golden.Near("sum", [c.GetProperty("sum_logprob").GetDouble()], [scored.GetProperty("sum").GetDouble()], Tolerance * c.Ints("target_ids").Length)
                ?? (c.GetProperty("min_top1_margin").GetDouble() > Tolerance && c.GetProperty("is_greedy").GetBoolean() != scored.GetProperty("isGreedy").GetBoolean() ? "isGreedy differs" : null);
        });

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_single_continuation_scores_as_among_others(string name) => await Trials.Check(await Load(name), "likelihood", Cases(name, "likelihood"),
        c => new JsonObject { ["context"] = c.Text("context"), ["continuations"] = new JsonArray(c.Text("continuation")) },
        (c, answer) => Golden.Near("log-probabilities", c.Doubles("token_logprobs"), answer.GetProperty("continuations")[0].Doubles("logProbs"), Tolerance));

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Greedy_generations_match(string name)
    {
        var cases = Golden.Cases($"goldens/{name}.json").Where(c => Golden.Kind(c).StartsWith("greedy", StringComparison.Ordinal)).SelectMany(Rows).ToList();
        await Trials.Check(await Load(name), "generate", cases, c => Trials.WithOptions(new JsonObject { ["prompt"] = c.Expected.Text("prompt") }, c.Options),
            (c, answer) =>
            {
                var completion = answer.GetProperty("completions")[0];
                return Golden.Compare("ids", c.Ints("generated_ids"), completion.Ints("ids"))
                    ?? Golden.Near("log-probabilities", c.Doubles("token_logprobs"), completion.Doubles("logProbs"), Tolerance)
                    ?? Golden.Compare("finish", c.Text("finish") == "length" ? "length" : "stop", completion.Text("finish"))
                    ?? (c.Text("finish") == "stop_string"
                        ? c.Text("text").StartsWith(completion.Text("text"), StringComparison.Ordinal) && completion.Text("text").Length < c.Text("text").Length ? null : "the stop string was not removed"
                        : Golden.Compare("text", c.Text("text"), completion.Text("text")));
            });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Beam_searches_match(string name)
    {
        var cases = Golden.Cases($"goldens/{name}.json").Where(c => Golden.Kind(c).StartsWith("beam", StringComparison.Ordinal)).SelectMany(Rows).ToList();
        await Trials.Check(await Load(name), "generate", cases, c => Trials.WithOptions(new JsonObject { ["prompt"] = c.Expected.Text("prompt") }, c.Options),
            (c, answer) =>
            {
                var sequences = c.GetProperty("sequences").EnumerateArray().ToList();
                var found = answer.GetProperty("completions").EnumerateArray().ToList();
                if (sequences.Count != found.Count)
                    return $"{sequences.Count} sequences expected, {found.Count} found";
                return sequences.Zip(found).Select(p => Golden.Compare("ids", [.. p.First.EnumerateArray().Select(i => i.GetInt32())], p.Second.Ints("ids"))).FirstOrDefault(w => w is not null)
                    ?? Golden.Near("scores", c.Doubles("sequences_scores"), [.. found.Select(f => f.GetProperty("score").GetDouble())], Tolerance);
            });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Sampling_distributions_match(string name) => await Trials.Check(await Load(name), "nextToken", Cases(name, "sampling"),
        c => Trials.WithOptions(new JsonObject { ["ids"] = JsonNode.Parse(c.GetProperty("input_ids").GetRawText()) }, c.GetProperty("options")),
        (c, answer) =>
        {
            var probabilities = answer.Ints("ids").Zip(answer.Doubles("probabilities")).ToDictionary(p => p.First, p => p.Second);
            return Golden.Compare("kept", [c.GetProperty("kept").GetInt32()], [answer.GetProperty("kept").GetInt32()])
                ?? Golden.Near("probabilities", c.Doubles("probabilities"), [.. c.Ints("ids").Select(id => probabilities.GetValueOrDefault(id))], 1e-4);
        });

    private static Task<ITrialModel> Load(string name) => Trials.Load(SharedFolder.Require($"fixtures/models/tiny/{name}"));

    private static List<JsonElement> Cases(string name, string kind) => [.. Golden.Cases($"goldens/{name}.json").Where(c => Golden.Kind(c) == kind)];

    // A batch case is several prompts; each is checked by itself, among all the others.
    private static IEnumerable<TrialCase> Rows(JsonElement c) => c.Has("batch")
        ? c.GetProperty("batch").EnumerateArray().Select((row, i) => new TrialCase($"{Golden.Id(c)}[{i}]", row, c.GetProperty("options")))
        : [new TrialCase(Golden.Id(c), c, c.GetProperty("options"))];
}
