using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Methods.Evidence;
using EvalHarness.Methods.Prompting;

namespace EvalHarness.Methods.Direct;

/// <summary>Plain prompting: complete the prompt, read the answer. Zero-shot, or few-shot with demonstrations.</summary>
public sealed class DirectSystem : ISystem
{
    private readonly AnswerReader _reader;

    private DirectSystem(EvidenceSpec completions, SuiteCard suite)
    {
        Evidence = [completions];
        _reader = new AnswerReader(suite);
    }

    /// <summary>How it is made.</summary>
    public static ISystemFactory Factory { get; } = new DirectFactory();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceSpec> Evidence { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Decision> DecideAsync(
        IDecisionData data, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var completions = row.Evidence[0].Read(EvidenceJson.Default.CompletionsEvidence).Items;
            yield return _reader.Read(row.Input, completions[0].ToCompletion());
        }
    }

    private sealed class DirectFactory : ISystemFactory
    {
        public SystemCard Card { get; } = new()
        {
            Name = "direct",
            Description = "Plain prompting: completes the prompt and reads the answer; with demonstrations it is few-shot prompting.",
            Source = "common practice; the end-to-end and few-shot baselines of most papers",
            Settings = [DemonstrationSettings.Card],
            Models = [new ModelSlot("generator", typeof(ITextGenerator), "completes the prompt")],
        };

        public ValueTask<ISystem> CreateAsync(SystemRequest request, CancellationToken cancellationToken)
        {
            var model = request.Models["generator"];
            var generation = request.Generation with { ChatTemplate = request.ChatTemplate ?? model.HasChatTemplate };
            var spec = CompletionProducer.Spec(model.Identity.Name, DemonstrationSettings.Read(request.Settings), generation, request.Seed);
            return ValueTask.FromResult<ISystem>(new DirectSystem(spec, request.Suite.Suite.Card));
        }
    }
}
