using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Evidence;

/// <summary>
/// Makes one kind of evidence. It never calls a model itself: it hands out calls and is resumed with their answers, so that the shard runner
/// can batch the calls of all its units. Producers hold no state between units and draw only from
/// <see cref="Randomness.SeededRandom"/> with the unit's id.
/// </summary>
public interface IEvidenceProducer
{
    /// <summary>Name in spec keys: <c>label-log-probabilities</c>, <c>completions</c>, <c>table-chain</c>.</summary>
    string Name { get; }

    /// <summary>Rises when the same question may yield other evidence. Part of every spec key.</summary>
    int Revision { get; }

    /// <summary>Prepares what all units share (drawn demonstrations, domain texts). Called once for a spec and process.</summary>
    ValueTask<UnitProducer> PrepareAsync(ProducerContext context, CancellationToken cancellationToken);
}

/// <summary>
/// Makes the evidence of one unit: yields rounds of calls, continues when all calls of a round are answered, and ends after
/// <see cref="UnitWork.Complete{T}"/> or <see cref="UnitWork.Fail"/>. A call that failed for the environment never comes back here.
/// </summary>
public delegate IEnumerable<IReadOnlyList<ModelCall>> UnitProducer(UnitWork work);

/// <summary>What a producer is prepared with.</summary>
/// <param name="Spec">The spec to produce.</param>
/// <param name="Data">The suite split, for demonstrations and whole-split statistics of inputs.</param>
public sealed record ProducerContext(EvidenceSpec Spec, ISuiteData Data);
