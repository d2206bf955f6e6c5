using EvalHarness.Core.Models;

namespace EvalHarness.Models.Replay;

/// <summary>What a line answers: a unit by its id, or a request by its digest, and which of its samples.</summary>
internal readonly record struct ReplayKey(bool ByDigest, string Name, int Sample)
{
    public override string ToString() => $"{(ByDigest ? "digest" : "id")} '{Name}'{(Sample > 0 ? $", sample {Sample}" : "")}";
}

/// <summary>One line of a replay file.</summary>
internal sealed record ReplayRecord(int Line, ReplayKey Key)
{
    public Completion? Completion { get; init; }

    public IReadOnlyList<ScoredContinuation>? Continuations { get; init; }

    public ModelUsage Usage { get; init; }
}
