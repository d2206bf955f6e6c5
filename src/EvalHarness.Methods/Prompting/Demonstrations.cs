using EvalHarness.Core.Randomness;
using EvalHarness.Core.Suites;
using EvalHarness.Core.Systems;

namespace EvalHarness.Methods.Prompting;

/// <summary>
/// Draws worked examples from a suite's pool. The draw depends on the run's seed and, per example, on the unit's id, and on nothing else. An
/// item never stands among its own demonstrations: a pool item that is asked about itself is passed over in the drawn order.
/// </summary>
public sealed class Demonstrations
{
    private readonly DemonstrationSettings _settings;
    private readonly long _seed;
    private readonly Dictionary<string, Example[]> _poolByTemplate;
    private readonly Dictionary<string, Example[]> _fixedOrders = [];

    private Demonstrations(DemonstrationSettings settings, long seed, IEnumerable<Example> pool)
    {
        _settings = settings;
        _seed = seed;
        _poolByTemplate = pool.GroupBy(example => example.Input.Template).ToDictionary(group => group.Key, group => group.ToArray());
        foreach (var (template, items) in _poolByTemplate)
            if (settings.Ids.Count > 0)
                _fixedOrders[template] = [.. settings.Ids.Select(id => Find(items, id)).OfType<Example>()];
            else if (!settings.PerExample)
                _fixedOrders[template] = Order(items, template);
    }

    /// <summary>Prepares the draw; reads the pool only when there is something to draw.</summary>
    /// <exception cref="SystemSetupException">The pool lacks a named item, or is too small for the number asked.</exception>
    public static async ValueTask<Demonstrations> PrepareAsync(
        DemonstrationSettings settings, ISuiteData data, long seed, CancellationToken cancellationToken)
    {
        if (settings.IsEmpty)
            return new Demonstrations(settings, seed, []);
        var pool = (await data.PoolAsync(cancellationToken).ConfigureAwait(false)).Where(example => example.Answer.Length > 0).ToList();
        var missing = settings.Ids.FirstOrDefault(id => !pool.Exists(example => Matches(example, id)));
        if (missing is not null)
            throw new SystemSetupException($"The demonstration '{missing}' is not in the pool of {data.Suite.Card.Name} ({pool.Count} items; evaluated items and their duplicates are never in it).");
        if (pool.Count == 0 && settings.DrawsAtRandom)
            throw new SystemSetupException($"Demonstrations are asked for, but the pool of {data.Suite.Card.Name} has no labelled item.");
        foreach (var template in pool.GroupBy(example => example.Input.Template))
            RequireEnough(settings, [.. template], data.Suite.Card.Name + (template.Key.Length == 0 ? "" : $" under the template '{template.Key}'"));
        return new Demonstrations(settings, seed, pool);
    }

    /// <summary>The demonstrations of one unit, in prompt order.</summary>
    public IReadOnlyList<Example> For(ExampleInput input)
    {
        if (_settings.IsEmpty || !_poolByTemplate.TryGetValue(input.Template, out var pool))
            return [];
        var order = _settings.PerExample ? Order(pool, input.Id) : _fixedOrders[input.Template];
        var others = order.Where(example => example.Id != input.Id);
        return _settings.Ids.Count > 0 ? [.. others]
            : _settings.Total > 0 ? [.. others.Take(_settings.Total)]
            : OfEachClass(others);
    }

    // Fewer demonstrations than asked for would be another system under the same name.
    private static void RequireEnough(DemonstrationSettings settings, List<Example> pool, string where)
    {
        if (pool.Count < settings.Total)
            throw new SystemSetupException($"{settings.Total} demonstrations are asked for, but the pool of {where} has {pool.Count} labelled items.");
        if (settings.PerClass == 0)
            return;
        if (pool.Exists(example => example.Label is null || example.Input.Choices is null))
            throw new SystemSetupException($"'demonstrations.perClass' needs classes, but examples of {where} have no choices; use total.");
        foreach (var label in Enumerable.Range(0, pool.Min(example => example.Input.Choices!.Count)))
            if (pool.Count(example => example.Label == label) is var count && count < settings.PerClass)
                throw new SystemSetupException($"{settings.PerClass} demonstrations of each class are asked for, but the pool of {where} has {count} of '{pool[0].Input.Choices![label]}'.");
    }

    // Classes appear in drawn order, not sorted: a fixed class order would teach position.
    private List<Example> OfEachClass(IEnumerable<Example> order)
    {
        var taken = new Dictionary<int, int>();
        var chosen = new List<Example>();
        foreach (var example in order)
            if (example.Label is { } label && taken.GetValueOrDefault(label) < _settings.PerClass)
            {
                taken[label] = taken.GetValueOrDefault(label) + 1;
                chosen.Add(example);
            }
        return chosen;
    }

    private Example[] Order(Example[] items, string unit)
    {
        var order = items.ToArray();
        new SeededRandom(_seed, "demonstrations", unit).Shuffle(order.AsSpan());
        return order;
    }

    private static Example? Find(Example[] items, string id) => Array.Find(items, example => Matches(example, id));

    // PromptSource items are "<item>#<template>": naming the item is enough.
    private static bool Matches(Example example, string id) => example.Id == id || (example.Input.Template.Length > 0 && example.Input.Cluster == id);
}
