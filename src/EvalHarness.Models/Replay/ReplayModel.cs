using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;

namespace EvalHarness.Models.Replay;

/// <summary>
/// Answers from a file: by the digest of the request first, which tells apart what one unit is asked in several ways, then by the unit's id.
/// </summary>
internal sealed class ReplayModel(ModelIdentity identity, ReplayFile file) : ITextGenerator, ILikelihoodScorer
{
    public ModelIdentity Identity { get; } = identity;

    public bool HasChatTemplate => false;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyList<GenerationAnswer>> GenerateAsync(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new GenerationAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers[i] = Answer(requests[i]);
        }
        return Task.FromResult<IReadOnlyList<GenerationAnswer>>(answers);
    }

    public Task<IReadOnlyList<LikelihoodAnswer>> ScoreAsync(IReadOnlyList<LikelihoodRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new LikelihoodAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            answers[i] = Answer(requests[i]);
        }
        return Task.FromResult<IReadOnlyList<LikelihoodAnswer>>(answers);
    }

    private GenerationAnswer Answer(GenerationRequest request)
    {
        var digest = new GenerationCall(request) { Model = Identity.Name }.Request.Digest;
        var completions = new Completion[Math.Max(1, request.Settings.Samples)];
        ModelUsage usage = default;
        for (var sample = 0; sample < completions.Length; sample++)
        {
            var record = file.FindCompletion(new ReplayKey(true, digest, sample)) ?? file.FindCompletion(new ReplayKey(false, request.Id, sample));
            if (record is null)
                return GenerationAnswer.Failed(FailureKind.Environment, Miss("completion", request.Id, sample, digest));
            completions[sample] = record.Completion!;
            usage += record.Usage;
        }
        return new GenerationAnswer(completions, usage);
    }

    private LikelihoodAnswer Answer(LikelihoodRequest request)
    {
        var digest = new LikelihoodCall(request) { Model = Identity.Name }.Request.Digest;
        var record = file.FindLikelihood(new ReplayKey(true, digest, 0)) ?? file.FindLikelihood(new ReplayKey(false, request.Id, 0));
        if (record is null)
            return LikelihoodAnswer.Failed(FailureKind.Environment, Miss("logProbs", request.Id, 0, digest));
        if (record.Continuations!.Count != request.Continuations.Count)
            return LikelihoodAnswer.Failed(FailureKind.Environment,
                $"Line {record.Line} of the replay file {file.Path} has {record.Continuations.Count} entries in 'logProbs', but {request.Continuations.Count} continuations are asked for.");
        return new LikelihoodAnswer(record.Continuations, record.Usage);
    }

    private string Miss(string kind, string id, int sample, string digest) =>
        $"The replay file {file.Path} has no {kind} for the request {digest} (unit '{id}'{(sample > 0 ? $", sample {sample}" : "")}).";
}
