using EvalHarness.Core.Evidence;
using EvalHarness.Core.Metrics;
using EvalHarness.Core.Models;
using EvalHarness.Core.Predictions;
using EvalHarness.Core.Reports;
using EvalHarness.Pipeline.Planning;

namespace EvalHarness.Pipeline.Aggregation;

/// <summary>Lets one system decide on its evidence, scores every decision and hands each prediction on, in split order.</summary>
public sealed class SystemScorer(RunDefinition definition, RunEvidence evidence)
{
    /// <summary>Scores a system.</summary>
    /// <param name="comparison">The comparison it is in.</param>
    /// <param name="instance">The system at one point and seed; it must be one that runs.</param>
    /// <param name="keyOf">Keys of specs on the comparison's suite split.</param>
    /// <param name="onPrediction">Takes each prediction.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<SystemScores> ScoreAsync(
        ComparisonDefinition comparison,
        SystemInstance instance,
        Func<EvidenceSpec, string> keyOf,
        Func<Prediction, ValueTask> onPrediction,
        CancellationToken cancellationToken)
    {
        var data = await DecisionData.OpenAsync(comparison, instance, evidence, keyOf, cancellationToken).ConfigureAwait(false);
        var scores = new SystemScores { Planned = comparison.Selection.Ids.Count };
        var counts = new Counter();
        var rows = 0;
        var usage = new Dictionary<string, ModelUsage>();
        foreach (var (model, used) in data.SharedUsage)
            Spend(usage, model, used);
        // Without its run-level evidence a system has nothing to decide on: every example is missing, or failed with it.
        var decided = data.RunFailure is null ? instance.System!.DecideAsync(data, cancellationToken) : AsyncEnumerable.Empty<Decision>();
        var decisions = decided.GetAsyncEnumerator(cancellationToken);
        await using (decisions.ConfigureAwait(false))
        {
            await foreach (var row in data.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                rows++;
                Decision? decision = null;
                if (row.Failure is null)
                    decision = await decisions.MoveNextAsync().ConfigureAwait(false)
                        ? decisions.Current
                        : throw new InvalidOperationException($"The system '{instance.Card.Name}' made no decision on example '{row.Example.Id}'.");
                for (var i = 0; i < row.Evidence.Count; i++)
                    Spend(usage, data.ModelsOfRows[i], row.Evidence[i].Usage);
                var prediction = Predict(comparison, row, decision, scores);
                counts.Count(prediction, decision, row);
                await onPrediction(prediction).ConfigureAwait(false);
            }
            if (await decisions.MoveNextAsync().ConfigureAwait(false))
                throw new InvalidOperationException($"The system '{instance.Card.Name}' decided on more examples than there are.");
        }
        if (rows != scores.Planned)
            throw new InvalidDataException($"{comparison.Data.Suite.Card.Name} {comparison.Data.Split} has {rows} of the {scores.Planned} planned examples: its files changed since the run was planned. Start a new run.");
        scores.Outcomes = counts.Outcomes;
        scores.Covered = scores.Planned - counts.Outcomes.FailedEnvironment;
        scores.Cost = CostOf(usage);
        return scores;
    }

    private static Prediction Predict(ComparisonDefinition comparison, EvidenceRow row, Decision? decision, SystemScores scores)
    {
        var outcome = decision?.Outcome ?? Outcome.Failed;
        var isMissing = row.Failure is { Kind: FailureKind.Environment };
        var answers = decision?.Answers ?? [];
        var named = new List<NamedScore>();
        foreach (var metric in comparison.Metrics)
        {
            var score = DecisionScorer.Score(metric, row.Example, outcome, isMissing, answers);
            if (score is null)
                continue;
            scores.Add(row.Example.Id, row.Example.Input.Cluster, metric.Card, score);
            foreach (var value in score.Scores)
                named.Add(new NamedScore(NameOf(metric.Card, value.Name), value.Value));
        }
        return new Prediction
        {
            Id = row.Example.Id,
            Cluster = row.Example.Input.Cluster,
            Outcome = outcome,
            Kind = row.Failure?.Kind,
            Reason = row.Failure?.Message,
            Output = answers,
            Raw = decision?.Raw,
            Requests = row.Evidence.Count == 1 ? row.Evidence[0].Requests : [.. row.Evidence.SelectMany(unit => unit.Requests)],
            Trace = decision?.Trace,
            Scores = named,
            Usage = row.Evidence.Aggregate(default(ModelUsage), (sum, unit) => sum + unit.Usage),
        };
    }

    // A score that a figure averages bears the figure's name; others stand behind their metric's.
    private static string NameOf(MetricCard card, string score)
    {
        foreach (var figure in card.Figures)
            if (figure.Score == score)
                return figure.Name;
        return card.Name == score ? score : $"{card.Name}.{score}";
    }

    private static void Spend(Dictionary<string, ModelUsage> usage, string? model, ModelUsage used)
    {
        if (model is not null)
            usage[model] = usage.GetValueOrDefault(model) + used;
    }

    private Cost CostOf(Dictionary<string, ModelUsage> usage)
    {
        var total = usage.Values.Aggregate(default(ModelUsage), (sum, used) => sum + used);
        return new Cost
        {
            Seconds = total.Seconds,
            PromptTokens = total.PromptTokens,
            CompletionTokens = total.CompletionTokens,
            ModelCalls = total.ModelCalls,
            GpuSeconds = usage.Where(pair => definition.Models[pair.Key].Identity.ExecutionProvider == "cuda").Sum(pair => pair.Value.Seconds),
            Price = Pricing.Of(definition.Models, usage),
        };
    }

    private sealed class Counter
    {
        public OutcomeCounts Outcomes { get; private set; } = new();

        public void Count(Prediction prediction, Decision? decision, EvidenceRow row)
        {
            Outcomes = (prediction.Outcome, prediction.Kind) switch
            {
                (Outcome.Answered, _) => Outcomes with { Answered = Outcomes.Answered + 1 },
                (Outcome.Unparsable, _) => Outcomes with { Unparsable = Outcomes.Unparsable + 1 },
                (Outcome.Refused, _) => Outcomes with { Refused = Outcomes.Refused + 1 },
                (Outcome.Truncated, _) => Outcomes with { Truncated = Outcomes.Truncated + 1 },
                (_, FailureKind.Input) => Outcomes with { FailedInput = Outcomes.FailedInput + 1 },
                _ => Outcomes with { FailedEnvironment = Outcomes.FailedEnvironment + 1 },
            };
            if (decision?.Tied > 0)
                Outcomes = Outcomes with { Tied = Outcomes.Tied + 1 };
            if (row.Evidence.Any(unit => unit.Shortened > 0))
                Outcomes = Outcomes with { Shortened = Outcomes.Shortened + 1 };
        }
    }
}
