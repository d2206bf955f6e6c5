using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using static EvalHarness.Models.Tests.Remote.Endpoints;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>What is sent and how answers are read, over a real loopback socket.</summary>
public sealed class GenerationTests
{
    private static string Stop(JsonObject json) => string.Join('|', json["stop"]!.AsArray().Select(stop => stop!.GetValue<string>()));

    [Fact]
    public async Task A_chat_request_is_one_user_message_behind_the_system_message()
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer("chat", "because")));
        await using var model = await OpenAsync("chat", server.Endpoint);

        var answer = await OneAsync(model, Ask(settings: new GenerationSettings { MaxNewTokens = 17, Stop = ["\n", "END"], SystemMessage = "Be brief." }));

        Assert.Equal([new Completion("because", FinishReason.Stop, 3)], answer.Completions);
        Assert.Equal((11, 3, 1), (answer.Usage.PromptTokens, answer.Usage.CompletionTokens, answer.Usage.ModelCalls));
        var request = Assert.Single(server.Received);
        Assert.Equal("/v1/chat/completions", request.Target);
        Assert.Equal("Bearer " + Key, request.Headers["Authorization"]);
        var json = request.Json;
        Assert.Equal("tiny", json["model"]!.GetValue<string>());
        Assert.Equal(["system:Be brief.", "user:Question: why?\nAnswer:"],
            json["messages"]!.AsArray().Select(message => $"{message!["role"]}:{message["content"]}"));
        Assert.Equal(0, json["temperature"]!.GetValue<double>());
        Assert.Equal(17, json["max_tokens"]!.GetValue<int>());
        Assert.Equal("\n|END", Stop(json));
        Assert.Equal(["max_tokens", "messages", "model", "stop", "temperature"], json.Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_completions_request_is_the_raw_prompt()
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer("completions", " because\nof that")));
        await using var model = await OpenAsync("completions", server.Endpoint);
        var prompt = new Prompt("Answer.\n\n", ["Q: a\nA: b\n\n"], "Q: c\nA:");

        var answer = await OneAsync(model, new GenerationRequest("e1", prompt, new GenerationSettings { Stop = ["\n"] }, 7));

        Assert.Equal([new Completion(" because", FinishReason.Stop, 3)], answer.Completions);
        var request = Assert.Single(server.Received);
        Assert.Equal("/v1/completions", request.Target);
        Assert.Equal("Bearer " + Key, request.Headers["Authorization"]);
        Assert.Equal("Answer.\n\nQ: a\nA: b\n\nQ: c\nA:", request.Json["prompt"]!.GetValue<string>());
        Assert.Equal(["logprobs", "max_tokens", "model", "prompt", "stop", "temperature"], request.Json.Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Samples_are_requests_of_their_own_with_seeds_that_depend_on_run_seed_unit_and_sample_alone(string provider)
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "x")));
        await using var model = await OpenAsync(provider, server.Endpoint);
        var settings = new GenerationSettings { Samples = 3, Temperature = 0.5, TopP = 0.75, TopK = 20 };
        async Task<string[]> Seeds(string id, long seed)
        {
            var before = server.Received.Count;
            var answer = await OneAsync(model, Ask(settings: settings, id: id, seed: seed));
            Assert.Equal(3, answer.Completions.Count);
            Assert.Equal((33, 9, 3), (answer.Usage.PromptTokens, answer.Usage.CompletionTokens, answer.Usage.ModelCalls));
            return [.. server.Received.Skip(before).Select(request => request.Json["seed"]!.ToJsonString()).Order(StringComparer.Ordinal)];
        }

        var first = await Seeds("e1", 7);

        Assert.Equal(3, first.Distinct().Count());
        Assert.Equal(first, await Seeds("e1", 7));
        Assert.Empty(first.Intersect(await Seeds("e2", 7)));
        Assert.Empty(first.Intersect(await Seeds("e1", 8)));
        var json = server.Received[0].Json;
        Assert.Equal((0.5, 0.75, 20), (json["temperature"]!.GetValue<double>(), json["top_p"]!.GetValue<double>(), json["top_k"]!.GetValue<int>()));
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_greedy_request_does_not_depend_on_the_seed(string provider)
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "x")));
        await using var model = await OpenAsync(provider, server.Endpoint);

        await OneAsync(model, Ask(settings: new GenerationSettings { TopK = 5, TopP = 0.5 }, seed: 1));
        await OneAsync(model, Ask(settings: new GenerationSettings { TopK = 5, TopP = 0.5 }, seed: 2));

        Assert.Equal(server.Received[0].Body, server.Received[1].Body);
        Assert.DoesNotContain("seed", server.Received[0].Body, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Parameters_an_endpoint_refuses_are_left_out_and_stops_cut_here(string provider)
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "one\ntwo", finish: "length")));
        await using var model = await OpenAsync(provider, server.Endpoint, new JsonObject
        {
            ["omit"] = new JsonArray("temperature", "top_p", "seed", "stop"),
            ["maxTokensParameter"] = "max_completion_tokens",
            ["logProbabilities"] = false,
        });

        var answer = await OneAsync(model, Ask(settings: new GenerationSettings { Temperature = 1, TopP = 0.5, Stop = ["\n"], MaxNewTokens = 9 }));

        Assert.Equal(new Completion("one", FinishReason.Stop, 3), answer.Completions[0]);
        var json = server.Received[0].Json;
        Assert.Equal(9, json["max_completion_tokens"]!.GetValue<int>());
        Assert.Equal(new HashSet<string> { "max_completion_tokens", "model", provider == "chat" ? "messages" : "prompt" }, json.Select(member => member.Key).ToHashSet());
    }

    [Theory]
    [InlineData("chat", "stop", FinishReason.Stop)]
    [InlineData("chat", "length", FinishReason.Length)]
    [InlineData("chat", "content_filter", FinishReason.Refused)]
    [InlineData("chat", "eos_token", FinishReason.Stop)]
    [InlineData("chat", "model_length", FinishReason.Length)]
    [InlineData("chat", null, FinishReason.Stop)]
    [InlineData("completions", "stop", FinishReason.Stop)]
    [InlineData("completions", "length", FinishReason.Length)]
    [InlineData("completions", "content_filter", FinishReason.Refused)]
    [InlineData("completions", null, FinishReason.Stop)]
    public async Task Finish_reasons(string provider, string? reason, FinishReason expected)
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "text", reason)));
        await using var model = await OpenAsync(provider, server.Endpoint);

        Assert.Equal(expected, (await OneAsync(model)).Completions[0].Finish);
    }

    [Fact]
    public async Task A_refusal_message_is_a_refused_completion()
    {
        var body = Answer("chat", "");
        body["choices"]![0]!["message"] = new JsonObject { ["role"] = "assistant", ["content"] = null, ["refusal"] = "I cannot help with that." };
        await using var server = new ScriptedServer(ScriptedReply.Ok(body));
        await using var model = await OpenAsync("chat", server.Endpoint);

        Assert.Equal(new Completion("I cannot help with that.", FinishReason.Refused, 3), (await OneAsync(model)).Completions[0]);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_prompt_refused_for_its_content_is_a_refused_completion_and_no_failure(string provider)
    {
        await using var server = new ScriptedServer(ScriptedReply.Error(400, "The response was filtered", "content_filter"));
        await using var model = await OpenAsync(provider, server.Endpoint);

        var answer = await OneAsync(model);

        Assert.Null(answer.Failure);
        Assert.Equal(new Completion("", FinishReason.Refused, 0), answer.Completions[0]);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task Log_probabilities_of_a_chat_are_asked_for_on_demand_and_end_where_the_text_ends()
    {
        var body = Answer("chat", "yes\nno");
        body["choices"]![0]!["logprobs"] = JsonNode.Parse("""
            {"content":[{"token":"ye","logprob":-0.5,"bytes":null,"top_logprobs":[]},{"token":"s","logprob":-0.25,"bytes":null,"top_logprobs":[]},
                        {"token":"\n","logprob":-1,"bytes":null,"top_logprobs":[]},{"token":"no","logprob":-2,"bytes":null,"top_logprobs":[]}]}
            """);
        await using var server = new ScriptedServer(ScriptedReply.Ok(body));
        await using var model = await OpenAsync("chat", server.Endpoint, new JsonObject { ["logProbabilities"] = true });

        Assert.Equal(-3.75, (await OneAsync(model)).Completions[0].LogProbability);
        Assert.Equal(-0.75, (await OneAsync(model, Ask(settings: new GenerationSettings { Stop = ["\n"] }))).Completions[0].LogProbability);
        Assert.True(server.Received[0].Json["logprobs"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"tokens":[" be","cause"],"token_logprobs":[-0.5,-0.125]}""", -0.625)]
    [InlineData("""{"tokens":[" be","cause","</s>"],"token_logprobs":[-0.5,-0.125,-9]}""", -0.625)]
    [InlineData("""{"tokens":["token_id:5","token_id:6"],"token_logprobs":[-0.5,-0.125]}""", null)]
    [InlineData("""{"tokens":[" be","cause"],"token_logprobs":[null,-0.125]}""", null)]
    [InlineData("""{"tokens":[" be"],"token_logprobs":[-0.5,-0.125]}""", null)]
    [InlineData("null", null)]
    public async Task Log_probabilities_of_completions_are_a_sum_or_honestly_absent(string logprobs, double? expected)
    {
        var body = Answer("completions", " because");
        body["choices"]![0]!["logprobs"] = JsonNode.Parse(logprobs);
        await using var server = new ScriptedServer(ScriptedReply.Ok(body));
        await using var model = await OpenAsync("completions", server.Endpoint);

        Assert.Equal(expected, (await OneAsync(model)).Completions[0].LogProbability);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Usage_that_is_not_reported_is_0_and_said_once(string provider)
    {
        var notices = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "some text", usage: false)));
        await using var model = await OpenAsync(provider, server.Endpoint, context: Context(notice: notices.Enqueue));

        var answers = await model.GenerateAsync([Ask(id: "a"), Ask(id: "b"), Ask(id: "c")], TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.Equal((0, 0, 1), (answer.Usage.PromptTokens, answer.Usage.CompletionTokens, answer.Usage.ModelCalls)));
        Assert.Contains("no token usage", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Answers_stand_in_the_order_of_requests_and_requests_in_flight_are_limited(string provider)
    {
        using var release = new SemaphoreSlim(0);
        await using var server = new ScriptedServer((request, _) =>
        {
            var text = provider == "chat" ? request.Json["messages"]![0]!["content"]!.GetValue<string>() : request.Json["prompt"]!.GetValue<string>();
            return ScriptedReply.Ok(Answer(provider, "re: " + text)) with { After = release.WaitAsync(TestContext.Current.CancellationToken) };
        });
        await using var model = await OpenAsync(provider, server.Endpoint, new JsonObject { ["concurrency"] = 3 });

        var running = model.GenerateAsync([.. Enumerable.Range(0, 12).Select(i => Ask($"p{i}", id: $"e{i}"))], TestContext.Current.CancellationToken);
        release.Release(12);
        var answers = await running;

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"re: p{i}"), answers.Select(answer => answer.Completions[0].Text));
        Assert.InRange(server.MostInFlight, 1, 3);
        Assert.Equal(12, server.Received.Count);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_prompt_that_is_too_long_loses_as_few_demonstrations_as_possible_from_the_first_on(string provider)
    {
        // The endpoint takes at most 40 characters.
        await using var server = new ScriptedServer((request, _) =>
        {
            var text = provider == "chat" ? request.Json["messages"]![0]!["content"]!.GetValue<string>() : request.Json["prompt"]!.GetValue<string>();
            return text.Length > 40
                ? ScriptedReply.Error(400, "This model's maximum context length is 40 tokens.", "context_length_exceeded")
                : ScriptedReply.Ok(Answer(provider, text));
        });
        await using var model = await OpenAsync(provider, server.Endpoint);
        var prompt = new Prompt("I\n", [.. Enumerable.Range(0, 30).Select(i => $"demo {i:00}\n")], "query");

        var answer = await OneAsync(model, new GenerationRequest("e1", prompt, new GenerationSettings(), 7));

        // 2 + 5 characters and four demonstrations of 8.
        Assert.Equal(26, answer.DroppedDemonstrations);
        Assert.Equal("I\ndemo 26\ndemo 27\ndemo 28\ndemo 29\nquery", answer.Completions[0].Text);
        Assert.InRange(server.Received.Count, 2, 7);
    }

    [Theory]
    [InlineData("chat", 400, "This model's maximum context length is 8192 tokens, however you requested 9000", "context_length_exceeded")]
    [InlineData("completions", 400, "the request exceeds the available context size, try increasing it", "exceed_context_size_error")]
    [InlineData("completions", 422, "Input validation error: `inputs` must have less than 1024 tokens", null)]
    [InlineData("chat", 400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192.", null)]
    [InlineData("chat", 413, "", null)]
    public async Task A_prompt_that_never_fits_is_the_inputs_fault(string provider, int status, string message, string? code)
    {
        await using var server = new ScriptedServer(ScriptedReply.Error(status, message, code));
        await using var model = await OpenAsync(provider, server.Endpoint);

        var answer = await OneAsync(model, new GenerationRequest("e1", new Prompt("", ["d1", "d2"], "q"), new GenerationSettings { Overflow = OverflowPolicy.TruncateLeft }, 7));

        Assert.Equal(FailureKind.Input, answer.Failure!.Kind);
        Assert.Contains("longer than the model", answer.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("'overflow' acts as fail", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Beam_search_is_refused_before_anything_is_sent(string provider)
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer(provider, "x")));
        await using var model = await OpenAsync(provider, server.Endpoint);

        var e = await Assert.ThrowsAsync<ModelException>(() => OneAsync(model, Ask(settings: new GenerationSettings { Beams = 4 })));

        Assert.Contains("beam", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_completions_endpoint_has_no_chat_template()
    {
        await using var server = new ScriptedServer(ScriptedReply.Ok(Answer("completions", "x")));
        await using var model = await OpenAsync("completions", server.Endpoint);

        var e = await Assert.ThrowsAsync<ModelException>(() => OneAsync(model, Ask(settings: new GenerationSettings { ChatTemplate = true })));

        Assert.Contains("chatTemplate", e.Message, StringComparison.Ordinal);
        Assert.False(model.HasChatTemplate);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Seconds_of_a_batch_are_shared_among_its_units(string provider)
    {
        var time = new SteppedTime();
        await using var server = new ScriptedServer((_, number) =>
        {
            time.Advance(TimeSpan.FromSeconds(2 * (number + 1)));
            return ScriptedReply.Ok(Answer(provider, "x"));
        });
        await using var model = await OpenAsync(provider, server.Endpoint, new JsonObject { ["concurrency"] = 1 }, Context(time));

        var answers = await model.GenerateAsync([Ask(id: "a"), Ask(id: "b")], TestContext.Current.CancellationToken);

        Assert.Equal([2.0, 4.0], answers.Select(answer => answer.Usage.Seconds));
    }
}
