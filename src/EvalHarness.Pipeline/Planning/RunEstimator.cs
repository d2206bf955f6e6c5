using System.Text.Json;
using System.Text.Json.Serialization;
using EvalHarness.Core.Evidence;
using EvalHarness.Pipeline.Shards;
using EvalHarness.Pipeline.Stores;

namespace EvalHarness.Pipeline.Planning;

/// <summary>What one spec would cost.</summary>
public sealed record SpecEstimate
{
    /// <summary>The spec's key.</summary>
    public required string Key { get; init; }

    /// <summary>Its wave, from 0.</summary>
    public required int Wave { get; init; }

    /// <summary>Its producer.</summary>
    public required string Producer { get; init; }

    /// <summary>Its suite and split.</summary>
    public required string Suite { get; init; }

    /// <summary>Its model, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Units in all.</summary>
    public required int Units { get; init; }

    /// <summary>Units computed already.</summary>
    public required int Computed { get; init; }

    /// <summary>Shards the rest would be cut into.</summary>
    public required int Shards { get; init; }

    /// <summary>Characters of all prompts still to send, from those of the first examples.</summary>
    public required long PromptCharacters { get; init; }

    /// <summary>Seconds the rest would take by earlier timings, or null without any.</summary>
    public double? Seconds { get; init; }
}

/// <summary>What a run would cost.</summary>
public sealed partial record RunEstimate
{
    /// <summary>Specs by wave.</summary>
    public required IReadOnlyList<SpecEstimate> Specs { get; init; }

    /// <summary>Seconds in models, or null where a spec has no timing.</summary>
    public double? Seconds { get; init; }

    /// <summary>Money, or null where no model has a price.</summary>
    public double? Price { get; init; }

    /// <summary>Currency of the price.</summary>
    public string? Currency { get; init; }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EstimateJson.Default.RunEstimate);

    [JsonSerializable(typeof(RunEstimate))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class EstimateJson : JsonSerializerContext;
}

/// <summary>Estimates a run from its plan, a few rendered prompts and the timings of earlier runs. Calls no model.</summary>
public sealed class RunEstimator(EvidenceIndex index, IReportStore rows)
{
    private const int RenderedExamples = 8;

    // Tokens are not counted before a model is loaded; four characters a token is the usual rule for English.
    private const double CharactersPerToken = 4;

    /// <summary>Estimates.</summary>
    /// <param name="definition">The resolved manifest.</param>
    /// <param name="started">The day evidence of remote models counts for.</param>
    /// <param name="freshFor">Not null: nothing is reused.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RunEstimate> EstimateAsync(RunDefinition definition, DateTimeOffset started, string? freshFor, CancellationToken cancellationToken)
    {
        var specs = RunPlanner.SpecsOf(definition, started, freshFor);
        var planned = await new RunPlanner(index).PlanAsync(definition, specs, cancellationToken).ConfigureAwait(false);
        var timings = await ShardSizes.TimingsAsync(rows, cancellationToken).ConfigureAwait(false);
        var estimates = new List<SpecEstimate>();
        double? price = null;
        foreach (var (spec, plan) in specs.Zip(planned))
        {
            var perUnit = timings.TryGetValue(ShardSizes.TimingKey(spec, definition.Models), out var seconds) ? seconds : (double?)null;
            var size = definition.Manifest.Execution.ShardSize ?? ShardSizes.For(perUnit ?? 0);
            var (characters, calls) = await PromptSizeAsync(spec, cancellationToken).ConfigureAwait(false);
            estimates.Add(new SpecEstimate
            {
                Key = spec.Key,
                Wave = spec.Wave,
                Producer = spec.Spec.Producer.Name,
                Suite = $"{spec.Data.Suite.Card.Name} {spec.Data.Split}",
                Model = spec.Spec.Model,
                Units = plan.Units.Count,
                Computed = plan.Units.Count - plan.ToCompute.Count,
                Shards = (plan.ToCompute.Count + size - 1) / size,
                PromptCharacters = (long)(characters * plan.ToCompute.Count),
                Seconds = perUnit * plan.ToCompute.Count,
            });
            if (spec.Spec.Model is { } model && definition.Models[model].Price is { } cost)
                price = (price ?? 0) + (plan.ToCompute.Count * ((characters / CharactersPerToken * cost.PromptPerMillion) + (calls * GeneratedTokens(spec) * cost.CompletionPerMillion)) / 1e6);
        }
        return new RunEstimate
        {
            Specs = estimates,
            Seconds = estimates.Any(estimate => estimate.Seconds is null && estimate.Units > estimate.Computed) ? null : estimates.Sum(estimate => estimate.Seconds ?? 0),
            Price = price,
            Currency = definition.Models.Values.Select(model => model.Price?.Currency).FirstOrDefault(currency => currency is not null),
        };
    }

    // An upper bound: most answers end before the limit.
    private static int GeneratedTokens(KeyedSpec spec) => (int?)spec.Spec.Settings["generation"]?["maxNewTokens"] ?? 1;

    private static async Task<(double Characters, double Calls)> PromptSizeAsync(KeyedSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Spec.Needs.Count > 0 || spec.Spec.Unit is not (EvidenceUnit.Example or EvidenceUnit.PoolItem))
            return (0, 0);
        var produce = await spec.Spec.Producer.PrepareAsync(new ProducerContext(spec.Spec, spec.Data), cancellationToken).ConfigureAwait(false);
        var (characters, calls, units) = (0L, 0, 0);
        await foreach (var example in spec.Data.ReadAsync(cancellationToken).Take(RenderedExamples).ConfigureAwait(false))
        {
            units++;
            foreach (var call in produce(new UnitWork(example.Id, example, [])).FirstOrDefault() ?? [])
            {
                calls++;
                characters += call.Request.Prefix.Length + call.Request.Text.Length;
            }
        }
        return units == 0 ? (0, 0) : ((double)characters / units, (double)calls / units);
    }
}
