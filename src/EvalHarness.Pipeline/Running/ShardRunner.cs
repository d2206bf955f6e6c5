using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using EvalHarness.Core.Suites;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Running;

/// <summary>
/// Computes one shard: makes the evidence of its units in slices, checkpoints each slice that took a while, and writes the shard once. Knows
/// nothing of who calls it. A unit failed by the environment after three tries is left out, and the shard is partial; only a fault of the whole
/// shard throws.
/// </summary>
public sealed class ShardRunner(IArtifactStore artifacts, EvidenceIndex index, ModelPool models, bool keepRequestTexts, TimeProvider time) : IAsyncDisposable
{
    // A slice shorter than this is not worth a checkpoint: losing it costs less than writing it.
    private static readonly TimeSpan CheckpointAfter = TimeSpan.FromSeconds(5);
    private const int FirstSlice = 64;
    private const int LargestSlice = 1024;

    private readonly Dictionary<string, Lazy<Task<UnitProducer>>> _producers = [];
    private readonly Dictionary<ISuiteData, ExampleWindow> _windows = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    /// <summary>Computes a shard, or finds that it is there.</summary>
    /// <param name="work">The shard.</param>
    /// <param name="progress">Told the number of units finished since the last call.</param>
    /// <param name="cancellationToken">Stops between batches; finished slices stay.</param>
    public async Task<ShardResult> RunAsync(ShardWork work, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var key = EvidenceKeys.ShardKey(work.Spec.Key, work.Units);
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            // Somebody was stopped between shard and index, or computes the same shard in another process.
            await index.AddAsync(work.Spec.Key, key, work.Units, cancellationToken).ConfigureAwait(false);
            progress?.Report(stored.Count);
            return Result(key, stored, [], started) with { Usage = default };
        }
        var produce = await PrepareAsync(work, cancellationToken).ConfigureAwait(false);
        var rounds = new UnitRounds(models, keepRequestTexts, time);
        var units = new List<UnitEvidence>(work.Units.Count);
        var missing = new List<MissingUnit>();
        var parts = new List<string>();
        var sliceLimit = FirstSlice;
        var unsaved = 0;
        var lastSave = started;
        try
        {
            for (var from = 0; from < work.Units.Count;)
            {
                var sliceStart = time.GetTimestamp();
                var sliceSize = Math.Min(sliceLimit, work.Units.Count - from);
                var slice = await rounds.RunAsync(produce, await WorkOfAsync(work, from, sliceSize, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                foreach (var unit in slice)
                    if (unit.Failure is { Kind: FailureKind.Environment } failure)
                        missing.Add(new MissingUnit(unit.UnitId, failure.Message));
                    else
                        units.Add(unit);
                progress?.Report(slice.Count);
                from += sliceSize;
                if (time.GetElapsedTime(lastSave) >= CheckpointAfter && from < work.Units.Count && units.Count > unsaved)
                {
                    parts.Add(await SavePartAsync(work, units[unsaved..], rounds, cancellationToken).ConfigureAwait(false));
                    unsaved = units.Count;
                    lastSave = time.GetTimestamp();
                }
                if (time.GetElapsedTime(sliceStart) < CheckpointAfter / 2)
                    sliceLimit = Math.Min(sliceLimit * 2, LargestSlice);
            }
        }
        catch (OperationCanceledException) when (units.Count > unsaved)
        {
            await SavePartAsync(work, units[unsaved..], rounds, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        var name = missing.Count == 0 ? key : await PartialNameAsync(key, work.RunId, cancellationToken).ConfigureAwait(false);
        if (units.Count > 0)
            await SaveAsync(work.Spec.Key, name, units, rounds, cancellationToken).ConfigureAwait(false);
        foreach (var part in parts)
        {
            await index.RemoveAsync(work.Spec.Key, part, cancellationToken).ConfigureAwait(false);
            await artifacts.DeleteAsync(EvidenceIndex.ShardPath(part), cancellationToken).ConfigureAwait(false);
            await artifacts.DeleteAsync(EvidenceIndex.RequestsPath(part), cancellationToken).ConfigureAwait(false);
        }
        return Result(key, units, missing, started);
    }

    /// <summary>Ends the passes over the suites.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows.Values)
            await window.DisposeAsync().ConfigureAwait(false);
    }

    private ShardResult Result(string key, List<UnitEvidence> units, List<MissingUnit> missing, long started) => new()
    {
        Key = key,
        Done = units.Count,
        FailedInput = units.Count(unit => unit.Failure is not null),
        Missing = missing,
        Usage = units.Aggregate(default(ModelUsage), (sum, unit) => sum + unit.Usage),
        Seconds = time.GetElapsedTime(started).TotalSeconds,
    };

    private async Task<List<UnitEvidence>?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var path = EvidenceIndex.ShardPath(key);
        if (await artifacts.OpenReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } blob)
            return null;
        var units = new List<UnitEvidence>();
        await foreach (var line in LineReader.ReadAsync(ShardCodec.Decompress(blob, path), cancellationToken).ConfigureAwait(false))
            units.Add(ShardCodec.DecodeLine(line));
        return units;
    }

    // Named by its own units: where slices end depends on time, so a part left by a killed process may have been cut elsewhere.
    private Task<string> SavePartAsync(ShardWork work, IReadOnlyList<UnitEvidence> units, UnitRounds rounds, CancellationToken cancellationToken) =>
        SaveAsync(work.Spec.Key, $"{EvidenceKeys.ShardKey(work.Spec.Key, units.Select(unit => unit.UnitId))}.part-{work.RunId}", units, rounds, cancellationToken);

    // Request texts go first and the index last: whatever the index names can be read and explained.
    private async Task<string> SaveAsync(string specKey, string name, IReadOnlyList<UnitEvidence> units, UnitRounds rounds, CancellationToken cancellationToken)
    {
        if (rounds.EncodeRequests() is { } requests)
            await artifacts.TryCreateAsync(EvidenceIndex.RequestsPath(name), requests, cancellationToken).ConfigureAwait(false);
        await artifacts.TryCreateAsync(EvidenceIndex.ShardPath(name), ShardCodec.Encode(units), cancellationToken).ConfigureAwait(false);
        await index.AddAsync(specKey, name, [.. units.Select(unit => unit.UnitId)], cancellationToken).ConfigureAwait(false);
        return name;
    }

    private async Task<string> PartialNameAsync(string key, string runId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
            if (!await artifacts.ExistsAsync(EvidenceIndex.ShardPath($"{key}.partial-{runId}-{attempt}"), cancellationToken).ConfigureAwait(false))
                return $"{key}.partial-{runId}-{attempt}";
    }

    private Task<UnitProducer> PrepareAsync(ShardWork work, CancellationToken cancellationToken)
    {
        Lazy<Task<UnitProducer>> producer;
        lock (_gate)
            if (!_producers.TryGetValue(work.Spec.Key, out producer!))
                _producers[work.Spec.Key] = producer = new Lazy<Task<UnitProducer>>(() =>
                    Task.Run(() => work.Spec.Spec.Producer.PrepareAsync(new ProducerContext(work.Spec.Spec, work.Spec.Data), CancellationToken.None).AsTask()));
        return producer.Value.WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<UnitWork>> WorkOfAsync(ShardWork work, int from, int count, CancellationToken cancellationToken)
    {
        var ids = new string[count];
        for (var i = 0; i < count; i++)
            ids[i] = work.Units[from + i];
        IReadOnlyDictionary<string, Example>? examples = work.Spec.Spec.Unit switch
        {
            EvidenceUnit.Example => await WindowOf(work.Spec.Data).GetAsync(ids, cancellationToken).ConfigureAwait(false),
            EvidenceUnit.PoolItem => (await work.Spec.Data.PoolAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(example => example.Id),
            _ => null,
        };
        var needs = Array.ConvertAll(ids, _ => new List<UnitEvidence>());
        for (var need = 0; need < work.Spec.NeedKeys.Count; need++)
        {
            var shards = await index.LookUpAsync(work.Spec.NeedKeys[need], cancellationToken).ConfigureAwait(false);
            await using var reader = new EvidenceReader(artifacts, shards);
            var ofRun = work.Spec.Spec.Needs[need].Unit == EvidenceUnit.Run
                ? await reader.ReadAsync(UnitWork.RunUnit, cancellationToken).ConfigureAwait(false) ?? Absent(UnitWork.RunUnit)
                : null;
            for (var i = 0; i < count; i++)
                needs[i].Add(ofRun ?? await reader.ReadAsync(ids[i], cancellationToken).ConfigureAwait(false) ?? Absent(ids[i]));
        }
        return [.. ids.Select((id, i) => new UnitWork(id, examples?[id], needs[i]))];
    }

    // A unit whose needed evidence is missing makes no call and takes over the failure.
    private static UnitEvidence Absent(string unit) => new(unit, ReadOnlyMemory<byte>.Empty)
    {
        Failure = new Failure(FailureKind.Environment, $"The evidence it builds on is missing (unit '{unit}')."),
    };

    private ExampleWindow WindowOf(ISuiteData data)
    {
        lock (_gate)
        {
            if (!_windows.TryGetValue(data, out var window))
                _windows[data] = window = new ExampleWindow(data);
            return window;
        }
    }
}
