using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Tests.Replay;

/// <summary>Recorded answers by unit or by request, from a file that is read strictly.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<IModelSource> DescribeAsync(params string[] lines)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "answers.jsonl"), lines, TestContext.Current.CancellationToken);
        var declaration = new ModelDeclaration("recorded", "replay", new JsonObject { ["path"] = "answers.jsonl" }, _folder);
        return await ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), TestContext.Current.CancellationToken);
    }

    private async Task<IModel> OpenAsync(params string[] lines) => await (await DescribeAsync(lines)).LoadAsync(TestContext.Current.CancellationToken);

    private static GenerationRequest Ask(string id, int samples = 1, string query = "Q") => new(id, new Prompt("P", ["D"], query), new GenerationSettings { Samples = samples }, 7);

    private static async Task<GenerationAnswer> OneAsync(IModel model, GenerationRequest request) =>
        Assert.Single(await ((ITextGenerator)model).GenerateAsync([request], TestContext.Current.CancellationToken));

    private static async Task<LikelihoodAnswer> OneAsync(IModel model, LikelihoodRequest request) =>
        Assert.Single(await ((ILikelihoodScorer)model).ScoreAsync([request], TestContext.Current.CancellationToken));

    [Fact]
    public async Task Completions_by_id_and_sample_with_their_usage()
    {
        var model = await OpenAsync(
            """{"id":"a","completion":"first","usage":{"promptTokens":10,"completionTokens":2,"seconds":0.5}}""",
            """{"id":"a","sample":1,"completion":"second","finish":"length","logProb":-1.5,"usage":{"promptTokens":10,"completionTokens":4}}""",
            "",
            """{"id":"b","completion":"","finish":"refused"}""");

        var answer = await OneAsync(model, Ask("a", samples: 2));

        Assert.Equal([new Completion("first", FinishReason.Stop, 2), new Completion("second", FinishReason.Length, 4, -1.5)], answer.Completions);
        Assert.Equal(new ModelUsage(20, 6, 2, 0.5), answer.Usage);
        Assert.Equal(FinishReason.Refused, (await OneAsync(model, Ask("b"))).Completions[0].Finish);
    }

    [Fact]
    public async Task Log_probabilities_are_sums_or_lists_of_tokens()
    {
        var model = await OpenAsync("""{"id":"a","logProbs":[-1.5,[-0.5,-0.25]],"isGreedy":[false,true],"usage":{"promptTokens":30}}""", """{"id":"b","logProbs":[-1,-2]}""");
        var request = new LikelihoodRequest("a", new Prompt("Q"), [" yes", " no"]);

        var answer = await OneAsync(model, request);

        Assert.Equal((-1.5, 1, false), (answer.Continuations[0].LogProbability, answer.Continuations[0].Tokens, answer.Continuations[0].IsGreedy));
        Assert.Equal((-0.75, 2, true), (answer.Continuations[1].LogProbability, answer.Continuations[1].Tokens, answer.Continuations[1].IsGreedy));
        Assert.Equal([-0.5, -0.25], answer.Continuations[1].TokenLogProbabilities);
        Assert.Equal(new ModelUsage(30, 0, 2, 0), answer.Usage);
        Assert.Equal(2, (await OneAsync(model, request with { Id = "b" })).Usage.ModelCalls);
        var other = await OneAsync(model, request with { Continuations = [" yes", " no", " maybe"] });
        Assert.Equal(FailureKind.Environment, other.Failure!.Kind);
        Assert.Contains("Line 1", other.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("3 continuations", other.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_digest_of_a_request_tells_apart_what_one_unit_is_asked()
    {
        var (first, second) = (Ask("a", query: "one"), Ask("a", query: "two"));
        string Digest(GenerationRequest request) => new GenerationCall(request) { Model = "any" }.Request.Digest;
        var likelihood = new LikelihoodRequest("a", new Prompt("Q"), [" yes"]);
        var model = await OpenAsync(
            $$"""{"digest":"{{Digest(first)}}","completion":"1"}""",
            $$"""{"digest":"{{Digest(second)}}","completion":"2"}""",
            $$"""{"digest":"{{new LikelihoodCall(likelihood) { Model = "any" }.Request.Digest}}","logProbs":[-1]}""",
            """{"id":"a","completion":"by id"}""");

        Assert.Equal("1", (await OneAsync(model, first)).Completions[0].Text);
        Assert.Equal("2", (await OneAsync(model, second)).Completions[0].Text);
        Assert.Equal("1", (await OneAsync(model, first with { Id = "z" })).Completions[0].Text);
        Assert.Equal("by id", (await OneAsync(model, Ask("a", query: "three"))).Completions[0].Text);
        Assert.Equal(-1, (await OneAsync(model, likelihood)).Continuations[0].LogProbability);
    }

    [Fact]
    public void A_request_digest_is_the_hash_of_its_stored_form()
    {
        var request = new RequestText("prefix é", "text", """{"maxNewTokens":64}""");

        var bytes = System.Text.Encoding.UTF8.GetBytes("prefix é\0text\0{\"maxNewTokens\":64}");
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), request.Digest);
        Assert.NotEqual(request.Digest, (request with { Prefix = "prefix étext", Text = "" }).Digest);
    }

    [Fact]
    public async Task A_miss_is_an_environment_failure_that_names_file_request_and_unit()
    {
        var model = await OpenAsync("""{"id":"a","completion":"x"}""");

        foreach (var (answer, sample) in new[] { (await OneAsync(model, Ask("b")), ""), (await OneAsync(model, Ask("a", samples: 2)), ", sample 1") })
        {
            Assert.Equal(FailureKind.Environment, answer.Failure!.Kind);
            Assert.Contains("answers.jsonl has no completion for the request ", answer.Failure.Message, StringComparison.Ordinal);
            Assert.EndsWith(sample + ").", answer.Failure.Message, StringComparison.Ordinal);
            Assert.Empty(answer.Completions);
        }
        var missing = await OneAsync(model, new LikelihoodRequest("a", new Prompt("Q"), [" x"]));
        Assert.Contains("has no logProbs", missing.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "not one JSON object")]
    [InlineData("[]", "a JSON object is expected")]
    [InlineData("""{"id":"a","completion":"x"} {}""", "not one JSON object")]
    [InlineData("""{"id":"a","id":"b","completion":"x"}""", "not one JSON object")]
    [InlineData("""{"completion":"x"}""", "exactly one of 'id' and 'digest'")]
    [InlineData("""{"id":"a","digest":"b","completion":"x"}""", "exactly one of 'id' and 'digest'")]
    [InlineData("""{"id":"a"}""", "exactly one of 'completion' and 'logProbs'")]
    [InlineData("""{"id":"a","completion":"x","logProbs":[-1]}""", "exactly one of 'completion' and 'logProbs'")]
    [InlineData("""{"id":"a","compeltion":"x"}""", "'compeltion' is not known (did you mean 'completion'?)")]
    [InlineData("""{"id":7,"completion":"x"}""", "'id' must be a text")]
    [InlineData("""{"digest":"ABC","completion":"x"}""", "64 lower-case hex digits")]
    [InlineData("""{"id":"a","sample":-1,"completion":"x"}""", "'sample' must be a whole number of at least 0")]
    [InlineData("""{"id":"a","sample":0.5,"completion":"x"}""", "'sample' must be a whole number of at least 0")]
    [InlineData("""{"id":"a","completion":null}""", "'completion' must be a text")]
    [InlineData("""{"id":"a","completion":"x","finish":"done"}""", "it must be stop, length or refused")]
    [InlineData("""{"id":"a","completion":"x","isGreedy":[true]}""", "'isGreedy' belongs to 'logProbs'")]
    [InlineData("""{"id":"a","logProbs":[-1],"finish":"stop"}""", "'finish' belongs to 'completion'")]
    [InlineData("""{"id":"a","logProbs":[]}""", "one entry for each continuation")]
    [InlineData("""{"id":"a","logProbs":["-1"]}""", "'logProbs' must hold numbers")]
    [InlineData("""{"id":"a","logProbs":[[]]}""", "'logProbs' must hold numbers")]
    [InlineData("""{"id":"a","logProbs":[-1,-2],"isGreedy":[true]}""", "one for each entry")]
    [InlineData("""{"id":"a","completion":"x","usage":{"tokens":1}}""", "'usage.tokens' is not known")]
    [InlineData("""{"id":"a","completion":"x","usage":{"promptTokens":"1"}}""", "'usage.promptTokens' must be a whole number")]
    [InlineData("""{"id":"a","completion":"x","usage":{"seconds":-1}}""", "must not be negative")]
    [InlineData("""{"id":"ok","completion":"x"}""", "id 'ok' was answered on line 1 already")]
    public async Task A_broken_line_is_an_error_with_file_and_number(string line, string said)
    {
        var source = await DescribeAsync("""{"id":"ok","completion":"x"}""", "", line);

        var e = await Assert.ThrowsAsync<ModelException>(() => source.LoadAsync(TestContext.Current.CancellationToken));

        Assert.Contains("answers.jsonl, line 3: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_digest_is_that_of_the_file_and_a_file_that_changes_is_refused()
    {
        var source = await DescribeAsync("""{"id":"a","completion":"x"}""");
        var again = await DescribeAsync("""{"id":"a","completion":"x"}""");
        Assert.Equal(source.Identity.Digest, again.Identity.Digest);
        Assert.False(source.Identity.Remote);

        var other = await DescribeAsync("""{"id":"a","completion":"y"}""");

        Assert.NotEqual(source.Identity.Digest, other.Identity.Digest);
        var e = await Assert.ThrowsAsync<ModelException>(() => source.LoadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("changed after the run was planned", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var declaration = new ModelDeclaration("recorded", "replay", new JsonObject { ["path"] = "missing.jsonl" }, _folder);

        var e = await Assert.ThrowsAsync<ModelException>(() => ModelProviders.OpenAsync(declaration, new ModelOpeningContext(), TestContext.Current.CancellationToken).AsTask());

        Assert.Contains(Path.Combine(_folder, "missing.jsonl"), e.Message, StringComparison.Ordinal);
        Assert.Contains("'recorded'", e.Message, StringComparison.Ordinal);
    }
}
