using System.Security.Cryptography;
using System.Text;
using EvalHarness.Core.Manifests;
using EvalHarness.Core.Suites;

namespace EvalHarness.Pipeline.Planning;

/// <summary>The examples of a split that a comparison evaluates, in split order.</summary>
public sealed class Selection
{
    private readonly HashSet<string> _ids;

    private Selection(IReadOnlyList<string> ids, int clusters)
    {
        Ids = ids;
        Clusters = clusters;
        _ids = [.. ids];
    }

    /// <summary>Example ids in split order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Units of inference among them: clusters, or examples where there are none.</summary>
    public int Clusters { get; }

    /// <summary>Whether an example is evaluated.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    /// <summary>
    /// Selects. A limit takes clusters (else examples) whole, in the order of SHA-256 of UTF-8 "&lt;first seed&gt;:&lt;id&gt;", until at least that many
    /// examples are in; so a smaller limit is a subset of a larger one.
    /// </summary>
    /// <exception cref="SuiteException">A named id is not in the split, or two examples have one id.</exception>
    public static async Task<Selection> SelectAsync(ISuiteData data, ComparisonDeclaration comparison, long firstSeed, CancellationToken cancellationToken)
    {
        var examples = new List<(string Id, string Cluster)>();
        var seen = new HashSet<string>();
        await foreach (var example in data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!seen.Add(example.Id))
                throw new SuiteException($"{data.Suite.Card.Name} {data.Split} has two examples with the id '{example.Id}'; ids must be unique.");
            examples.Add((example.Id, example.Input.Cluster ?? example.Id));
            if (comparison is { LimitByFirst: true, Limit: { } first, Ids: null } && examples.Count == first)
                break;
        }
        if (comparison.Ids is { } named)
        {
            if (named.FirstOrDefault(id => !seen.Contains(id)) is { } missing)
                throw new SuiteException($"The example '{missing}' is not among the {examples.Count} evaluated examples of {data.Suite.Card.Name} {data.Split}.");
            var wanted = named.ToHashSet();
            examples.RemoveAll(example => !wanted.Contains(example.Id));
        }
        else if (comparison is { Limit: { } limit, LimitByFirst: false } && limit < examples.Count)
        {
            var chosen = ChooseClusters(examples, limit, firstSeed);
            examples.RemoveAll(example => !chosen.Contains(example.Cluster));
        }
        if (examples.Count == 0)
            throw new SuiteException($"{data.Suite.Card.Name} {data.Split} has no example to evaluate.");
        return new Selection([.. examples.Select(example => example.Id)], examples.Select(example => example.Cluster).Distinct().Count());
    }

    private static HashSet<string> ChooseClusters(List<(string Id, string Cluster)> examples, int limit, long firstSeed)
    {
        var sizes = new Dictionary<string, int>();
        foreach (var (_, cluster) in examples)
            sizes[cluster] = sizes.GetValueOrDefault(cluster) + 1;
        var chosen = new HashSet<string>();
        var count = 0;
        foreach (var cluster in sizes.Keys.OrderBy(cluster => OrderKey(firstSeed, cluster), StringComparer.Ordinal))
        {
            if (count >= limit)
                break;
            chosen.Add(cluster);
            count += sizes[cluster];
        }
        return chosen;
    }

    /// <summary>The key limits and pools are ordered by.</summary>
    public static string OrderKey(long seed, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{id}")));
}
