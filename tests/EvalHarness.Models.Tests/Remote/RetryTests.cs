using System.Globalization;
using System.Text.Json.Nodes;
using EvalHarness.Core.Models;
using static EvalHarness.Models.Tests.Remote.Endpoints;

namespace EvalHarness.Models.Tests.Remote;

/// <summary>Faults of a service, over a real loopback socket, on a clock that only tests move.</summary>
public sealed class RetryTests
{
    private static async Task<(GenerationAnswer Answer, List<TimeSpan> Waits, IReadOnlyList<ReceivedRequest> Received)> RunAsync(
        string provider, JsonObject? options, params ScriptedReply[] replies)
    {
        var time = new SteppedTime();
        await using var server = new ScriptedServer(replies);
        await using var model = await OpenAsync(provider, server.Endpoint, options, Context(time));
        var (answer, waits) = await time.PassWaitsAsync(OneAsync(model));
        return (answer, waits, server.Received);
    }

    private static ScriptedReply Good(string provider) => ScriptedReply.Ok(Answer(provider, "fine"));

    private static void AssertFine(GenerationAnswer answer)
    {
        Assert.Null(answer.Failure);
        Assert.Equal("fine", answer.Completions[0].Text);
        Assert.Equal(1, answer.Usage.ModelCalls);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Retry_After_in_seconds_is_waited_for_and_hardly_longer(string provider)
    {
        var (answer, waits, received) = await RunAsync(provider, null,
            ScriptedReply.Error(429, "Rate limit") with { Headers = [("Retry-After", "7")] }, Good(provider));

        AssertFine(answer);
        Assert.InRange(Assert.Single(waits).TotalSeconds, 7, 7.7);
        Assert.Equal(2, received.Count);
        Assert.Equal(received[0].Body, received[1].Body);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Retry_After_as_a_date_is_measured_on_the_injected_clock(string provider)
    {
        var (answer, waits, _) = await RunAsync(provider, null,
            ScriptedReply.Error(503) with { Headers = [("Retry-After", "Sun, 01 Mar 2026 12:00:40 GMT")] }, Good(provider));

        AssertFine(answer);
        Assert.InRange(Assert.Single(waits).TotalSeconds, 40, 44);
    }

    [Theory]
    [InlineData("retry-after-ms", "1500", 1.5, 1.65)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT", 0, 0)]
    [InlineData("Retry-After", "soon", 0.5, 1)]
    [InlineData("Retry-After", "-5", 0.5, 1)]
    public async Task Other_spellings_and_nonsense(string header, string value, double least, double most)
    {
        var (answer, waits, _) = await RunAsync("chat", null, ScriptedReply.Error(429) with { Headers = [(header, value)] }, Good("chat"));

        AssertFine(answer);
        Assert.InRange(waits.Sum(wait => wait.TotalSeconds), least, most);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Waits_grow_and_are_drawn_from_the_request_alone(string provider)
    {
        async Task<double[]> Waits()
        {
            var (answer, waits, received) = await RunAsync(provider, new JsonObject { ["retries"] = 7 }, ScriptedReply.Error(500, "boom"));
            Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
            Assert.Contains("500 after 8 attempts", answer.Failure.Message, StringComparison.Ordinal);
            Assert.Contains("It says: boom.", answer.Failure.Message, StringComparison.Ordinal);
            Assert.Equal(8, received.Count);
            return [.. waits.Select(wait => wait.TotalSeconds)];
        }

        var first = await Waits();

        double[] full = [1, 2, 4, 8, 16, 30, 30];
        Assert.Equal(full.Length, first.Length);
        for (var i = 0; i < full.Length; i++)
            Assert.InRange(first[i], full[i] / 2, full[i]);
        Assert.Equal(first, await Waits());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public async Task Statuses_worth_another_attempt(int status)
    {
        var (answer, waits, _) = await RunAsync("completions", null, ScriptedReply.Error(status), ScriptedReply.Error(status), Good("completions"));

        AssertFine(answer);
        Assert.Equal(2, waits.Count);
    }

    public static TheoryData<string, ScriptedReply, string> BadAnswers()
    {
        var data = new TheoryData<string, ScriptedReply, string>();
        foreach (var provider in new[] { "chat", "completions" })
        {
            var good = Answer(provider, "fine").ToJsonString();
            data.Add(provider, new ScriptedReply(200, good) { Reset = true }, "broke before the answer was complete");
            data.Add(provider, new ScriptedReply(200, good) { CutAfter = good.Length / 2 }, "broke before the answer was complete");
            data.Add(provider, new ScriptedReply(200, good[..^5]), "not all of it arrived");
            data.Add(provider, new ScriptedReply(200, """{"choices": "none"}"""), "no usable answer");
            data.Add(provider, new ScriptedReply(200, """{"choices": []}"""), "it has no 'choices'");
            data.Add(provider, new ScriptedReply(200, """{"id": "r1"}"""), "it has no 'choices'");
            data.Add(provider, new ScriptedReply(200, """{"choices": [{"index": 0}]}"""), "choice has no");
            data.Add(provider, new ScriptedReply(200, """{"choices": [null]}"""), "choice has no");
            data.Add(provider, new ScriptedReply(200, "[1]"), "no usable answer");
            data.Add(provider, new ScriptedReply(200, "null"), "no usable answer");
            data.Add(provider, new ScriptedReply(200, "<html>Sign in</html>") { ContentType = "text/html" }, "not all of it arrived");
            data.Add(provider, new ScriptedReply(200, ""), "not all of it arrived");
            data.Add(provider, new ScriptedReply(200, new string('[', 100_000)), "not all of it arrived");
        }
        return data;
    }

    [Theory, MemberData(nameof(BadAnswers), DisableDiscoveryEnumeration = true)]
    public async Task Broken_answers_are_tried_again_and_then_an_environment_failure(string provider, ScriptedReply bad, string said)
    {
        var (answer, waits, received) = await RunAsync(provider, new JsonObject { ["retries"] = 2 }, bad, bad, Good(provider));
        AssertFine(answer);
        Assert.Equal((2, 3), (waits.Count, received.Count));

        (answer, _, received) = await RunAsync(provider, new JsonObject { ["retries"] = 1 }, bad);
        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains(said, answer.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("after 2 attempts", answer.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, received.Count);
        Assert.Empty(answer.Completions);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_body_that_stops_coming_runs_into_the_limit_and_is_tried_again(string provider)
    {
        var time = new SteppedTime { AttemptLimit = TimeSpan.FromSeconds(45) };
        await using var server = new ScriptedServer(Good(provider) with { Stall = true }, Good(provider));
        await using var model = await OpenAsync(provider, server.Endpoint, new JsonObject { ["timeoutSeconds"] = 45 }, Context(time));

        var running = OneAsync(model);
        await server.Stalled.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(45));
        var (answer, waits) = await time.PassWaitsAsync(running);

        AssertFine(answer);
        Assert.Single(waits);
    }

    [Fact]
    public async Task A_timeout_says_which_option_sets_it()
    {
        var time = new SteppedTime { AttemptLimit = TimeSpan.FromSeconds(2.5) };
        await using var server = new ScriptedServer(Good("chat") with { Stall = true });
        await using var model = await OpenAsync("chat", server.Endpoint, new JsonObject { ["timeoutSeconds"] = 2.5, ["retries"] = 0 }, Context(time));

        var running = OneAsync(model);
        await server.Stalled.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(2.5));
        var answer = await running;

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("within 2.5 seconds; 'timeoutSeconds'", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_huge_body_is_not_read_to_its_end(string provider)
    {
        var endless = new EndlessStream();
        using var handler = new MemoryHandler((_, _) => new HttpResponseMessage { Content = new StreamContent(endless) });
        await using var model = await OpenAsync(provider, "https://example.org/v1", context: Context(handler: () => handler));

        var answer = await OneAsync(model);

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("more than 32 MiB", answer.Failure.Message, StringComparison.Ordinal);
        Assert.InRange(endless.BytesRead, 32L << 20, (32L << 20) + (64 << 10));
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task A_huge_error_body_is_cut_and_the_status_still_counts(string provider)
    {
        var endless = new EndlessStream();
        using var handler = new MemoryHandler((_, _) => new HttpResponseMessage(System.Net.HttpStatusCode.Conflict) { Content = new StreamContent(endless) });
        await using var model = await OpenAsync(provider, "https://example.org/v1", context: Context(handler: () => handler));

        Assert.Contains("refused the request (409)", (await OneAsync(model)).Failure!.Message, StringComparison.Ordinal);
        Assert.InRange(endless.BytesRead, 1, 256 << 10);
    }

    [Fact]
    public async Task A_wait_beyond_five_minutes_is_not_waited_for()
    {
        var (answer, waits, received) = await RunAsync("chat", null, ScriptedReply.Error(429) with { Headers = [("Retry-After", "3600")] }, Good("chat"));

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("asks to wait 3600 seconds (429)", answer.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
        Assert.Single(received);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task An_empty_account_is_not_waited_for(string provider)
    {
        var (answer, waits, _) = await RunAsync(provider, null, ScriptedReply.Error(429, "You exceeded your current quota", "insufficient_quota"), Good(provider));

        Assert.Contains("no quota left", answer.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
    }

    [Theory]
    [InlineData("chat", 401, "refused the key that 'apiKeyVariable' names (401)")]
    [InlineData("chat", 403, "refused the key that 'apiKeyVariable' names (403)")]
    [InlineData("chat", 404, "no model 'tiny' (404): check 'endpoint' and 'model'")]
    [InlineData("chat", 307, "redirects (307) to the host elsewhere.example; redirects are not followed")]
    [InlineData("completions", 401, "refused the key that 'apiKeyVariable' names (401)")]
    [InlineData("completions", 404, "no model 'tiny' (404): check 'endpoint' and 'model'")]
    public async Task What_every_request_would_meet_is_said_in_a_sentence_and_ends_the_batch(string provider, int status, string said)
    {
        var time = new SteppedTime();
        await using var server = new ScriptedServer(ScriptedReply.Error(status) with { Headers = [("Location", "https://elsewhere.example/v1")] });
        await using var model = await OpenAsync(provider, server.Endpoint, new JsonObject { ["concurrency"] = 2 }, Context(time));

        var answers = await model.GenerateAsync([.. Enumerable.Range(0, 50).Select(i => Ask(id: $"e{i}"))], TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.Equal(FailureKind.Environment, answer.Failure!.Kind));
        Assert.All(answers, answer => Assert.Contains(said, answer.Failure!.Message, StringComparison.Ordinal));
        // Those in flight with the first one may have been sent.
        Assert.InRange(server.Received.Count, 1, 3);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Other_refusals_are_no_statement_about_the_system_and_quote_the_endpoint(string provider)
    {
        var (answer, waits, _) = await RunAsync(provider, null, ScriptedReply.Error(400, "Unsupported parameter:\n 'temperature' does not support 0 with this model."));

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Contains("(400). It says: Unsupported parameter: 'temperature' does not support 0 with this model.", answer.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
    }

    [Theory]
    [InlineData("Invalid value: 'Question: why?\\nAnswer:'")]
    [InlineData("cannot parse Question: why?")]
    public async Task A_message_that_repeats_the_prompt_is_withheld(string message)
    {
        var (answer, _, _) = await RunAsync("completions", null, ScriptedReply.Error(400, message));

        Assert.Contains("repeats text of the prompt and is withheld", answer.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("why", answer.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"plain text"}""", "plain text")]
    [InlineData("""{"detail":"fast api"}""", "fast api")]
    [InlineData("""{"object":"error","message":"old vLLM"}""", "old vLLM")]
    [InlineData("""{"detail":[{"loc":["body"]}]}""", null)]
    [InlineData("not json", null)]
    public async Task Error_bodies_of_many_servers_are_read(string body, string? quoted)
    {
        var (answer, _, _) = await RunAsync("chat", null, new ScriptedReply(400, body));

        Assert.EndsWith(quoted is null ? "(400)." : $"(400). It says: {quoted}.", answer.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task Cancelling_ends_a_wait_and_an_open_answer_at_once(string provider)
    {
        var time = new SteppedTime();
        await using var server = new ScriptedServer(ScriptedReply.Error(429) with { Headers = [("Retry-After", "200")] }, Good(provider) with { Stall = true });
        await using var model = await OpenAsync(provider, server.Endpoint, context: Context(time));
        using var cancel = new CancellationTokenSource();

        var running = OneAsync(model, cancellationToken: cancel.Token);
        var wait = await time.NextWaitAsync();
        Assert.True(wait >= TimeSpan.FromSeconds(200));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        using var again = new CancellationTokenSource();
        running = OneAsync(model, cancellationToken: again.Token);
        await server.Stalled.Task.WaitAsync(TestContext.Current.CancellationToken);
        await again.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OneAsync(model, cancellationToken: again.Token));
        Assert.Equal(2, server.Received.Count);
    }

    [Theory, MemberData(nameof(Providers), MemberType = typeof(Endpoints))]
    public async Task An_endpoint_that_is_not_there_is_an_environment_failure(string provider)
    {
        string endpoint;
        await using (var gone = new ScriptedServer(Good(provider)))
            endpoint = gone.Endpoint;
        await using var model = await OpenAsync(provider, endpoint, new JsonObject { ["retries"] = 0 });

        var answer = await OneAsync(model);

        Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"The endpoint {endpoint} cannot be reached; is it running?"), answer.Failure.Message);
    }

    [Fact]
    public async Task One_bad_unit_does_not_spoil_the_others()
    {
        var time = new SteppedTime();
        await using var server = new ScriptedServer((request, _) => request.Body.Contains("poison", StringComparison.Ordinal) ? ScriptedReply.Error(500) : Good("completions"));
        await using var model = await OpenAsync("completions", server.Endpoint, new JsonObject { ["retries"] = 1 }, Context(time));

        var (answers, _) = await time.PassWaitsAsync(
            model.GenerateAsync([Ask("a", id: "a"), Ask("poison", id: "b"), Ask("c", id: "c")], TestContext.Current.CancellationToken));

        Assert.Equal([false, true, false], answers.Select(answer => answer.Failure is not null));
    }
}
