using System.Text.Json.Nodes;

namespace EvalHarness.Core.Evidence;

/// <summary>What one piece of evidence belongs to.</summary>
public enum EvidenceUnit
{
    /// <summary>One evaluated example.</summary>
    Example,

    /// <summary>One item of the training split or hash pool.</summary>
    PoolItem,

    /// <summary>One image of the gallery.</summary>
    GalleryItem,

    /// <summary>One repetition of an experiment, numbered from 0.</summary>
    Trial,

    /// <summary>The run itself: content-free texts, a teaching phase, a fitted prototype.</summary>
    Run,
}

/// <summary>
/// One kind of evidence a system asks for. Equal specs are one spec: they are keyed by what is asked, never by who asks, so systems share
/// model calls by construction. Names of systems, metrics and report settings must not appear in here.
/// </summary>
public sealed record EvidenceSpec
{
    /// <summary>Who makes it.</summary>
    public required IEvidenceProducer Producer { get; init; }

    /// <summary>What one piece belongs to.</summary>
    public required EvidenceUnit Unit { get; init; }

    /// <summary>The manifest's name of the model that is called, or null where none is. Its digest enters the key, not its name.</summary>
    public string? Model { get; init; }

    /// <summary>Everything else that determines the evidence: prompt form, demonstrations, generation settings. Canonicalised for the key.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>The run's seed where the evidence draws at random, else null; so reruns with another seed reuse what does not depend on it.</summary>
    public long? Seed { get; init; }

    /// <summary>Evidence this builds on. Its units must be the same as this spec's, or the run.</summary>
    public IReadOnlyList<EvidenceSpec> Needs { get; init; } = [];

    /// <summary>Number of units for pool items and trials; ignored for the others.</summary>
    public int Count { get; init; }
}
