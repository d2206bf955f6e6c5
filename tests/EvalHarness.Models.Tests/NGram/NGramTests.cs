using System.Text.Json.Nodes;
using CsCheck;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;
using EvalHarness.Models.NGram;

namespace EvalHarness.Models.Tests.NGram;

/// <summary>The count-based language model: equal to its definition, deterministic, and moved by demonstrations.</summary>
public sealed class NGramTests
{
    private static readonly string[] Reviews =
    [
        "Review: a great film\nSentiment: good\n\n",
        "Review: a dull film\nSentiment: bad\n\n",
        "Review: great fun\nSentiment: good\n\n",
        "Review: it is dull\nSentiment: bad\n\n",
        "Review: great\nSentiment: good\n\n",
    ];

    private static TrainingTexts Training(params string[] texts) => new(string.Join('|', texts), _ => texts.ToAsyncEnumerable());

    private static async Task<(ITextGenerator Generator, ILikelihoodScorer Scorer, IModelSource Source)> OpenAsync(TrainingTexts training, string options = "{}", Action<string>? notice = null)
    {
        var declaration = new ModelDeclaration("n", "ngram", JsonNode.Parse(options)!.AsObject(), "");
        var source = await ModelProviders.OpenAsync(declaration, new ModelOpeningContext { Training = training, Notice = notice ?? (_ => { }) }, TestContext.Current.CancellationToken);
        var model = await source.LoadAsync(TestContext.Current.CancellationToken);
        return ((ITextGenerator)model, (ILikelihoodScorer)model, source);
    }

    private static async Task<Completion> CompleteAsync(ITextGenerator model, string prompt, GenerationSettings? settings = null, string id = "e1", long seed = 7) =>
        Assert.Single((await model.GenerateAsync([new GenerationRequest(id, new Prompt(prompt), settings ?? new GenerationSettings(), seed)], TestContext.Current.CancellationToken))[0].Completions);

    private static async Task<LikelihoodAnswer> ScoreAsync(ILikelihoodScorer model, string prompt, params string[] continuations) =>
        Assert.Single(await model.ScoreAsync([new LikelihoodRequest("e1", new Prompt(prompt), continuations)], TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_bigram_by_hand()
    {
        var (_, scorer, _) = await OpenAsync(Training("a b", "a c"), """{ "order": 2, "promptWeight": 0 }""");

        var answer = await ScoreAsync(scorer, "a", " b", " d");

        // Spellings "a", " b", " c", each with an end: 8 characters, 5 types; u is the floor of the 65,537 symbols.
        const double u = 1.0 / 65537;
        var (space, b, end, d) = ((2 + 5 * u) / 13, (1 + 5 * u) / 13, (3 + 5 * u) / 13, 5 * u / 13);
        // " b": space, then b after space (b and c once each), then the end after b, also in the history " b".
        var spelledB = space * ((1 + 2 * b) / 4) * ((1 + (1 + end) / 2) / 2);
        // " d": d was never seen, so neither was anything after it.
        var spelledD = space * (2 * d / 4) * end;
        // Texts "a b" and "a c" with their ends: 6 units, 4 types. After a: " b" and " c" once each.
        Assert.Equal(Math.Log((1 + 2 * ((1 + 4 * spelledB) / 10)) / 4), answer.Continuations[0].LogProbability, 12);
        Assert.Equal(Math.Log(2 * (4 * spelledD / 10) / 4), answer.Continuations[1].LogProbability, 12);
    }

    [Theory]
    [InlineData("word", 5)]
    [InlineData("word", 2)]
    [InlineData("word", 1)]
    [InlineData("character", 4)]
    public async Task Probabilities_and_greedy_choices_equal_the_definition_on_any_text(string unit, int order)
    {
        // Few letters, so that runs repeat; blanks and line feeds, so that units of all kinds meet.
        var gen = Gen.Char["abB1., \n"].Array[0, 14].Select(characters => new string(characters));
        var texts = Gen.Select(gen.Array[0, 5], gen, Gen.Char["abZ1 .é"].Array[1, 6].Select(characters => new string(characters)));

        await texts.SampleAsync(async sample =>
        {
            var (training, prompt, continuation) = sample;
            var (generator, scorer, _) = await OpenAsync(Training(training), $$"""{ "order": {{order}}, "unit": "{{unit}}" }""");
            var reference = new ReferenceModel(training, order, unit == "character", 0.3);
            // A space at the end of the context goes to the continuation, as units have it before their word.
            var (context, rest) = unit == "word" && prompt.EndsWith(' ') ? (prompt[..^1], " " + continuation) : (prompt, continuation);

            var scored = (await ScoreAsync(scorer, prompt, continuation)).Continuations[0];
            Assert.Equal(reference.LogProbability(context, rest), scored.LogProbability, 1e-10);

            var read = ReferenceModel.Units(context, unit == "character");
            var promptUnits = read.ToList();
            var greedy = true;
            foreach (var next in ReferenceModel.Units(rest, unit == "character"))
            {
                greedy &= Likeliest(reference, promptUnits, read, next);
                read.Add(next);
            }
            // Of several likeliest ones the first is the greedy one, so the definition only says what cannot be.
            if (scored.IsGreedy) Assert.True(greedy);

            // One unit, or the end, written greedily: a likeliest one, with its probability.
            var completion = await CompleteAsync(generator, prompt, new GenerationSettings { MaxNewTokens = 1 });
            var (at, written) = (ReferenceModel.Units(prompt, unit == "character"), completion.Finish == FinishReason.Stop ? null : completion.Text);
            var p = reference.Probability(at, at, written);
            Assert.True(p >= reference.Probability(at, at, reference.Best(at, at)) * (1 - 1e-12), $"'{written}' is not the likeliest");
            if (p > 0) Assert.Equal(Math.Log(p), completion.LogProbability!.Value, 1e-10);
            else Assert.Null(completion.LogProbability);
        }, iter: 300, threads: 1, seed: "0000KOIkUGe4");
    }

    private static bool Likeliest(ReferenceModel reference, List<string> prompt, List<string> read, string? next)
    {
        var best = reference.Probability(prompt, read, reference.Best(prompt, read));
        return reference.Probability(prompt, read, next) >= best * (1 - 1e-12);
    }

    [Fact]
    public async Task Probabilities_of_all_units_sum_to_one()
    {
        string[] texts = ["ab", "abb", "b a"];
        var (_, scorer, _) = await OpenAsync(Training(texts), """{ "unit": "character", "order": 3 }""");
        var reference = new ReferenceModel(texts, 3, byCharacter: true, 0.3);
        var prompt = ReferenceModel.Units("ba", byCharacter: true);

        var answer = await ScoreAsync(scorer, "ba", "a", "b", " ", "\u4E00");

        var known = answer.Continuations.Take(3).Sum(continuation => Math.Exp(continuation.LogProbability));
        var unknown = Math.Exp(answer.Continuations[3].LogProbability) * (0x110000 - 3);
        // The end of the text cannot be scored as text.
        Assert.Equal(1, known + unknown + reference.Probability(prompt, prompt, null), 1e-12);
    }

    [Fact]
    public async Task It_answers_as_the_training_texts_do_and_stops_where_they_stop()
    {
        var (generator, scorer, _) = await OpenAsync(Training(Reviews));

        var good = await CompleteAsync(generator, "Review: a great film\nSentiment:");
        var bad = await CompleteAsync(generator, "Review: a dull film\nSentiment:");

        Assert.Equal((" good", FinishReason.Stop), (good.Text, good.Finish));
        Assert.Equal(FinishReason.Stop, bad.Finish);
        Assert.True(good.LogProbability < 0);
        var answer = await ScoreAsync(scorer, "Review: a great film\nSentiment:", " good", " bad", " excellent", " zebra crossing");
        Assert.True(answer.Continuations[0].LogProbability > answer.Continuations[1].LogProbability);
        Assert.True(answer.Continuations[1].LogProbability > answer.Continuations[2].LogProbability);
        Assert.Equal([true, false, false, false], answer.Continuations.Select(continuation => continuation.IsGreedy));
        Assert.Equal([1, 1, 1, 2], answer.Continuations.Select(continuation => continuation.Tokens));
        Assert.Equal(4, answer.Usage.ModelCalls);
    }

    [Fact]
    public async Task Demonstrations_move_it()
    {
        var (generator, scorer, _) = await OpenAsync(Training(Reviews));
        const string query = "Review: odd\nSentiment:";
        const string demonstrations = "Review: new\nSentiment: mixed\n\nReview: other\nSentiment: mixed\n\nReview: third\nSentiment: mixed\n\n";

        Assert.Equal(" good", (await CompleteAsync(generator, query)).Text);
        // Three demonstrations do not outweigh what all training texts say, but they do with more weight.
        Assert.Equal(" good", (await CompleteAsync(generator, demonstrations + query)).Text);
        var (attentive, _, _) = await OpenAsync(Training(Reviews), """{ "promptWeight": 0.6 }""");
        Assert.Equal(" mixed", (await CompleteAsync(attentive, demonstrations + query)).Text);
        var without = (await ScoreAsync(scorer, query, " mixed")).Continuations[0].LogProbability;
        var with = (await ScoreAsync(scorer, demonstrations + query, " mixed")).Continuations[0].LogProbability;
        Assert.True(with > without + 5, $"{with} is hardly more than {without}");

        var (_, unmoved, _) = await OpenAsync(Training(Reviews), """{ "promptWeight": 0 }""");
        Assert.Equal((await ScoreAsync(unmoved, query, " mixed")).Continuations[0].LogProbability, (await ScoreAsync(unmoved, demonstrations + query, " mixed")).Continuations[0].LogProbability);
    }

    [Fact]
    public async Task Stop_strings_blank_lines_and_limits()
    {
        var (generator, _, _) = await OpenAsync(Training("Q\nA one two\n\nthree four five six seven"));

        Assert.Equal((" one two", FinishReason.Stop), Two(await CompleteAsync(generator, "Q\nA")));
        Assert.Equal((" one", FinishReason.Stop), Two(await CompleteAsync(generator, "Q\nA", new GenerationSettings { Stop = [" two", "zzz"] })));
        Assert.Equal((" o", FinishReason.Stop), Two(await CompleteAsync(generator, "Q\nA", new GenerationSettings { Stop = ["ne t"] })));
        Assert.Equal((" one", FinishReason.Length), Two(await CompleteAsync(generator, "Q\nA", new GenerationSettings { MaxNewTokens = 1 })));
        Assert.Equal((" four five", FinishReason.Length), Two(await CompleteAsync(generator, "three", new GenerationSettings { MaxNewTokens = 2 })));
        Assert.Equal((" seven", FinishReason.Stop), Two(await CompleteAsync(generator, "four five six", new GenerationSettings())));

        static (string, FinishReason) Two(Completion completion) => (completion.Text, completion.Finish);
    }

    [Fact]
    public async Task Samples_follow_the_distribution_and_their_seeds()
    {
        var (generator, scorer, _) = await OpenAsync(Training("x a", "x a", "x a", "x b", "x c"), """{ "promptWeight": 0 }""");
        var settings = new GenerationSettings { Temperature = 1, MaxNewTokens = 1, Samples = 4000 };
        GenerationRequest Request(GenerationSettings wanted, string id = "e1", long seed = 7) => new(id, new Prompt("x"), wanted, seed);
        async Task<string[]> Texts(GenerationRequest request) => [.. (await generator.GenerateAsync([request], TestContext.Current.CancellationToken))[0].Completions.Select(completion => completion.Text)];

        var texts = await Texts(Request(settings));

        var answer = await ScoreAsync(scorer, "x", " a", " b", " c");
        foreach (var (text, scored) in new[] { " a", " b", " c" }.Zip(answer.Continuations))
        {
            var p = Math.Exp(scored.LogProbability);
            // Four standard deviations; the draws are seeded, so this cannot flicker. Unknown words are not written, which raises p by less than a hundredth.
            Assert.Equal(p, texts.Count(drawn => drawn == text) / 4000.0, 4 * Math.Sqrt(p / 4000) + 0.01);
        }
        Assert.Equal(texts, await Texts(Request(settings)));
        Assert.NotEqual(texts, await Texts(Request(settings, seed: 8)));
        Assert.NotEqual(texts, await Texts(Request(settings, id: "e2")));
        Assert.All(await Texts(Request(settings with { TopK = 1 })), text => Assert.Equal(" a", text));
        Assert.All(await Texts(Request(settings with { TopP = 0.3 })), text => Assert.Equal(" a", text));
        Assert.All(await Texts(Request(settings with { Temperature = 0.01 })), text => Assert.Equal(" a", text));
        Assert.Equal(3, (await Texts(Request(settings with { TopK = 3 }))).Distinct().Count());
        var flat = await Texts(Request(settings with { Temperature = 50 }));
        Assert.True(flat.Count(text => text == " a") < texts.Count(text => text == " a") / 2);
    }

    [Fact]
    public async Task Answers_do_not_depend_on_batches_order_or_threads()
    {
        var (generator, scorer, _) = await OpenAsync(Training(Reviews));
        var generations = Enumerable.Range(0, 40).Select(i => new GenerationRequest($"e{i}", new Prompt("", [Reviews[i % 5]], $"Review: number {i % 7} is\nSentiment:"),
            new GenerationSettings { Temperature = i % 2, Samples = 2 }, 7)).ToList();
        var likelihoods = generations.Select(request => new LikelihoodRequest(request.Id, request.Prompt, [" good", " bad", " unheard"])).ToList();
        string Show(GenerationAnswer answer) => string.Join('|', answer.Completions);
        string Score(LikelihoodAnswer answer) => string.Join('|', answer.Continuations.Select(one => $"{one.LogProbability:R} {one.Tokens} {one.IsGreedy}"));
        var whole = (await generator.GenerateAsync(generations, TestContext.Current.CancellationToken)).Select(Show).ToList();
        var scored = (await scorer.ScoreAsync(likelihoods, TestContext.Current.CancellationToken)).Select(Score).ToList();

        var reversed = (await generator.GenerateAsync([.. Enumerable.Reverse(generations)], TestContext.Current.CancellationToken)).Select(Show).Reverse();
        Assert.Equal(whole, reversed);
        var single = await Task.WhenAll(generations.Select(request => Task.Run(async () => Show((await generator.GenerateAsync([request], TestContext.Current.CancellationToken))[0]))));
        Assert.Equal(whole, single);
        var singly = await Task.WhenAll(likelihoods.Select(request => Task.Run(async () => Score((await scorer.ScoreAsync([request], TestContext.Current.CancellationToken))[0]))));
        Assert.Equal(scored, singly);
    }

    [Theory]
    [InlineData("word")]
    [InlineData("character")]
    public async Task Without_any_training_text_the_prompt_is_all_it_knows(string unit)
    {
        var (generator, scorer, _) = await OpenAsync(Training(), $$"""{ "unit": "{{unit}}" }""");

        Assert.Equal("", (await CompleteAsync(generator, "")).Text);
        Assert.Null((await CompleteAsync(generator, "")).LogProbability);
        Assert.Equal(" a", (await CompleteAsync(generator, "x a x a x", new GenerationSettings { MaxNewTokens = unit == "word" ? 1 : 2 })).Text);
        var scored = (await ScoreAsync(scorer, "", "word", "w")).Continuations;
        Assert.All(scored, one => Assert.True(double.IsFinite(one.LogProbability)));
        Assert.True(scored[1].LogProbability > scored[0].LogProbability);
    }

    [Fact]
    public async Task Odd_texts_have_finite_probabilities()
    {
        var (_, scorer, _) = await OpenAsync(Training(Reviews));

        var answer = await ScoreAsync(scorer, "Review: 😀\r\n\t", new string('x', 3000), "\uD800", "😀 ☂\u0301 \0", " \n\n ", "ﬁ½Ⅷ");

        Assert.All(answer.Continuations, one => Assert.True(double.IsFinite(one.LogProbability) && one.LogProbability < 0));
        Assert.True(answer.Continuations[0].LogProbability < -1000);
        Assert.Equal(FailureKind.Input, (await ScoreAsync(scorer, "x", "")).Failure!.Kind);
    }

    [Fact]
    public async Task The_digest_holds_options_and_training_texts()
    {
        async Task<string> Digest(TrainingTexts training, string options = "{}") => (await OpenAsync(training, options)).Source.Identity.Digest;
        var digests = new List<string>
        {
            await Digest(Training(Reviews)),
            await Digest(Training(Reviews[..4])),
            await Digest(Training(Reviews), """{ "order": 3 }"""),
            await Digest(Training(Reviews), """{ "unit": "character" }"""),
            await Digest(Training(Reviews), """{ "promptWeight": 0.5 }"""),
            await Digest(Training(Reviews), """{ "maxUnits": 10 }"""),
        };

        Assert.Equal(6, digests.Distinct().Count());
        Assert.Equal(digests[0], await Digest(Training(Reviews), """{ "order": 5, "unit": "word" }"""));
        var declaration = new ModelDeclaration("n", "ngram", [], "");
        var e = await Assert.ThrowsAsync<ModelException>(() => ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("only be opened for a suite", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_text_beyond_the_limit_is_left_out_and_noticed()
    {
        var notices = new List<string>();
        var (limited, _, _) = await OpenAsync(Training("a b", "a c", "a c"), """{ "maxUnits": 3, "promptWeight": 0 }""", notices.Add);
        var (whole, _, _) = await OpenAsync(Training("a b", "a c", "a c"), """{ "promptWeight": 0 }""", notices.Add);

        Assert.Equal(" b", (await CompleteAsync(limited, "a")).Text);
        Assert.Equal(" c", (await CompleteAsync(whole, "a")).Text);
        Assert.Contains("first 3 units", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_cannot_do_is_said()
    {
        var (generator, scorer, _) = await OpenAsync(Training(Reviews));

        await Assert.ThrowsAsync<ModelException>(() => CompleteAsync(generator, "x", new GenerationSettings { Beams = 2 }));
        await Assert.ThrowsAsync<ModelException>(() => CompleteAsync(generator, "x", new GenerationSettings { ChatTemplate = true }));
        await Assert.ThrowsAsync<ModelException>(() => scorer.ScoreAsync([new LikelihoodRequest("e", new Prompt("x"), ["y"]) { ChatTemplate = true }], TestContext.Current.CancellationToken));
        Assert.False(generator.HasChatTemplate);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scorer.ScoreAsync([new LikelihoodRequest("e", new Prompt("x"), ["y"])], cancel.Token));
    }

    [Fact]
    public async Task It_is_estimated_in_seconds_and_scores_twenty_thousand_continuations_a_second()
    {
        // 20,000 texts of 30 words over a vocabulary with the long tail of a language.
        var random = new Core.Randomness.SeededRandom(1, "ngram-speed");
        string Word() => "w" + (int)(1 / (random.NextDouble() + 0.00005));
        string Text(string label) => $"Review: {string.Join(' ', Enumerable.Range(0, 30).Select(_ => Word()))}\nSentiment: {label}\n\n";
        var texts = Enumerable.Range(0, 20_000).Select(i => Text(i % 2 == 0 ? "good" : "bad")).ToArray();
        var started = TimeProvider.System.GetTimestamp();
        var (_, scorer, _) = await OpenAsync(new TrainingTexts("d", _ => texts.ToAsyncEnumerable()));
        var estimated = TimeProvider.System.GetElapsedTime(started);
        var requests = Enumerable.Range(0, 250).Select(i => new LikelihoodRequest($"e{i}", new Prompt("", texts[..4], Text("")[..^3]), [" good", " bad", " something else", " w17 w3"])).ToList();

        // The best of many short rounds: the machine does other work, and what is asserted is the cost, not the load.
        var best = 0.0;
        for (var round = 0; round < 100; round++)
        {
            started = TimeProvider.System.GetTimestamp();
            await scorer.ScoreAsync(requests, TestContext.Current.CancellationToken);
            best = Math.Max(best, requests.Count * 4 / TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{estimated.TotalSeconds:0.00} s for {texts.Length} texts; {best:N0} continuations/s");
        Assert.InRange(estimated.TotalSeconds, 0, 20);
        Assert.True(best > 20_000, $"{best:N0} continuations/s");
    }
}
