using System.Text.Json.Nodes;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Models.Tests.Remote;

namespace EvalHarness.Models.Tests.Mock;

/// <summary>A model that computes nothing, for measuring and testing the harness.</summary>
public sealed class MockTests
{
    private static readonly Prompt Question = new("Answer.\n", ["Q: a\nA: b\n\n"], "Q: c\nA:");

    private static async Task<IModel> OpenAsync(string options, TimeProvider? time = null)
    {
        var declaration = new ModelDeclaration("m", "mock", JsonNode.Parse(options)!.AsObject(), "");
        var source = await ModelProviders.OpenAsync(declaration, new ModelOpeningContext { Time = time ?? TimeProvider.System }, TestContext.Current.CancellationToken);
        return await source.LoadAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<GenerationAnswer> GenerateAsync(string options, GenerationRequest request) =>
        (await ((ITextGenerator)await OpenAsync(options)).GenerateAsync([request], TestContext.Current.CancellationToken))[0];

    private static GenerationRequest Ask(string id = "e1", GenerationSettings? settings = null, Prompt? prompt = null, long seed = 7) =>
        new(id, prompt ?? Question, settings ?? new GenerationSettings(), seed) { MockAnswer = "Paris" };

    [Theory]
    [InlineData("{}", "Paris")]
    [InlineData("""{ "answer": "constant", "text": "Rome" }""", "Rome")]
    [InlineData("""{ "answer": "constant" }""", "")]
    public async Task Answers(string options, string expected) =>
        Assert.Equal(expected, (await GenerateAsync(options, Ask())).Completions[0].Text);

    [Fact]
    public async Task Stop_strings_end_the_answer()
    {
        var answer = await GenerateAsync("""{ "answer": "constant", "text": "one; two\nthree" }""", Ask(settings: new GenerationSettings { Stop = ["", "\n", "; "] }));

        Assert.Equal(("one", FinishReason.Stop), (answer.Completions[0].Text, answer.Completions[0].Finish));
    }

    [Fact]
    public async Task A_hashed_answer_depends_on_unit_prompt_sample_and_where_it_draws_on_the_seed()
    {
        async Task<string[]> Texts(GenerationRequest request) => [.. (await GenerateAsync("""{ "answer": "hash" }""", request)).Completions.Select(completion => completion.Text)];
        var drawing = new GenerationSettings { Samples = 2, Temperature = 1 };
        var texts = await Texts(Ask(settings: drawing));

        Assert.Equal(2, texts.Distinct().Count());
        Assert.All(texts, text => Assert.Matches("^mock-[0-9a-f]{16}$", text));
        // The same on every machine and in every process: these are part of the contract that reruns are equal.
        Assert.Equal("mock-" + Expected, (await Texts(Ask()))[0]);
        Assert.Equal(texts, await Texts(Ask(settings: drawing)));
        Assert.Empty(texts.Intersect(await Texts(Ask(settings: drawing, seed: 8))));
        Assert.Empty(texts.Intersect(await Texts(Ask(settings: drawing, id: "e2"))));
        Assert.Empty(texts.Intersect(await Texts(Ask(settings: drawing, prompt: Question.WithoutFirstDemonstration()))));
        Assert.Equal(await Texts(Ask(seed: 1)), await Texts(Ask(seed: 2)));
    }

    private const string Expected = "6422872e3b6edc00";

    [Fact]
    public async Task The_right_choice_is_always_the_likeliest_and_the_others_are_in_an_order_of_their_own()
    {
        var model = (ILikelihoodScorer)await OpenAsync("{}");
        string[] choices = [" a", " b", " c"];
        var requests = Enumerable.Range(0, 300).Select(i => new LikelihoodRequest($"e{i}", new Prompt($"Question {i}:"), choices) { MockChoice = i % 3 }).ToList();

        var answers = await model.ScoreAsync(requests, TestContext.Current.CancellationToken);

        for (var i = 0; i < answers.Count; i++)
        {
            var scores = answers[i].Continuations.Select(continuation => continuation.LogProbability).ToArray();
            Assert.Equal(i % 3, Array.IndexOf(scores, scores.Max()));
            Assert.All(scores, score => Assert.InRange(score, -11, 0));
            Assert.Equal([i % 3], answers[i].Continuations.Index().Where(pair => pair.Item.IsGreedy).Select(pair => pair.Index));
            Assert.Equal(3, answers[i].Usage.ModelCalls);
        }
        var hashed = (ILikelihoodScorer)await OpenAsync("""{ "answer": "hash" }""");
        var first = (await hashed.ScoreAsync(requests, TestContext.Current.CancellationToken)).Select(answer => answer.Continuations[0].LogProbability).ToList();
        Assert.Equal(first, (await hashed.ScoreAsync([.. requests.Select(request => request with { MockChoice = null })], TestContext.Current.CancellationToken)).Select(answer => answer.Continuations[0].LogProbability));
        Assert.Equal(300, first.Distinct().Count());
    }

    [Fact]
    public async Task Usage_counts_four_characters_a_token()
    {
        var answer = await GenerateAsync("{}", Ask(settings: new GenerationSettings { Samples = 2 }));

        Assert.Equal(((long)Math.Ceiling(Question.Text.Length / 4.0), 4, 2), (answer.Usage.PromptTokens, answer.Usage.CompletionTokens, answer.Usage.ModelCalls));
    }

    [Fact]
    public async Task Latency_is_waited_for_once_a_batch_on_the_injected_clock()
    {
        var time = new SteppedTime();
        var model = (ITextGenerator)await OpenAsync("""{ "latencyMs": 250 }""", time);
        using var cancel = new CancellationTokenSource();

        var running = model.GenerateAsync([Ask("a"), Ask("b")], cancel.Token);
        Assert.False(running.IsCompleted);
        Assert.Equal(TimeSpan.FromMilliseconds(250), await time.PassWaitAsync());

        Assert.All(await running, answer => Assert.Equal(0.125, answer.Usage.Seconds));
        running = model.GenerateAsync([Ask()], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Failures_for_tests_of_retries_depend_on_the_unit_and_pass()
    {
        var model = (ITextGenerator)await OpenAsync("""{ "failEvery": 5, "failTimes": 2 }""");
        var requests = Enumerable.Range(0, 1000).Select(i => Ask($"e{i}")).ToList();
        async Task<List<string>> Failing(IEnumerable<GenerationRequest> asked)
        {
            var list = asked.ToList();
            var answers = await model.GenerateAsync(list, TestContext.Current.CancellationToken);
            Assert.All(answers.Where(answer => answer.Failure is not null), answer => Assert.Equal(FailureKind.Environment, answer.Failure!.Kind));
            return [.. list.Where((_, i) => answers[i].Failure is not null).Select(request => request.Id).Order(StringComparer.Ordinal)];
        }

        var first = await Failing(requests);

        Assert.InRange(first.Count, 150, 250);
        Assert.Equal(first, await Failing(Enumerable.Reverse(requests)));
        Assert.Empty(await Failing(requests));
        var always = await GenerateAsync("""{ "failEvery": 1, "failTimes": 0, "failKind": "input" }""", Ask());
        Assert.Equal(FailureKind.Input, always.Failure!.Kind);
    }

    [Fact]
    public async Task The_digest_holds_what_changes_answers()
    {
        async Task<string> Digest(string options) => (await OpenAsync(options)).Identity.Digest;

        Assert.Equal(await Digest("{}"), await Digest("""{ "latencyMs": 5, "answer": "first-reference" }"""));
        Assert.Equal(4, new HashSet<string> { await Digest("{}"), await Digest("""{ "answer": "hash" }"""), await Digest("""{ "answer": "constant", "text": "x" }"""), await Digest("""{ "failEvery": 3 }""") }.Count);
    }

    [Fact]
    public async Task A_request_costs_less_than_three_microseconds()
    {
        var model = await OpenAsync("{}");
        var prompt = new Prompt("Instruction.\n\n", [.. Enumerable.Repeat("Question: a demonstration of some length, as they are\nAnswer: yes\n\n", 4)], new string('q', 400));
        var generations = Enumerable.Range(0, 2000).Select(i => Ask($"e{i}", new GenerationSettings { Stop = ["\n"] }, prompt)).ToList();
        var likelihoods = Enumerable.Range(0, 2000).Select(i => new LikelihoodRequest($"e{i}", prompt, [" yes", " no"]) { MockChoice = 0 }).ToList();

        var generating = await CostAsync(() => ((ITextGenerator)model).GenerateAsync(generations, TestContext.Current.CancellationToken), generations.Count);
        var scoring = await CostAsync(() => ((ILikelihoodScorer)model).ScoreAsync(likelihoods, TestContext.Current.CancellationToken), likelihoods.Count);

        TestContext.Current.TestOutputHelper?.WriteLine($"{generating:0.00} µs a completion, {scoring:0.00} µs a pair of continuations");
        Assert.InRange(generating, 0, 3);
        Assert.InRange(scoring, 0, 3);
    }

    // The best of many rounds: the machine does other work, and what is asserted is the cost, not the load.
    private static async Task<double> CostAsync<T>(Func<Task<T>> run, int requests)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 60; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await run();
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            if (elapsed < best) best = elapsed;
        }
        return best.TotalMicroseconds / requests;
    }
}
