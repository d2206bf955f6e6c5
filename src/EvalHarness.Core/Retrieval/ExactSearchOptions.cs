namespace EvalHarness.Core.Retrieval;

/// <summary>The vectors a search computes with. Results are the same bits for each.</summary>
public enum VectorWidth
{
    /// <summary>512 bits where the processor has them, else 256.</summary>
    Widest,

    /// <summary>256 bits: for comparing, and for processors that slow down with wider ones.</summary>
    Narrow,
}

/// <summary>How a search runs and what it keeps.</summary>
public sealed record ExactSearchOptions
{
    /// <summary>How many nearest items are kept of each query; 0 for ranks only.</summary>
    public int Top { get; init; } = 200;

    /// <summary>How many threads work, each on queries of its own.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>The vectors it computes with.</summary>
    public VectorWidth Vectors { get; init; }
}
