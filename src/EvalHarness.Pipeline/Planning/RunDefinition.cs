using System.Text.Json.Nodes;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Reports;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;

namespace EvalHarness.Pipeline.Planning;

/// <summary>A manifest with everything it names found and opened: what planning, running and aggregating work on.</summary>
public sealed record RunDefinition
{
    /// <summary>The manifest.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>Its models, described but not loaded.</summary>
    public required IReadOnlyDictionary<string, IModelSource> Models { get; init; }

    /// <summary>Its comparisons.</summary>
    public required IReadOnlyList<ComparisonDefinition> Comparisons { get; init; }

    /// <summary>What was noticed on the way: leaks, hash pools, systems not run.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}

/// <summary>A comparison with everything it names found and opened.</summary>
public sealed record ComparisonDefinition
{
    /// <summary>As declared.</summary>
    public required ComparisonDeclaration Declaration { get; init; }

    /// <summary>The suite split.</summary>
    public required ISuiteData Data { get; init; }

    /// <summary>The evaluated examples.</summary>
    public required Selection Selection { get; init; }

    /// <summary>Metrics; the first one's primary figure is tested.</summary>
    public required IReadOnlyList<IMetric> Metrics { get; init; }

    /// <summary>All points of the sweep, the primary one first; one empty point without a sweep.</summary>
    public required IReadOnlyList<JsonObject> Points { get; init; }

    /// <summary>Method first, then baselines and controls as declared; each at each of the points it differs at and each seed.</summary>
    public required IReadOnlyList<SystemInstance> Systems { get; init; }

    /// <summary>Evaluated examples that also stand in the training data or pool; figures are printed with and without them.</summary>
    public required IReadOnlySet<string> LeakedIds { get; init; }
}

/// <summary>A system of a comparison at one point of its own sweep axes and one seed.</summary>
public sealed record SystemInstance
{
    /// <summary>Name in the comparison.</summary>
    public required string Name { get; init; }

    /// <summary>Part it plays.</summary>
    public required SystemRole Role { get; init; }

    /// <summary>What it is.</summary>
    public required SystemCard Card { get; init; }

    /// <summary>The sweep axes that apply to it, with their values; the others stand at every point.</summary>
    public required JsonObject OwnPoint { get; init; }

    /// <summary>Its seed, or null where it does not depend on the seed and there are several.</summary>
    public required long? Seed { get; init; }

    /// <summary>Models by slot.</summary>
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>Settings in force.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Generation settings in force.</summary>
    public required GenerationSettings Generation { get; init; }

    /// <summary>The system, or null where it is not run.</summary>
    public required ISystem? System { get; init; }

    /// <summary>Why it is not run, or null.</summary>
    public string? NotRun { get; init; }

    /// <summary>Whether it stands at a point of the grid.</summary>
    public bool StandsAt(JsonObject point) => OwnPoint.All(axis => JsonNode.DeepEquals(axis.Value, point[axis.Key]));
}

/// <summary>A spec with its key: one column of evidence in a run.</summary>
/// <param name="Key">The spec's key.</param>
/// <param name="Spec">What is asked.</param>
/// <param name="Data">The suite split it is asked on.</param>
/// <param name="NeedKeys">Keys of the needed specs, in the order of the spec's needs.</param>
/// <param name="Wave">0 where it needs no other evidence, else one more than the highest it needs.</param>
public sealed record KeyedSpec(string Key, EvidenceSpec Spec, ISuiteData Data, IReadOnlyList<string> NeedKeys, int Wave)
{
    /// <summary>The comparisons whose systems ask for it, directly or through other evidence: their examples are its units.</summary>
    public IReadOnlyList<ComparisonDefinition> Users { get; init; } = [];
}
