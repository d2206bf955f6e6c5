using System.Text.Json.Nodes;

namespace EvalHarness.Core.Manifests;

/// <summary>A run as its user describes it. Made by the manifest reader, which checks form, names and references and knows the line of every field.</summary>
public sealed record Manifest
{
    /// <summary>Its name; histories and baselines are kept under it.</summary>
    public required string Name { get; init; }

    /// <summary>Seeds; the first one also orders limits and pools.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0];

    /// <summary>Where suites' own files lie, by suite family or full address.</summary>
    public IReadOnlyDictionary<string, DataDeclaration> Data { get; init; } = new Dictionary<string, DataDeclaration>();

    /// <summary>Models by name.</summary>
    public IReadOnlyDictionary<string, ModelDeclaration> Models { get; init; } = new Dictionary<string, ModelDeclaration>();

    /// <summary>Suites of the user's own by name.</summary>
    public IReadOnlyDictionary<string, OwnSuiteDeclaration> Suites { get; init; } = new Dictionary<string, OwnSuiteDeclaration>();

    /// <summary>At least one comparison.</summary>
    public required IReadOnlyList<ComparisonDeclaration> Comparisons { get; init; }

    /// <summary>How it is executed.</summary>
    public ExecutionDeclaration Execution { get; init; } = new();

    /// <summary>Its gate, or null.</summary>
    public GateDeclaration? Gate { get; init; }

    /// <summary>Families of contrasts by name: lists of comparison names; empty: one family of all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Families { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What a leak does: warn, or fail.</summary>
    public LeakPolicy Leaks { get; init; }

    /// <summary>Significance level.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The effective manifest (overrides applied, paths as written), for digests and the run folder.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>The folder relative paths start from.</summary>
    public required string BaseFolder { get; init; }
}

/// <summary>What a leak does.</summary>
public enum LeakPolicy
{
    /// <summary>A warning, and figures with and without the examples.</summary>
    Warn,

    /// <summary>Exit code 2.</summary>
    Fail,
}
