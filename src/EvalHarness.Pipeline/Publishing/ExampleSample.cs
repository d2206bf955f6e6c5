using EvalHarness.Core.Predictions;
using EvalHarness.Pipeline.Aggregation;
using EvalHarness.Pipeline.Planning;
using EvalHarness.Pipeline.Reports.Html;

namespace EvalHarness.Pipeline.Publishing;

/// <summary>
/// Chooses the examples a report shows: those where method and baselines disagree first, then failures, then the others in split order, up to a
/// number for each comparison. Reads the prediction files, so nothing is kept in memory but the chosen ones.
/// </summary>
public sealed class ExampleSample(RunFolder folder)
{
    private const int PerComparison = 200;

    /// <summary>The sample, with prompts where their texts were kept.</summary>
    public async Task<IReadOnlyList<ReportExample>> ChooseAsync(
        RunDefinition definition, Func<IReadOnlySet<string>, Task<IReadOnlyDictionary<string, Core.Evidence.RequestText>>> findRequests, CancellationToken cancellationToken)
    {
        var chosen = new List<(ComparisonDefinition Comparison, IReadOnlyList<(SystemInstance System, Prediction Prediction)> Row)>();
        foreach (var comparison in definition.Comparisons)
            await foreach (var row in RowsAsync(comparison, cancellationToken).ConfigureAwait(false))
                chosen.Add((comparison, row));
        var digests = chosen.SelectMany(example => example.Row).SelectMany(side => side.Prediction.Requests.Take(1)).ToHashSet();
        var requests = digests.Count == 0 ? new Dictionary<string, Core.Evidence.RequestText>() : await findRequests(digests).ConfigureAwait(false);
        return [.. chosen.Select(example => ExampleOf(example.Comparison, example.Row, requests))];
    }

    private async IAsyncEnumerable<IReadOnlyList<(SystemInstance, Prediction)>> RowsAsync(
        ComparisonDefinition comparison, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Systems at the primary point, first seed; controls add nothing to look at.
        var systems = MeasurementTable.SystemsOf(comparison)
            .Select(system => comparison.Systems.First(instance => instance.Name == system.Name && instance.StandsAt(comparison.Points[0])))
            .Where(instance => instance.System is not null).ToList();
        var primary = comparison.Metrics[0].Card.Primary;
        var ranked = new PriorityQueue<int, (int, int)>();
        var number = 0;
        await foreach (var row in ZipAsync(comparison, systems, cancellationToken).ConfigureAwait(false))
        {
            var scores = row.Where(side => side.Item1.Role != Core.Systems.SystemRole.Control).Select(side => ScoreOf(side.Item2, primary)).Distinct().Count();
            var interest = scores > 1 ? 0 : row.Any(side => side.Item2.Outcome != Outcome.Answered) ? 1 : 2;
            ranked.Enqueue(number, (interest, number));
            number++;
        }
        var taken = new HashSet<int>();
        while (taken.Count < PerComparison && ranked.TryDequeue(out var index, out _))
            taken.Add(index);
        number = 0;
        await foreach (var row in ZipAsync(comparison, systems, cancellationToken).ConfigureAwait(false))
            if (taken.Contains(number++))
                yield return row;
    }

    private async IAsyncEnumerable<IReadOnlyList<(SystemInstance, Prediction)>> ZipAsync(
        ComparisonDefinition comparison, List<SystemInstance> systems, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = systems.ConvertAll(system =>
            folder.ReadPredictionsAsync(PredictionFileName.Of(comparison, system), cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            while (readers.Count > 0)
            {
                var row = new List<(SystemInstance, Prediction)>(systems.Count);
                for (var i = 0; i < systems.Count; i++)
                    if (await readers[i].MoveNextAsync().ConfigureAwait(false))
                        row.Add((systems[i], readers[i].Current));
                if (row.Count < systems.Count)
                    yield break;
                yield return row;
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ReportExample ExampleOf(
        ComparisonDefinition comparison,
        IReadOnlyList<(SystemInstance System, Prediction Prediction)> row,
        IReadOnlyDictionary<string, Core.Evidence.RequestText> requests)
    {
        var request = row.SelectMany(side => side.Prediction.Requests.Take(1)).Select(requests.GetValueOrDefault).FirstOrDefault(text => text is not null);
        return new ReportExample
        {
            Comparison = comparison.Declaration.Name,
            Variant = comparison.Points[0],
            Id = row[0].Prediction.Id,
            Cluster = row[0].Prediction.Cluster,
            Prompt = request is null ? null : request.Prefix + request.Text,
            Sides = [.. row.Select(side => new ReportExampleSide
            {
                System = side.System.Name,
                Role = side.System.Role,
                Outcome = side.Prediction.Outcome,
                Output = string.Join(" | ", side.Prediction.Output.Select(answer => answer.Weight == 1 ? answer.Answer.Text : $"{answer.Answer.Text} ({answer.Weight:0.##})")),
                Raw = side.Prediction.Raw,
                Reason = side.Prediction.Reason,
                Trace = side.Prediction.Trace,
                Score = ScoreOf(side.Prediction, comparison.Metrics[0].Card.Primary),
                Scores = side.Prediction.Scores,
            })],
        };
    }

    private static double? ScoreOf(Prediction prediction, string figure) => prediction.Scores.FirstOrDefault(score => score.Name == figure).Value;
}
