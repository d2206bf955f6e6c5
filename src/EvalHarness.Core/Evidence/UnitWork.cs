using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;

namespace EvalHarness.Core.Evidence;

/// <summary>One unit being worked on: what it is, what it builds on, and where its result goes.</summary>
/// <param name="unitId">Example id, pool item id, image id, trial number, or "run".</param>
/// <param name="example">The example or pool item, or null for other units.</param>
/// <param name="needs">Evidence of the needed specs, in the order of <see cref="EvidenceSpec.Needs"/>.</param>
public sealed class UnitWork(string unitId, Example? example, IReadOnlyList<UnitEvidence> needs)
{
    /// <summary>Id of a run unit.</summary>
    public const string RunUnit = "run";

    /// <summary>Example id, pool item id, image id, trial number, or "run".</summary>
    public string UnitId { get; } = unitId;

    /// <summary>The input of the example or pool item.</summary>
    public ExampleInput Input => Example?.Input ?? throw new InvalidOperationException($"Unit {UnitId} has no example.");

    /// <summary>
    /// The whole example. A producer may use it for pool items (their labels are training data) and to tell the mock model its answer;
    /// for evaluated examples nothing else may depend on the references.
    /// </summary>
    public Example? Example { get; } = example;

    /// <summary>Evidence of the needed specs, in the order they were named. Units whose needs failed are never worked on.</summary>
    public IReadOnlyList<UnitEvidence> Needs { get; } = needs;

    /// <summary>The evidence, UTF-8 JSON; null until complete.</summary>
    public byte[]? Payload { get; private set; }

    /// <summary>Why there is none, or null.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Stores the evidence.</summary>
    public void Complete<T>(T evidence, JsonTypeInfo<T> type) => Payload = JsonSerializer.SerializeToUtf8Bytes(evidence, type);

    /// <summary>Ends the unit without evidence: it cannot be asked for this input.</summary>
    public void Fail(FailureKind kind, string message) => Failure = new Failure(kind, message);
}

/// <summary>The stored evidence of one unit.</summary>
/// <param name="UnitId">The unit.</param>
/// <param name="Payload">UTF-8 JSON; empty where there is a failure.</param>
public sealed record UnitEvidence(string UnitId, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Digests of the requests that were made, in order.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>What the calls used; stored, so that reuse does not change a system's cost.</summary>
    public ModelUsage Usage { get; init; }

    /// <summary>Why there is no evidence, or null.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Demonstrations dropped and tokens cut to make prompts fit: counted in the report.</summary>
    public int Shortened { get; init; }

    /// <summary>Reads the evidence.</summary>
    /// <exception cref="JsonException">It is not of that type: the shard was written by another revision.</exception>
    public T Read<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Payload.Span, type) ?? throw new JsonException($"The evidence of unit {UnitId} is null.");
}
