using EvalHarness.Core.Models;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Planning;

/// <summary>
/// How many units a shard gets when nobody says: about two minutes' worth by earlier timings of the same producer and model, else by a small probe
/// shard that runs first.
/// </summary>
public static class ShardSizes
{
    /// <summary>Units of a probe shard.</summary>
    public const int Probe = 8;

    /// <summary>Most units of a shard.</summary>
    public const int Largest = 1024;

    private const double TargetSeconds = 120;

    /// <summary>Units for a shard, from the seconds one takes.</summary>
    public static int For(double secondsPerUnit) =>
        secondsPerUnit <= TargetSeconds / Largest ? Largest : Math.Max(1, (int)(TargetSeconds / secondsPerUnit));

    /// <summary>What timings are kept by: producer, settings that matter are few, so producer and model digest.</summary>
    public static string TimingKey(KeyedSpec spec, IReadOnlyDictionary<string, IModelSource> models) =>
        $"{spec.Spec.Producer.Name}@{(spec.Spec.Model is { } model ? models[model].Identity.Digest : "")}@{spec.Data.Suite.Card.Name}";

    /// <summary>Seconds per unit by timing key, from the latest runs.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> TimingsAsync(IReportStore rows, CancellationToken cancellationToken)
    {
        const int RunsLookedAt = 5;
        var timings = new Dictionary<string, (double Seconds, int Units)>();
        await foreach (var run in rows.ListRunsAsync(null, cancellationToken).Take(RunsLookedAt).ConfigureAwait(false))
            await foreach (var shard in rows.ListShardsAsync(run.Id, cancellationToken).ConfigureAwait(false))
            {
                var sum = timings.GetValueOrDefault(shard.TimingKey);
                timings[shard.TimingKey] = (sum.Seconds + shard.Seconds, sum.Units + shard.Units);
            }
        return timings.Where(pair => pair.Value.Units > 0).ToDictionary(pair => pair.Key, pair => pair.Value.Seconds / pair.Value.Units);
    }
}
