using System.Runtime.CompilerServices;
using EvalHarness.Core.Metrics;

namespace EvalHarness.Core.Scoring;

/// <summary>A line of predictions and where it stands.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Item">What is scored.</param>
public readonly record struct PredictionLine(long Line, MetricItem Item);

/// <summary>Reads predictions made elsewhere, one JSON object a line, with the fields a metric reads (contracts, section 9).</summary>
public static class PredictionLineReader
{
    /// <summary>The lines in order.</summary>
    /// <param name="stream">Read to its end, not closed.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="metric">The metric that will score them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ScoringException">A line cannot be read, or its id stood above already; the message has its number.</exception>
    public static async IAsyncEnumerable<PredictionLine> ReadAsync(
        Stream stream, string name, MetricFactory metric, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new PredictionLineParser(metric);
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var line in JsonLineReader.ReadAsync(stream, name, cancellationToken).ConfigureAwait(false))
        {
            MetricItem item;
            try
            {
                item = parser.Parse(line.Utf8.Span);
            }
            catch (FormatException error)
            {
                throw ScoringException.At(name, line.Number, error.Message, error);
            }
            if (!lines.TryAdd(item.Id, line.Number))
                throw ScoringException.At(name, line.Number, $"the id \"{item.Id}\" stands in line {lines[item.Id]} too; every id may stand once");
            yield return new(line.Number, item);
        }
    }
}
