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
                    Add(spec, comparison, keys, specs);
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
            var units = await UnitsAsync(spec, definition.Manifest.Seeds[0], cancellationToken).ConfigureAwait(false);
            var known = await index.LookUpAsync(spec.Key, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<string>? missing = known.Count == 0 ? null : [.. units.Where(unit => !known.ContainsKey(unit))];
            planned.Add(new PlannedSpec(spec.Key, units, missing, spec.Users[0].Declaration.Name));
        }
        return planned;
    }

    /// <summary>The units of a planned spec that no shard has yet, in order.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(PlannedSpec spec, CancellationToken cancellationToken)
    {
        var known = await index.LookUpAsync(spec.Key, cancellationToken).ConfigureAwait(false);
        // All units, not only those the plan was to compute: evidence it meant to reuse may be gone (a damaged shard was deleted).
        return known.Count == 0 ? spec.Units : [.. spec.Units.Where(unit => !known.ContainsKey(unit))];
    }

    // Keys decide what is one spec: equal models under two names, and one split named or left to the default, are asked the same question.
    private static int Add(EvidenceSpec spec, ComparisonDefinition user, EvidenceKeys keys, Dictionary<string, KeyedSpec> specs)
    {
        var key = keys.KeyOf(spec);
        var wave = spec.Needs.Count == 0 ? 0 : spec.Needs.Max(need => Add(need, user, keys, specs)) + 1;
        if (!specs.TryGetValue(key, out var known))
            known = new KeyedSpec(key, spec, user.Data, [.. spec.Needs.Select(keys.KeyOf)], wave);
        else if (spec.Count > known.Spec.Count)
            known = known with { Spec = spec };
        specs[key] = known.Users is [.., var last] && ReferenceEquals(last, user) ? known : known with { Users = [.. known.Users, user] };
        return wave;
    }

    private static async Task<IReadOnlyList<string>> UnitsAsync(KeyedSpec spec, long firstSeed, CancellationToken cancellationToken)
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
                if (spec.Users is [var only])
                    return only.Selection.Ids;
                var union = new List<string>();
                await foreach (var example in spec.Data.ReadAsync(cancellationToken).ConfigureAwait(false))
                    if (spec.Users.Any(user => user.Selection.Contains(example.Id)))
                        union.Add(example.Id);
                return union;
        }
    }
}
