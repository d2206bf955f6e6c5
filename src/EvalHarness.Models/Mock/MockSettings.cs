using EvalHarness.Core.Models;

namespace EvalHarness.Models.Mock;

/// <summary>What a mock model answers.</summary>
internal enum MockAnswerKind
{
    FirstReference,
    Constant,
    Hash,
}

/// <summary>The options of a mock model.</summary>
internal sealed record MockSettings
{
    public MockAnswerKind Answer { get; init; }

    public string Text { get; init; } = "";

    public TimeSpan Latency { get; init; }

    public int FailEvery { get; init; }

    public FailureKind FailKind { get; init; }

    public int FailTimes { get; init; }
}
