using EvalHarness.Core.Metrics;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Scoring;

/// <summary>Scores a file of predictions: what <c>evalharness score</c> does between reading and writing.</summary>
public static class PredictionScorer
{
    /// <summary>Scores every line. Nothing is returned unless all can be scored, so a broken line leaves no half-written result behind.</summary>
    /// <param name="metric">The metric, with its options.</param>
    /// <param name="stream">JSON lines; read to its end, not closed.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="cancellationToken">Stops the scoring.</param>
    /// <exception cref="ScoringException">A line cannot be read or scored, or there is none.</exception>
    public static async Task<ScoredSplit> ScoreAsync(MetricSelection metric, Stream stream, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var lines = PredictionLineReader.ReadAsync(stream, name, metric.Factory, cancellationToken);
        var examples = metric.Metric is { } single
            ? await ScoreEachAsync(single, lines, name).ConfigureAwait(false)
            : await ScoreTogetherAsync(metric.SplitMetric!, lines, name).ConfigureAwait(false);
        if (examples.Count == 0)
            throw new ScoringException($"{name} holds no line; there is nothing to score.");
        return new(metric, examples);
    }

    private static async Task<List<ScoredExample>> ScoreEachAsync(IMetric metric, IAsyncEnumerable<PredictionLine> lines, string name)
    {
        var examples = new List<ScoredExample>();
        await foreach (var (line, item) in lines.ConfigureAwait(false))
        {
            try
            {
                examples.Add(new(item.Id, item.Cluster, metric.Score(item)));
            }
            catch (MetricInputException error)
            {
                throw ScoringException.At(name, line, error.Message.TrimEnd('.'), error);
            }
        }
        return examples;
    }

    private static async Task<List<ScoredExample>> ScoreTogetherAsync(ISplitMetric metric, IAsyncEnumerable<PredictionLine> lines, string name)
    {
        var numbers = new List<long>();
        var items = new List<MetricItem>();
        await foreach (var (line, item) in lines.ConfigureAwait(false))
        {
            numbers.Add(line);
            items.Add(item);
        }
        try
        {
            return [.. metric.Score(items).Zip(items, (score, item) => new ScoredExample(item.Id, item.Cluster, score))];
        }
        catch (MetricInputException error) when (error.ItemIndex is { } index)
        {
            throw ScoringException.At(name, numbers[index], error.Message.TrimEnd('.'), error);
        }
    }
}
