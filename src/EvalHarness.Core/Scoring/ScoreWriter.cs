using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EvalHarness.Core.Statistics;

namespace EvalHarness.Core.Scoring;

/// <summary>
/// Writes scores as JSON lines: one object an example (<c>id</c>, <c>cluster</c> where there is one, <c>scores</c>, <c>stats</c>, <c>reason</c>
/// where a score is null), then one with the aggregate and the metric's card. Doubles are in shortest round-trip form, and never NaN.
/// </summary>
public static class ScoreWriter
{
    private const int FlushBytes = 256 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the lines of all examples, then the aggregate.</summary>
    /// <param name="split">What was scored.</param>
    /// <param name="stream">Written and flushed, not closed.</param>
    /// <param name="intervals">Makes the intervals of the aggregate; null writes none.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(ScoredSplit split, Stream stream, IFigureIntervals? intervals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var example in split.Examples)
        {
            WriteLine(buffer, writer => WriteExample(writer, example));
            if (buffer.WrittenCount < FlushBytes)
                continue;
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await WriteAggregateAsync(split, stream, intervals, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the last line only: the aggregate.</summary>
    public static async Task WriteAggregateAsync(ScoredSplit split, Stream stream, IFigureIntervals? intervals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, writer => WriteAggregate(writer, split, intervals));
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        buffer.Write("\n"u8);
    }

    private static void WriteExample(Utf8JsonWriter writer, ScoredExample example)
    {
        writer.WriteStartObject();
        writer.WriteString("id", example.Id);
        if (example.Cluster is not null)
            writer.WriteString("cluster", example.Cluster);
        writer.WriteStartObject("scores");
        foreach (var score in example.Score.Scores)
            WriteNumber(writer, score.Name, score.Value);
        foreach (var (name, value) in example.Score.Details ?? [])
        {
            writer.WritePropertyName(name);
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }
        writer.WriteEndObject();
        writer.WriteStartObject("stats");
        foreach (var statistic in example.Score.Statistics)
            WriteNumber(writer, statistic.Name, statistic.Value);
        writer.WriteEndObject();
        if (example.Score.Reason is { } reason)
            writer.WriteString("reason", reason);
        else if (example.Score.Scores.Any(score => score.Value is { } value && !double.IsFinite(value)))
            writer.WriteString("reason", "the score is not a finite number");
        writer.WriteEndObject();
    }

    private static void WriteAggregate(Utf8JsonWriter writer, ScoredSplit split, IFigureIntervals? intervals)
    {
        var values = split.Aggregate();
        writer.WriteStartObject();
        writer.WriteStartObject("aggregate");
        foreach (var value in values)
            WriteNumber(writer, value.Figure.Name, value.Value);
        writer.WriteEndObject();
        writer.WriteNumber("n", split.Examples.Count);
        if (split.Examples.Select(example => example.Cluster).OfType<string>().Distinct(StringComparer.Ordinal).Count() is > 0 and var clusters)
            writer.WriteNumber("clusters", clusters);
        WriteIntervals(writer, split, values, intervals);
        WriteReasons(writer, split, values);
        writer.WritePropertyName("metric");
        MetricCardJson.ToJson(split.Metric.Card).WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteIntervals(Utf8JsonWriter writer, ScoredSplit split, IReadOnlyList<FigureValue> values, IFigureIntervals? intervals)
    {
        if (intervals is null)
            return;
        writer.WriteStartObject("intervals");
        foreach (var (figure, _, _) in values)
        {
            if (intervals.Of(figure, split) is not { } interval)
                continue;
            writer.WriteStartObject(figure.Name);
            WriteNumber(writer, "ciLow", interval.Low);
            WriteNumber(writer, "ciHigh", interval.High);
            writer.WriteString("interval", interval.Name);
            if (interval.Reason is { } reason)
                writer.WriteString("reason", reason);
            if (interval.Warning is { } warning)
                writer.WriteString("warning", warning);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    // What is left out of a mean is counted beside it, and a figure without a value says why.
    private static void WriteReasons(Utf8JsonWriter writer, ScoredSplit split, IReadOnlyList<FigureValue> values)
    {
        var left = values.Where(value => value.Undefined > 0 || !IsFinite(value.Value)).ToArray();
        if (left.Length == 0)
            return;
        writer.WriteStartObject("reasons");
        foreach (var (figure, value, undefined) in left)
            writer.WriteString(figure.Name, undefined > 0
                ? $"{undefined} of {split.Examples.Count} examples have no score and are left out"
                : value is null ? "undefined for these examples: nothing to divide by" : "not a finite number");
        writer.WriteEndObject();
    }

    private static bool IsFinite(double? value) => value is { } number && double.IsFinite(number);

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (IsFinite(value))
            writer.WriteNumber(name, value!.Value);
        else
            writer.WriteNull(name);
    }
}
