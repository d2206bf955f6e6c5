using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Pipeline.Shards;

namespace EvalHarness.Pipeline.Planning;

/// <summary>
/// Turns a run's systems into specs with units: equal specs of different systems, points and comparisons become one, specs that need others come
/// in a later wave, and what the index already has is left out when shards are cut.
/// </summary>
public sealed class RunPlanner(EvidenceIndex index)
{
    /// <summary>The specs of a definition, by wave and then as their systems are declared.</summary>
    /// <param name="definition">The resolved manifest.</param>
    /// <param name="started">When the run started: evidence of remote models is reused within a day.</param>
    /// <param name="freshFor">The run id where nothing may be reused, else null.</param>
    public static IReadOnlyList<KeyedSpec> SpecsOf(RunDefinition definition, DateTimeOffset started, string? freshFor)
    {
        var specs = new Dictionary<string, KeyedSpec>();
        foreach (var comparison in definition.Comparisons)
        {
            var keys = KeysOf(comparison.Data, definition.Models, started, freshFor);
            foreach (var instance in comparison.Systems)
                foreach (var spec in instance.System?.Evidence ?? [])
                    Add(spec, comparison.Data, keys, specs);
        }
        return [.. specs.Values.OrderBy(spec => spec.Wave)];
    }

    /// <summary>The keys of one suite split.</summary>
    public static EvidenceKeys KeysOf(ISuiteData data, IReadOnlyDictionary<string, IModelSource> models, DateTimeOffset started, string? freshFor) =>
        new(data, models, model => freshFor ?? (model is { Remote: true } ? started.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : ""));

    /// <summary>Freezes specs and units.</summary>
    public async Task<IReadOnlyList<PlannedSpec>> PlanAsync(RunDefinition definition, IReadOnlyList<KeyedSpec> specs, CancellationToken cancellationToken)
    {
        var planned = new List<PlannedSpec>();
        foreach (var spec in specs)
        {
            var users = definition.Comparisons.Where(comparison => ReferenceEquals(comparison.Data, spec.Data) && Uses(comparison, spec)).ToList();
            var units = await UnitsAsync(spec, users, definition.Manifest.Seeds[0], cancellationToken).ConfigureAwait(false);
            var known = await index.LookUpAsync(spec.Key, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<string>? missing = known.Count == 0 ? null : [.. units.Where(unit => !known.ContainsKey(unit))];
            planned.Add(new PlannedSpec(spec.Key, units, missing, users[0].Declaration.Name));
        }
        return planned;
    }

    /// <summary>The units of a planned spec that no shard has yet, in order.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(PlannedSpec spec, CancellationToken cancellationToken)
    {
        var known = await index.LookUpAsync(spec.Key, cancellationToken).ConfigureAwait(false);
        return known.Count == 0 ? spec.ToCompute : [.. spec.ToCompute.Where(unit => !known.ContainsKey(unit))];
    }

    /// <summary>Whether a comparison's systems ask for a spec, directly or through other evidence.</summary>
    private static bool Uses(ComparisonDefinition comparison, KeyedSpec spec) =>
        comparison.Systems.Any(instance => instance.System is { } system && system.Evidence.Any(asked => Reaches(asked, spec.Spec)));

    private static bool Reaches(EvidenceSpec asked, EvidenceSpec wanted) => Same(asked, wanted) || asked.Needs.Any(need => Reaches(need, wanted));

    // Keys are compared, not references: two systems build equal specs of their own.
    private static bool Same(EvidenceSpec a, EvidenceSpec b) =>
        a.Producer.Name == b.Producer.Name && a.Unit == b.Unit && a.Model == b.Model && a.Seed == b.Seed
        && System.Text.Json.Nodes.JsonNode.DeepEquals(a.Settings, b.Settings) && a.Needs.Count == b.Needs.Count && a.Needs.Zip(b.Needs).All(pair => Same(pair.First, pair.Second));

    private static int Add(EvidenceSpec spec, ISuiteData data, EvidenceKeys keys, Dictionary<string, KeyedSpec> specs)
    {
        var key = keys.KeyOf(spec);
        var wave = spec.Needs.Count == 0 ? 0 : spec.Needs.Max(need => Add(need, data, keys, specs)) + 1;
        if (!specs.TryGetValue(key, out var known))
            specs[key] = new KeyedSpec(key, spec, data, [.. spec.Needs.Select(keys.KeyOf)], wave);
        else if (spec.Count > known.Spec.Count)
            specs[key] = known with { Spec = spec };
        return wave;
    }

    private static async Task<IReadOnlyList<string>> UnitsAsync(
        KeyedSpec spec, List<ComparisonDefinition> users, long firstSeed, CancellationToken cancellationToken)
    {
        switch (spec.Spec.Unit)
        {
            case EvidenceUnit.Run:
                return [UnitWork.RunUnit];
            case EvidenceUnit.Trial:
                return [.. Enumerable.Range(0, spec.Spec.Count).Select(trial => trial.ToString(System.Globalization.CultureInfo.InvariantCulture))];
            case EvidenceUnit.GalleryItem:
                return await spec.Data.Suite.ReadGalleryAsync(spec.Data.Split, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            case EvidenceUnit.PoolItem:
                var pool = await spec.Data.PoolAsync(cancellationToken).ConfigureAwait(false);
                return [.. pool.Select(item => item.Id).OrderBy(id => Selection.OrderKey(firstSeed, id), StringComparer.Ordinal).Take(spec.Spec.Count)];
            default:
                if (users.Count == 1)
                    return users[0].Selection.Ids;
                var union = new List<string>();
                await foreach (var example in spec.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
                    if (users.Exists(user => user.Selection.Contains(example.Id)))
                        union.Add(example.Id);
                return union;
        }
    }
}
