using System.Globalization;
using System.Runtime.CompilerServices;
using EvalHarness.Core.Suites;

namespace EvalHarness.Suites.Leaks;

/// <summary>
/// Looks for leaks before any model is called. Everything is compared by 64-bit hashes in bounded memory: the evaluated split is read twice and
/// the training split once, and nothing of them is kept but hashes and the ids found.
/// </summary>
public static class LeakPreflight
{
    /// <summary>Words in a run; the length that GPT-3's contamination study used.</summary>
    public const int RunLength = 13;

    private const int MostRuns = 4_000_000;
    private const int NamedIds = 5;

    /// <summary>Compares the evaluated examples of a split with each other and with the training split or hash pool.</summary>
    /// <param name="data">The split as evaluated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<LeakReport> CheckAsync(ISuiteData data, CancellationToken cancellationToken)
    {
        var evaluated = new Fingerprints();
        await foreach (var example in data.ReadAsync(cancellationToken))
            evaluated.Add(example);

        var hits = new Hits();
        await foreach (var example in TrainingAsync(data, cancellationToken))
            hits.Compare(example, evaluated);

        var found = new SortedDictionary<LeakKind, HashSet<string>>();
        await foreach (var example in data.ReadAsync(cancellationToken))
            foreach (var kind in hits.KindsOf(example, evaluated))
                (found.TryGetValue(kind, out var ids) ? ids : found[kind] = new HashSet<string>(StringComparer.Ordinal)).Add(example.Id);

        var source = data.HasHashPool ? "pool" : "training split";
        return new LeakReport([.. found.Select(entry => new LeakFinding(entry.Key, Describe(entry.Key, entry.Value, evaluated, source), entry.Value))]);
    }

    /// <summary>Whether an item, or an exact duplicate of it, is among its own demonstrations.</summary>
    /// <param name="item">The evaluated item.</param>
    /// <param name="demonstrations">The demonstrations of its prompt.</param>
    /// <returns>The error, or null.</returns>
    public static LeakFinding? CheckDemonstrations(Example item, IReadOnlyList<Example> demonstrations)
    {
        var hash = TextHash.OfQuery(item.Input);
        foreach (var demonstration in demonstrations)
            if (demonstration.Id == item.Id || (hash is not null && TextHash.OfQuery(demonstration.Input) == hash))
                return new LeakFinding(LeakKind.OwnDemonstration,
                    $"The evaluated example '{item.Id}' is among its own demonstrations"
                    + (demonstration.Id == item.Id ? "" : $" (as '{demonstration.Id}', with the same query)")
                    + "; take it out of the demonstration ids or of the evaluated ones.",
                    new HashSet<string>(StringComparer.Ordinal) { item.Id });
        return null;
    }

    private static async IAsyncEnumerable<Example> TrainingAsync(ISuiteData data, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!data.HasHashPool)
        {
            await foreach (var example in data.Suite.ReadAsync(data.Suite.Card.TrainingSplit!, cancellationToken))
                yield return example;
            yield break;
        }
        // The hash pool is what the split holds beyond the evaluated examples, duplicates of them included.
        var evaluated = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var example in data.ReadAsync(cancellationToken))
            evaluated.Add(example.Id);
        await foreach (var example in data.Suite.ReadAsync(data.Split, cancellationToken))
            if (!evaluated.Contains(example.Id))
                yield return example;
    }

    private static string Describe(LeakKind kind, HashSet<string> ids, Fingerprints evaluated, string source)
    {
        var named = string.Join(", ", ids.Order(StringComparer.Ordinal).Take(NamedIds));
        var of = string.Create(CultureInfo.InvariantCulture, $"{ids.Count:N0} of {evaluated.Examples:N0} evaluated examples");
        var list = ids.Count > NamedIds ? $"{named}, ..." : named;
        return kind switch
        {
            LeakKind.SharedItem => $"{of} are items of the {source} too, under the same id ({list}); they are never drawn as demonstrations.",
            LeakKind.TrainingDuplicate => $"{of} have an exact duplicate in the {source} ({list}); those duplicates are never drawn as demonstrations.",
            LeakKind.RepeatedQuery => $"{of} share their query with another evaluated example ({list}).",
            _ when evaluated.Runs.OneOf == 1 => $"{of} share {RunLength} words in a row with the {source} ({list}).",
            _ => $"{of} share {RunLength} words in a row with the {source} ({list}); one in {evaluated.Runs.OneOf} word runs was compared.",
        };
    }

    // The words of an item: its slots where it has some, else its question, else its query. The fixed text of a prompt is the same in every
    // example and would make all of them overlap.
    private static IEnumerable<ulong> RunsOf(Example example) => example.Input.Slots.Count > 0
        ? example.Input.Slots.SelectMany(slot => TextHash.OfWordRuns(slot.Value, RunLength))
        : TextHash.OfWordRuns(example.Input.Question ?? example.Input.Query, RunLength);

    private sealed class Fingerprints
    {
        public int Examples { get; private set; }

        public HashSet<ulong> Ids { get; } = [];

        public HashSet<ulong> Queries { get; } = [];

        public HashSet<ulong> Repeated { get; } = [];

        public HashSample Runs { get; } = new(MostRuns);

        public void Add(Example example)
        {
            Examples++;
            Ids.Add(TextHash.OfId(example.Id));
            if (TextHash.OfQuery(example.Input) is { } query && !Queries.Add(query))
                Repeated.Add(query);
            foreach (var run in RunsOf(example))
                Runs.Add(run);
        }
    }

    private sealed class Hits
    {
        private readonly HashSet<ulong> _ids = [];
        private readonly HashSet<ulong> _queries = [];
        private readonly HashSet<ulong> _runs = [];

        public void Compare(Example training, Fingerprints evaluated)
        {
            var id = TextHash.OfId(training.Id);
            if (evaluated.Ids.Contains(id))
            {
                _ids.Add(id);
                return;
            }
            if (TextHash.OfQuery(training.Input) is { } query && evaluated.Queries.Contains(query))
                _queries.Add(query);
            foreach (var run in RunsOf(training))
                if (evaluated.Runs.Contains(run))
                    _runs.Add(run);
        }

        public IEnumerable<LeakKind> KindsOf(Example example, Fingerprints evaluated)
        {
            var query = TextHash.OfQuery(example.Input);
            if (_ids.Contains(TextHash.OfId(example.Id)))
                yield return LeakKind.SharedItem;
            if (query is { } known && _queries.Contains(known))
                yield return LeakKind.TrainingDuplicate;
            if (query is { } own && evaluated.Repeated.Contains(own))
                yield return LeakKind.RepeatedQuery;
            if (_runs.Count > 0 && RunsOf(example).Any(_runs.Contains))
                yield return LeakKind.SharedWordRun;
        }
    }
}
