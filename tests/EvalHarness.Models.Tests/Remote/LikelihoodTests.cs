using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using EvalHarness.Models.Remote.Completions;
using static EvalHarness.Models.Tests.Remote.Endpoints;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>Likelihoods from echoed log-probabilities, against a server with a small tokenizer of its own.</summary>
public sealed class LikelihoodTests
{
    // The longest of these that fits is the next token; anything else is a token a character.
    private static readonly string[] Merges = ["Question", ":", " why", "?", "\nAnswer", " yes", " no", " of", " course", "ab", " spanning", "demo", " demo"];

    private sealed record EchoServer
    {
        public bool BeginOfText { get; init; }

        public bool RefusesZeroTokens { get; init; }

        public bool CountsUsage { get; init; } = true;

        public bool Echoes { get; init; } = true;

        public bool SpellsTokens { get; init; } = true;

        public int Longest { get; init; } = int.MaxValue;

        public static List<string> Tokenize(string text)
        {
            var tokens = new List<string>();
            while (text.Length > 0)
            {
                var token = Merges.Where(merge => text.StartsWith(merge, StringComparison.Ordinal)).MaxBy(merge => merge.Length) ?? text[..1];
                tokens.Add(token);
                text = text[token.Length..];
            }
            return tokens;
        }

        // Depends on token and place, so that a wrong slice has a wrong sum.
        public static double LogProbability(string token, int index) => -(token.Length + index / 64.0);

        public ScriptedReply Reply(ReceivedRequest request)
        {
            var (prompt, wanted) = (request.Json["prompt"]!.GetValue<string>(), request.Json["max_tokens"]!.GetValue<int>());
            if (prompt.Length > Longest)
                return ScriptedReply.Error(400, "maximum context length", "context_length_exceeded");
            if (wanted == 0 && RefusesZeroTokens)
                return ScriptedReply.Error(400, "max_tokens must be at least 1, got 0.");
            List<string> tokens = Echoes ? Tokenize(prompt) : [];
            if (BeginOfText && Echoes) tokens.Insert(0, "<s>");
            var prompted = tokens.Count;
            for (var i = 0; i < wanted; i++) tokens.Add("!");
            var (values, tops, offsets, offset) = (new JsonArray(), new JsonArray(), new JsonArray(), 0);
            for (var i = 0; i < tokens.Count; i++)
            {
                var value = LogProbability(tokens[i], i);
                values.Add(i == 0 ? null : JsonValue.Create(value));
                // " no" is never the best token, all others are.
                tops.Add(i == 0 ? null : tokens[i] == " no" ? new JsonObject { [tokens[i]] = value, ["better"] = value + 0.5 } : new JsonObject { [tokens[i]] = value });
                offsets.Add(offset);
                offset += tokens[i].Length;
            }
            var body = new JsonObject
            {
                ["choices"] = new JsonArray(new JsonObject
                {
                    ["text"] = (Echoes ? prompt : "") + new string('!', wanted),
                    ["finish_reason"] = "length",
                    ["logprobs"] = new JsonObject
                    {
                        ["tokens"] = new JsonArray([.. tokens.Select((token, i) => JsonValue.Create(SpellsTokens ? token : $"token_id:{i}"))]),
                        ["token_logprobs"] = values,
                        ["top_logprobs"] = tops,
                        ["text_offset"] = offsets,
                    },
                }),
            };
            if (CountsUsage)
                body["usage"] = new JsonObject { ["prompt_tokens"] = prompted, ["completion_tokens"] = wanted };
            return ScriptedReply.Ok(body);
        }
    }

    private static async Task<(LikelihoodAnswer Answer, IReadOnlyList<ReceivedRequest> Received)> ScoreAsync(EchoServer echo, Prompt context, params string[] continuations)
    {
        await using var server = new ScriptedServer((request, _) => echo.Reply(request));
        await using var model = (ILikelihoodScorer)await OpenAsync("completions", server.Endpoint, new JsonObject { ["retries"] = 0 });
        var answers = await model.ScoreAsync([new LikelihoodRequest("e1", context, continuations)], TestContext.Current.CancellationToken);
        return (Assert.Single(answers), server.Received);
    }

    private static double Sum(IReadOnlyList<string> tokens, int first, int last) =>
        Enumerable.Range(first, last - first).Sum(i => EchoServer.LogProbability(tokens[i], i));

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    public async Task Continuations_are_summed_from_the_boundary_on(bool beginOfText, bool refusesZero, bool usage)
    {
        var echo = new EchoServer { BeginOfText = beginOfText, RefusesZeroTokens = refusesZero, CountsUsage = usage };
        const string context = "Question: why?\nAnswer:";

        var (answer, received) = await ScoreAsync(echo, new Prompt(context), " yes", " no", " yes of course");

        Assert.Null(answer.Failure);
        var shift = beginOfText ? 1 : 0;
        var first = EchoServer.Tokenize(context).Count + shift;
        Assert.Equal(6 + shift, first);
        Assert.Equal([EchoServer.LogProbability(" yes", first)], answer.Continuations[0].TokenLogProbabilities);
        Assert.Equal([EchoServer.LogProbability(" no", first)], answer.Continuations[1].TokenLogProbabilities);
        Assert.Equal([EchoServer.LogProbability(" yes", first), EchoServer.LogProbability(" of", first + 1), EchoServer.LogProbability(" course", first + 2)],
            answer.Continuations[2].TokenLogProbabilities);
        Assert.Equal([1, 1, 3], answer.Continuations.Select(continuation => continuation.Tokens));
        Assert.Equal([true, false, true], answer.Continuations.Select(continuation => continuation.IsGreedy));
        Assert.All(answer.Continuations, continuation => Assert.Equal(continuation.TokenLogProbabilities!.Sum(), continuation.LogProbability));
        Assert.Equal(3, answer.Usage.ModelCalls);
        Assert.Equal(usage ? (first + 1) * 3 + 2 : 0, answer.Usage.PromptTokens);
        Assert.Equal(0, answer.Usage.CompletionTokens);
        Assert.All(received, request => Assert.True(request.Json["echo"]!.GetValue<bool>()));
        // No extra request where the boundary is visible, but for those that learn that 0 tokens are refused.
        Assert.InRange(received.Count, 3, refusesZero ? 6 : 3);
    }

    [Fact]
    public async Task That_zero_tokens_are_refused_is_learned_once()
    {
        var echo = new EchoServer { RefusesZeroTokens = true };
        await using var server = new ScriptedServer((request, _) => echo.Reply(request));
        await using var model = (ILikelihoodScorer)await OpenAsync("completions", server.Endpoint, new JsonObject { ["concurrency"] = 1 });
        LikelihoodRequest[] requests = [new("e1", new Prompt("Question:"), [" yes"]), new("e2", new Prompt("Question:"), [" no"])];

        foreach (var request in requests)
            await model.ScoreAsync([request], TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 1], server.Received.Select(request => request.Json["max_tokens"]!.GetValue<int>()));
    }

    [Fact]
    public async Task White_space_at_the_end_of_the_context_belongs_to_the_continuation()
    {
        var (answer, _) = await ScoreAsync(new EchoServer(), new Prompt("Question: why? "), "yes");

        Assert.Equal([EchoServer.LogProbability(" yes", 4)], answer.Continuations[0].TokenLogProbabilities);
    }

    [Fact]
    public async Task A_token_that_spans_the_boundary_belongs_to_the_context_whose_tokens_are_counted()
    {
        // "xa" + "bab": the whole is [x][ab][ab], the context alone [x][a], so the continuation is the third token.
        var (answer, received) = await ScoreAsync(new EchoServer(), new Prompt("xa"), "bab");

        Assert.Equal([EchoServer.LogProbability("ab", 2)], answer.Continuations[0].TokenLogProbabilities);
        Assert.Equal(["xa", "xabab"], received.Select(request => request.Json["prompt"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(1, answer.Usage.ModelCalls);
        Assert.Equal(5, answer.Usage.PromptTokens);
    }

    [Fact]
    public async Task A_continuation_without_a_token_of_its_own_is_the_spanning_token_and_never_certain()
    {
        var (answer, _) = await ScoreAsync(new EchoServer(), new Prompt("xa"), "b");

        Assert.Equal([EchoServer.LogProbability("ab", 1)], answer.Continuations[0].TokenLogProbabilities);
    }

    [Fact]
    public async Task Tokens_that_do_not_spell_the_text_are_counted_with_one_request_for_each_context()
    {
        var echo = new EchoServer { SpellsTokens = false, BeginOfText = true };

        var (answer, received) = await ScoreAsync(echo, new Prompt("Question: why?\nAnswer:"), " yes", " no of course");

        Assert.Equal([EchoServer.LogProbability(" yes", 7)], answer.Continuations[0].TokenLogProbabilities);
        Assert.Equal(Sum(["<s>", .. EchoServer.Tokenize("Question: why?\nAnswer: no of course")], 7, 10), answer.Continuations[1].LogProbability);
        Assert.Equal(3, received.Count);
    }

    [Fact]
    public async Task An_empty_context_needs_a_begin_of_text_token()
    {
        var (answer, _) = await ScoreAsync(new EchoServer { BeginOfText = true }, new Prompt(""), " yes of");
        Assert.Equal([EchoServer.LogProbability(" yes", 1), EchoServer.LogProbability(" of", 2)], answer.Continuations[0].TokenLogProbabilities);

        (answer, _) = await ScoreAsync(new EchoServer(), new Prompt(""), " yes of");
        Assert.Equal(FailureKind.Input, answer.Failure!.Kind);
        Assert.Contains("without a context", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endpoint_that_does_not_echo_is_said_to_be_the_wrong_kind(bool usage)
    {
        var (answer, _) = await ScoreAsync(new EchoServer { Echoes = false, RefusesZeroTokens = true, CountsUsage = usage }, new Prompt("Question:"), " yes");

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("likelihoods need /v1/completions with 'echo'", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"choices":[{"text":"Question: yes"}]}""", "without log-probabilities")]
    [InlineData("""{"choices":[{"text":"Question: yes","logprobs":{"tokens":["Question",":"," yes"],"token_logprobs":[null,-1]}}]}""", "differ in length")]
    [InlineData("""{"choices":[{"text":"Question: yes","logprobs":{"tokens":["Question",":"," yes"],"token_logprobs":[null,-1,null]}}]}""", "no log-probability")]
    public async Task Answers_that_cannot_be_summed_are_environment_failures(string body, string said)
    {
        await using var server = new ScriptedServer(new ScriptedReply(200, body));
        await using var model = (ILikelihoodScorer)await OpenAsync("completions", server.Endpoint);

        var answer = Assert.Single(await model.ScoreAsync([new LikelihoodRequest("e1", new Prompt("Question:"), [" yes"])], TestContext.Current.CancellationToken));

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains(said, answer.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_a_token_is_the_best_is_unknown_and_so_no_without_top_log_probabilities()
    {
        await using var server = new ScriptedServer(new ScriptedReply(200, """{"choices":[{"text":"Question: yes","logprobs":{"tokens":["Question",":"," yes"],"token_logprobs":[null,-1,-2]}}]}"""));
        await using var model = (ILikelihoodScorer)await OpenAsync("completions", server.Endpoint);

        var answer = Assert.Single(await model.ScoreAsync([new LikelihoodRequest("e1", new Prompt("Question:"), [" yes"])], TestContext.Current.CancellationToken));

        Assert.Equal((-2, 1, false), (answer.Continuations[0].LogProbability, answer.Continuations[0].Tokens, answer.Continuations[0].IsGreedy));
    }

    [Fact]
    public async Task All_continuations_move_to_the_context_that_fits_the_longest()
    {
        var prompt = new Prompt("", ["demo demo\n", "demo demo\n", "demo demo\n"], "Question:");

        var (answer, received) = await ScoreAsync(new EchoServer { Longest = 35 }, prompt, " no", " yes of course");

        // 9 + 15 characters leave room for one demonstration of 10; " no" alone would have had room for two.
        Assert.Equal(2, answer.DroppedDemonstrations);
        var first = EchoServer.Tokenize("demo demo\nQuestion:").Count;
        Assert.Equal(EchoServer.LogProbability(" no", first), answer.Continuations[0].LogProbability);
        Assert.Contains(received, request => request.Json["prompt"]!.GetValue<string>() == "demo demo\nQuestion: yes of course");
    }

    [Fact]
    public async Task An_empty_continuation_is_the_inputs_fault()
    {
        var (answer, _) = await ScoreAsync(new EchoServer(), new Prompt("Question:"), " yes", "");

        Assert.Equal(FailureKind.Input, answer.Failure!.Kind);
    }

    [Fact]
    public void The_boundary_is_found_by_spelling_backwards_in_any_script()
    {
        static int? At(string text, int place, params string[] tokens) =>
            new EchoedText(tokens, [.. tokens.Select(_ => (double?)-1)], [.. tokens.Select(_ => (double?)-1)]).TokenAt(text, place);

        Assert.Equal(1, At("a b", 1, "a", " b"));
        Assert.Equal(2, At("a b", 1, "<s>", "a", " b"));
        Assert.Equal(1, At("né 😀!", 2, "né", " 😀", "!"));
        Assert.Null(At("né 😀!", 2, "né", " ", "\uFFFD", "\uFFFD", "!"));
        Assert.Null(At("a b", 1, "a b"));
        Assert.Null(At("a b", 2, "a", " b"));
        Assert.Null(At("a b", 1, "a", "", " b", ""));
        Assert.Equal(0, At(" b", 0, " b"));
        Assert.Null(At("", 0));
    }
}
