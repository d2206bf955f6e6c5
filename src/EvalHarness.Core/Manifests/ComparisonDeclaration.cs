using System.Text.Json.Nodes;

namespace EvalHarness.Core.Manifests;

/// <summary>One method against its baselines on one suite split.</summary>
public sealed record ComparisonDeclaration
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Suite address.</summary>
    public required string Suite { get; init; }

    /// <summary>Split, or null: the suite's default.</summary>
    public string? Split { get; init; }

    /// <summary>At least this many examples, clusters whole; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>hash (default), or first.</summary>
    public bool LimitByFirst { get; init; }

    /// <summary>Just these examples; null: by limit.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The method.</summary>
    public required SystemDeclaration Method { get; init; }

    /// <summary>Its baselines and controls.</summary>
    public IReadOnlyList<SystemDeclaration> Baselines { get; init; } = [];

    /// <summary>Metrics; empty: the suite's.</summary>
    public IReadOnlyList<MetricDeclaration> Metrics { get; init; } = [];

    /// <summary>Generation overrides.</summary>
    public GenerationDeclaration Generation { get; init; } = new();

    /// <summary>Settings for every system that declares them.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Sweep axes in the order written: setting name and its values.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonArray>> Sweep { get; init; } = [];

    /// <summary>The confirmatory point; empty: the first value of each axis.</summary>
    public JsonObject PrimaryPoint { get; init; } = [];

    /// <summary>Margin for equivalence, or null.</summary>
    public double? Margin { get; init; }

    /// <summary>The models of a system of this comparison by slot: its own, and the method's for slots it does not name.</summary>
    public IReadOnlyDictionary<string, string> ModelsOf(SystemDeclaration system)
    {
        var models = new Dictionary<string, string>(Method.Models, StringComparer.Ordinal);
        foreach (var (slot, model) in system.Models)
            models[slot] = model;
        return models;
    }
}

/// <summary>A metric with its options.</summary>
/// <param name="Name">Metric name.</param>
/// <param name="Options">Given options.</param>
public sealed record MetricDeclaration(string Name, IReadOnlyDictionary<string, string> Options);

/// <summary>A system of a comparison.</summary>
public sealed record SystemDeclaration
{
    /// <summary>Unique in its comparison; default: the system's name.</summary>
    public required string Name { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>Models by slot as written; a baseline takes the method's unless it names its own: <see cref="ComparisonDeclaration.ModelsOf"/>.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>Its own settings.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>Generation overrides.</summary>
    public GenerationDeclaration Generation { get; init; } = new();
}
