using EvalHarness.Core.Models;
using EvalHarness.Models.Onnx.Batching;
using EvalHarness.Models.Onnx.Folders;
using EvalHarness.Models.Onnx.Generation;
using EvalHarness.Models.Onnx.Sessions;
using EvalHarness.Models.Tokenizers;
using EvalHarness.Models.Trying;

namespace EvalHarness.Models.Onnx.Causal;

/// <summary>
/// A decoder-only language model on ONNX Runtime. Calls may come from several threads; they are computed one after the other, each with all
/// of the machine.
/// </summary>
public sealed class OnnxCausalLanguageModel : ITextGenerator, ILikelihoodScorer, ITrialModel
{
    private const int RowsOnProcessor = 32;
    private const int RowsOnDevice = 128;
    private readonly CausalRunner _runner;
    private readonly PromptEncoder _prompts;
    private readonly ContinuationEncoder _continuations;
    private readonly LikelihoodScoring _scoring;
    private readonly GenerationRunner _generation;
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal OnnxCausalLanguageModel(CausalGraph graph, Tokenizer tokenizer, ModelConfiguration configuration, ModelIdentity identity, OnnxModelOptions options)
    {
        var onDevice = graph.Session.Provider != "cpu";
        Identity = identity with { ExecutionProvider = graph.Session.Provider };
        Tokenizer = tokenizer;
        Configuration = configuration;
        Session = graph.Session;
        var budget = options.TokenBudget is { } tokens ? new TokenBudget(tokens, tokens, isFixed: true)
            : onDevice ? new TokenBudget(4096, 65_536) : new TokenBudget(512, 4096);
        _runner = new CausalRunner(graph, budget, options.Time);
        Conversation = new Conversation(tokenizer.Settings, options.Time);
        _prompts = new PromptEncoder(tokenizer, Conversation, configuration.BeginToken);
        _continuations = new ContinuationEncoder(_prompts, configuration);
        _scoring = new LikelihoodScoring(_runner);
        Trials = new CausalTrials(this).Trials;
        _generation = new GenerationRunner(_runner, tokenizer, configuration, onDevice ? RowsOnDevice : RowsOnProcessor);
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>config.json and generation_config.json.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The loaded graph: what runs it, how long loading took.</summary>
    public OnnxSession Session { get; }

    /// <summary>Tokens that are scored.</summary>
    public int VocabularySize => _runner.Graph.VocabularySize;

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>What has been computed so far.</summary>
    public BatchStatistics Statistics => _runner.Statistics;

    /// <inheritdoc/>
    public bool HasChatTemplate => Tokenizer.Settings.ChatTemplate is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new GenerationAnswer?[requests.Count];
        var prompts = new EncodedPrompt[requests.Count];
        var jobs = new List<(int Request, GenerationJob Job)>();
        for (var i = 0; i < requests.Count; i++)
        {
            var options = DecodingOptions.From(requests[i].Settings);
            prompts[i] = Encode(requests[i], options);
            if (prompts[i].Problem is { } problem)
                answers[i] = GenerationAnswer.Failed(FailureKind.Input, problem) with { DroppedDemonstrations = prompts[i].DroppedDemonstrations };
            else
                jobs.Add((i, new GenerationJob(requests[i].Id, prompts[i].Ids, options, requests[i].Seed)));
        }
        var outcomes = await GenerateAsync(jobs.ConvertAll(j => j.Job), cancellationToken);
        foreach (var ((request, job), outcome) in jobs.Zip(outcomes))
        {
            var usage = new ModelUsage(job.PromptIds.Count, outcome.Sequences.Sum(s => s.Ids.Count), job.Options.Samples, outcome.Seconds);
            answers[request] = new GenerationAnswer([.. outcome.Sequences.Select(s => s.ToCompletion())], usage)
            {
                DroppedDemonstrations = prompts[request].DroppedDemonstrations,
                TruncatedTokens = prompts[request].TruncatedTokens,
            };
        }
        return answers!;
    }

    /// <summary>Generates from tokens, with every option of the decoder.</summary>
    public Task<IReadOnlyList<GenerationOutcome>> GenerateAsync(IReadOnlyList<GenerationJob> jobs, CancellationToken cancellationToken) =>
        InTurn<IReadOnlyList<GenerationOutcome>>(() => _generation.Generate(jobs, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new LikelihoodAnswer?[requests.Count];
        var encoded = new EncodedContinuations[requests.Count];
        var wanted = new List<int>();
        for (var i = 0; i < requests.Count; i++)
        {
            encoded[i] = _continuations.Encode(requests[i]);
            if (encoded[i].Problem is { } problem)
                answers[i] = LikelihoodAnswer.Failed(FailureKind.Input, problem) with { DroppedDemonstrations = encoded[i].DroppedDemonstrations };
            else
                wanted.Add(i);
        }
        var items = wanted.ConvertAll(i => new LikelihoodItem(encoded[i].Context, encoded[i].Continuations));
        var (scores, seconds) = await InTurn(() => _scoring.Score(items, cancellationToken), cancellationToken);
        for (var k = 0; k < wanted.Count; k++)
        {
            var item = items[k];
            answers[wanted[k]] = new LikelihoodAnswer(
                [.. scores[k].Select(s => new ScoredContinuation(s.LogProbabilities.Sum(), s.LogProbabilities.Length, s.IsGreedy, s.LogProbabilities))],
                new ModelUsage(item.Context.Length, item.Continuations.Sum(c => c.Length), item.Continuations.Count, seconds[k]))
            {
                DroppedDemonstrations = encoded[wanted[k]].DroppedDemonstrations,
                TruncatedTokens = encoded[wanted[k]].TruncatedTokens,
            };
        }
        return answers!;
    }

    /// <summary>The scores of the token after the given ones, before any processing.</summary>
    /// <param name="ids">At least one token.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<float[]> NextTokenScoresAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken) => InTurn(() =>
    {
        var batch = new TokenBatch(1, ids.Count);
        batch.Set(0, 0, [.. ids], 0);
        batch.Wanted.Add((0, ids.Count - 1));
        float[] scores = [];
        _runner.Feed(batch, null, null, (_, values) => scores = values.ToArray(), cancellationToken).Dispose();
        return scores;
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _runner.Dispose();
        _turn.Dispose();
    }

    internal Conversation Conversation { get; }

    internal PromptEncoder Prompts => _prompts;

    internal ContinuationEncoder Continuations => _continuations;

    private EncodedPrompt Encode(GenerationRequest request, DecodingOptions options)
    {
        var settings = request.Settings;
        if (options.Problem() is { } wrong)
            return new EncodedPrompt([], 0, 0, wrong);
        var limit = Configuration.MaxPositions is { } most ? most - options.MaxNewTokens : int.MaxValue;
        if (limit < 1)
            return new EncodedPrompt([], 0, 0, $"maxNewTokens {options.MaxNewTokens:N0} leaves no room for a prompt: the model has {Configuration.MaxPositions:N0} positions.");
        try
        {
            return _prompts.Fit(request.Prompt, () => limit, settings.Overflow,
                p => _continuations.OrBegin(_prompts.Encode(_prompts.Text(p, settings.ChatTemplate, settings.SystemMessage), settings.ChatTemplate)));
        }
        catch (ModelException e)
        {
            return new EncodedPrompt([], 0, 0, e.Message);
        }
    }

    private async Task<T> InTurn<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(compute, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
