using System.Collections.Concurrent;
using EvalHarness.Core.Models;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Running;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Local;

/// <summary>What the local engine leaves behind: the evidence is in the store, this says what is missing.</summary>
/// <param name="Missing">Units without a result and why, by spec key.</param>
/// <param name="Stopped">Why no further shard was started, or null.</param>
/// <param name="LoadedModels">Identities of the models that were loaded: what really ran.</param>
public sealed record EngineResult(
    IReadOnlyDictionary<string, IReadOnlyList<MissingUnit>> Missing, string? Stopped, IReadOnlyDictionary<string, ModelIdentity> LoadedModels);

/// <summary>
/// Computes a plan's missing evidence in this process: wave by wave, shards side by side up to the parallelism asked for. Everything finished is in
/// the store at once, so a killed run loses only what its open slices had.
/// </summary>
public sealed class LocalEngine(IArtifactStore artifacts, IReportStore rows, TimeProvider time)
{
    /// <summary>Runs what a plan still misses.</summary>
    /// <param name="definition">The resolved manifest.</param>
    /// <param name="specs">Its specs, by wave.</param>
    /// <param name="plan">The frozen plan.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellationToken">Stops the run; what is finished stays.</param>
    public async Task<EngineResult> RunAsync(
        RunDefinition definition, IReadOnlyList<KeyedSpec> specs, RunPlan plan, IRunProgress progress, CancellationToken cancellationToken)
    {
        var index = new EvidenceIndex(artifacts);
        var planner = new RunPlanner(index);
        var execution = definition.Manifest.Execution;
        var budget = new Budget(execution.Budget, time);
        var missing = new ConcurrentDictionary<string, ConcurrentQueue<MissingUnit>>();
        await using var models = new ModelPool(definition.Models);
        await using var runner = new ShardRunner(artifacts, index, models, plan.Requests == "full", time);
        var timings = execution.ShardSize is null ? await ShardSizes.TimingsAsync(rows, cancellationToken).ConfigureAwait(false) : new Dictionary<string, double>();
        // Not their count: a killed session may have left a gap, and a number used twice would replace a row.
        var shardNumber = await rows.ListShardsAsync(plan.RunId, cancellationToken).Select(row => row.Index + 1).DefaultIfEmpty(0).MaxAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        progress.Planned(plan.Specs.Sum(spec => (long)spec.Units.Count), plan.Specs.Sum(spec => (long)(spec.Units.Count - spec.ToCompute.Count)));

        var planned = plan.Specs.ToDictionary(spec => spec.Key);
        foreach (var wave in specs.GroupBy(spec => spec.Wave))
            await Parallel.ForEachAsync(
                ShardsAsync([.. wave], cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = execution.Parallelism, CancellationToken = cancellationToken },
                async (shard, token) => await RunShardAsync(shard, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new EngineResult(
            missing.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<MissingUnit>)[.. pair.Value]), budget.Stopped, models.Loaded);

        async IAsyncEnumerable<ShardWork> ShardsAsync(
            IReadOnlyList<KeyedSpec> wave, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            foreach (var spec in wave)
            {
                var units = await planner.MissingAsync(planned[spec.Key], token).ConfigureAwait(false);
                var from = 0;
                if (units.Count > 0 && execution.ShardSize is null && !timings.ContainsKey(ShardSizes.TimingKey(spec, definition.Models)))
                {
                    // The probe runs here, before the rest is cut: it loads the model and times its units.
                    from = Math.Min(ShardSizes.Probe, units.Count);
                    var probe = await RunShardAsync(new ShardWork(plan.RunId, spec, 0, [.. units.Take(from)]), token).ConfigureAwait(false);
                    timings = new Dictionary<string, double>(timings) { [ShardSizes.TimingKey(spec, definition.Models)] = probe / from };
                }
                var size = execution.ShardSize ?? ShardSizes.For(timings.GetValueOrDefault(ShardSizes.TimingKey(spec, definition.Models)));
                // Few large shards would leave workers idle.
                size = Math.Max(1, Math.Min(size, (units.Count - from + execution.Parallelism - 1) / execution.Parallelism));
                foreach (var slice in units.Skip(from).Chunk(execution.ShardSize ?? size))
                    yield return new ShardWork(plan.RunId, spec, 0, slice);
            }
        }

        async Task<double> RunShardAsync(ShardWork shard, CancellationToken token)
        {
            if (budget.IsSpent)
            {
                Note(shard.Spec.Key, shard.Units.Select(unit => new MissingUnit(unit, budget.Stopped!)));
                return 0;
            }
            var result = await runner.RunAsync(shard, new UnitCounter(progress), token).ConfigureAwait(false);
            budget.Spend(result.Usage.ModelCalls);
            Note(shard.Spec.Key, result.Missing);
            var row = new ShardRow
            {
                RunId = plan.RunId,
                SpecKey = shard.Spec.Key,
                Index = Interlocked.Increment(ref shardNumber) - 1,
                ShardKey = result.Key,
                State = result.Missing.Count == 0 ? "done" : "partial",
                Units = shard.Units.Count,
                FailedInput = result.FailedInput,
                FailedEnvironment = result.Missing.Count,
                Seconds = result.Seconds,
                PromptTokens = result.Usage.PromptTokens,
                CompletionTokens = result.Usage.CompletionTokens,
                ModelCalls = result.Usage.ModelCalls,
                TimingKey = ShardSizes.TimingKey(shard.Spec, definition.Models),
            };
            await rows.PutShardAsync(row, token).ConfigureAwait(false);
            progress.ShardDone(row, result.Missing);
            return result.Seconds;
        }

        void Note(string specKey, IEnumerable<MissingUnit> units)
        {
            foreach (var unit in units)
                missing.GetOrAdd(specKey, _ => []).Enqueue(unit);
        }
    }

    private sealed class UnitCounter(IRunProgress progress) : IProgress<int>
    {
        public void Report(int value) => progress.UnitsDone(value);
    }

    private sealed class Budget(Core.Manifests.BudgetDeclaration limits, TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();
        private long _calls;

        public string? Stopped { get; private set; }

        public bool IsSpent
        {
            get
            {
                if (Stopped is null && limits.Minutes is { } minutes && time.GetElapsedTime(_started).TotalMinutes >= minutes)
                    Stopped = $"The budget of {minutes} minutes is spent.";
                if (Stopped is null && limits.ModelCalls is { } calls && Interlocked.Read(ref _calls) >= calls)
                    Stopped = $"The budget of {calls} model calls is spent.";
                return Stopped is not null;
            }
        }

        public void Spend(long calls) => Interlocked.Add(ref _calls, calls);
    }
}
