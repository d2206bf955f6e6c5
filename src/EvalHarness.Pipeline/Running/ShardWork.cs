using EvalHarness.Core.Models;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Running;

/// <summary>One shard to compute: one kind of evidence on a slice of its units.</summary>
/// <param name="RunId">The run it is computed in.</param>
/// <param name="Spec">What is asked.</param>
/// <param name="Index">Number within the spec and run.</param>
/// <param name="Units">Its units, in order.</param>
public sealed record ShardWork(string RunId, KeyedSpec Spec, int Index, IReadOnlyList<string> Units);

/// <summary>How a shard ended.</summary>
public sealed record ShardResult
{
    /// <summary>The shard's key.</summary>
    public required string Key { get; init; }

    /// <summary>Units with a final result, failures of their input included.</summary>
    public required int Done { get; init; }

    /// <summary>Units failed by their input.</summary>
    public required int FailedInput { get; init; }

    /// <summary>Units failed by the environment, with the reason: missing, to be tried again.</summary>
    public required IReadOnlyList<MissingUnit> Missing { get; init; }

    /// <summary>What the calls used.</summary>
    public required ModelUsage Usage { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A unit without a result.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="Reason">One sentence.</param>
public sealed record MissingUnit(string UnitId, string Reason);
