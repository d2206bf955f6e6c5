using System.Runtime.CompilerServices;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>The evidence one system decides on, joined with its examples in split order.</summary>
public sealed class DecisionData : IDecisionData
{
    private readonly ComparisonDefinition _comparison;
    private readonly SystemInstance _instance;
    private readonly RunEvidence _evidence;
    private readonly IReadOnlyList<(EvidenceSpec Spec, string Key)> _specs;
    private readonly Dictionary<string, UnitEvidence> _runUnits = [];

    private DecisionData(ComparisonDefinition comparison, SystemInstance instance, RunEvidence evidence, IReadOnlyList<(EvidenceSpec, string)> specs)
    {
        _comparison = comparison;
        _instance = instance;
        _evidence = evidence;
        _specs = specs;
    }

    /// <inheritdoc/>
    public ISuiteData Suite => _comparison.Data;

    /// <summary>Why the system cannot decide at all: a run-level piece of evidence is missing. Null when nothing is.</summary>
    public Failure? RunFailure { get; private set; }

    /// <summary>What the evidence other than the examples' used, and the evidence it builds on, by model.</summary>
    public IReadOnlyList<(string? Model, ModelUsage Usage)> SharedUsage { get; private set; } = [];

    /// <summary>Opens the evidence of a system.</summary>
    public static async Task<DecisionData> OpenAsync(
        ComparisonDefinition comparison, SystemInstance instance, RunEvidence evidence, Func<EvidenceSpec, string> keyOf, CancellationToken cancellationToken)
    {
        var data = new DecisionData(comparison, instance, evidence, [.. instance.System!.Evidence.Select(spec => (spec, keyOf(spec)))]);
        var shared = new List<(string?, ModelUsage)>();
        foreach (var (spec, key) in data._specs)
            if (spec.Unit == EvidenceUnit.Run)
            {
                await using var reader = evidence.Read(key);
                var unit = await reader.ReadAsync(UnitWork.RunUnit, cancellationToken).ConfigureAwait(false)
                    ?? Missing(UnitWork.RunUnit, evidence.ReasonOf(key, UnitWork.RunUnit));
                data._runUnits[key] = unit;
                data.RunFailure ??= unit.Failure;
                shared.Add((spec.Model, unit.Usage));
            }
            else if (spec.Unit != EvidenceUnit.Example)
            {
                await using var reader = evidence.Read(key);
                foreach (var id in data.UnitsOf(spec, key))
                    if (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false) is { } unit)
                        shared.Add((spec.Model, unit.Usage));
                    else
                        data.RunFailure ??= new Failure(FailureKind.Environment, evidence.ReasonOf(key, id));
            }
        // What its evidence builds on costs too, though the system never reads it.
        foreach (var (spec, key) in data.BuiltOn(keyOf))
        {
            var used = default(ModelUsage);
            await using var reader = evidence.Read(key);
            foreach (var id in spec.Unit == EvidenceUnit.Example ? comparison.Selection.Ids : data.UnitsOf(spec, key))
                if (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false) is { } unit)
                    used += unit.Usage;
            shared.Add((spec.Model, used));
        }
        data.SharedUsage = [.. shared.GroupBy(pair => pair.Item1).Select(group => (group.Key, group.Aggregate(default(ModelUsage), (sum, pair) => sum + pair.Item2)))];
        return data;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DecisionRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in ReadAllAsync(cancellationToken).ConfigureAwait(false))
            if (row.Failure is null)
                yield return new DecisionRow(row.Example.Input, row.Evidence, _instance.Card.SeesReferences ? row.Example : null);
    }

    /// <inheritdoc/>
    public UnitEvidence ReadRun(EvidenceSpec spec) => _runUnits[KeyOf(spec)];

    /// <inheritdoc/>
    public async IAsyncEnumerable<UnitEvidence> ReadUnitsAsync(EvidenceSpec spec, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = KeyOf(spec);
        await using var reader = _evidence.Read(key);
        foreach (var id in UnitsOf(spec, key))
            if (await reader.ReadAsync(id, cancellationToken).ConfigureAwait(false) is { Failure: null } unit)
                yield return unit;
    }

    /// <summary>Streams every evaluated example, those without complete evidence included.</summary>
    public async IAsyncEnumerable<EvidenceRow> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var perExample = _specs.Where(spec => spec.Spec.Unit == EvidenceUnit.Example).ToList();
        var readers = perExample.ConvertAll(spec => _evidence.Read(spec.Key));
        try
        {
            await foreach (var example in _comparison.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!_comparison.Selection.Contains(example.Id))
                    continue;
                var units = new UnitEvidence[readers.Count];
                var failure = RunFailure;
                for (var i = 0; i < units.Length; i++)
                {
                    units[i] = await readers[i].ReadAsync(example.Id, cancellationToken).ConfigureAwait(false)
                        ?? Missing(example.Id, _evidence.ReasonOf(perExample[i].Key, example.Id));
                    failure ??= units[i].Failure;
                }
                yield return new EvidenceRow(example, units, failure);
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The models of the example-unit specs, in the order of a row's evidence.</summary>
    public IReadOnlyList<string?> ModelsOfRows => [.. _specs.Where(spec => spec.Spec.Unit == EvidenceUnit.Example).Select(spec => spec.Spec.Model)];

    // Two systems may ask for the same pool with different counts: each sees the first of its own.
    private IEnumerable<string> UnitsOf(EvidenceSpec spec, string key) =>
        spec.Unit is EvidenceUnit.PoolItem or EvidenceUnit.Trial ? _evidence.UnitsOf(key).Take(spec.Count) : _evidence.UnitsOf(key);

    private IEnumerable<(EvidenceSpec Spec, string Key)> BuiltOn(Func<EvidenceSpec, string> keyOf)
    {
        var seen = _specs.Select(spec => spec.Key).ToHashSet();
        var open = new Queue<EvidenceSpec>(_specs.SelectMany(spec => spec.Spec.Needs));
        while (open.TryDequeue(out var spec))
        {
            foreach (var need in spec.Needs)
                open.Enqueue(need);
            if (keyOf(spec) is var key && seen.Add(key))
                yield return (spec, key);
        }
    }

    private string KeyOf(EvidenceSpec spec) => _specs.First(pair => ReferenceEquals(pair.Spec, spec)).Key;

    private static UnitEvidence Missing(string unit, string reason) =>
        new(unit, ReadOnlyMemory<byte>.Empty) { Failure = new Failure(FailureKind.Environment, reason) };
}

/// <summary>An example with its evidence, or with the failure that keeps a system from deciding on it.</summary>
/// <param name="Example">The example.</param>
/// <param name="Evidence">Evidence of the example-unit specs.</param>
/// <param name="Failure">The first failure, or null.</param>
public sealed record EvidenceRow(Example Example, IReadOnlyList<UnitEvidence> Evidence, Failure? Failure);
