using EvalHarness.Core.Evidence;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>The evidence of a run as the aggregator reads it: by spec, with the reason where a unit has none.</summary>
public sealed class RunEvidence
{
    private readonly IArtifactStore _artifacts;
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _shardOfUnit = [];
    private readonly Dictionary<string, PlannedSpec> _planned;
    private readonly Dictionary<string, Dictionary<string, string>> _missing;

    private RunEvidence(IArtifactStore artifacts, RunPlan plan, IReadOnlyDictionary<string, IReadOnlyList<MissingUnit>> missing)
    {
        _artifacts = artifacts;
        _planned = plan.Specs.ToDictionary(spec => spec.Key);
        _missing = missing.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.GroupBy(unit => unit.UnitId).ToDictionary(group => group.Key, group => group.Last().Reason));
    }

    /// <summary>Opens the evidence of a plan.</summary>
    /// <param name="artifacts">Where it is.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="missing">Why units are missing, by spec key, as far as known.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<RunEvidence> OpenAsync(
        IArtifactStore artifacts, RunPlan plan, IReadOnlyDictionary<string, IReadOnlyList<MissingUnit>> missing, CancellationToken cancellationToken)
    {
        var evidence = new RunEvidence(artifacts, plan, missing);
        var index = new EvidenceIndex(artifacts);
        foreach (var spec in plan.Specs)
            evidence._shardOfUnit[spec.Key] = await index.LookUpAsync(spec.Key, cancellationToken).ConfigureAwait(false);
        return evidence;
    }

    /// <summary>The planned units of a spec, in order.</summary>
    public IReadOnlyList<string> UnitsOf(string specKey) => _planned[specKey].Units;

    /// <summary>A reader of a spec's evidence.</summary>
    public EvidenceReader Read(string specKey) => new(_artifacts, _shardOfUnit[specKey]);

    /// <summary>Names of the shards that hold a spec's planned units.</summary>
    public IReadOnlyList<string> ShardsOf(string specKey) => [.. ShardNames(specKey, UnitsOf(specKey))];

    /// <summary>How many shards hold the given units of a spec.</summary>
    public int ShardsOf(string specKey, IReadOnlyList<string> units) => ShardNames(specKey, units).Count();

    /// <summary>Why a unit has no evidence.</summary>
    public string ReasonOf(string specKey, string unit) =>
        _missing.GetValueOrDefault(specKey)?.GetValueOrDefault(unit) ?? "It was not computed.";

    private IEnumerable<string> ShardNames(string specKey, IReadOnlyList<string> units) =>
        units.Select(unit => _shardOfUnit[specKey].GetValueOrDefault(unit)).OfType<string>().Distinct();

    /// <summary>What this run computed: the evidence of units that no earlier run had when it was planned.</summary>
    public async IAsyncEnumerable<(string SpecKey, UnitEvidence Unit)> ComputedAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (key, spec) in _planned)
        {
            await using var reader = Read(key);
            foreach (var unit in spec.ToCompute)
                if (await reader.ReadAsync(unit, cancellationToken).ConfigureAwait(false) is { } evidence)
                    yield return (key, evidence);
        }
    }
}
