using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EvalHarness.Core.Predictions;

/// <summary>
/// Predictions as JSON lines: <c>predictions/*.jsonl</c>. A line is an object of <c>id</c>, <c>cluster</c>, <c>outcome</c>, <c>kind</c>, <c>reason</c>,
/// <c>output</c>, <c>raw</c>, <c>requests</c>, <c>trace</c>, <c>scores</c> and <c>usage</c>; what does not apply is left out, but <c>id</c>, <c>outcome</c>,
/// <c>output</c>, <c>requests</c>, <c>scores</c> and <c>usage</c> are always there.
/// </summary>
/// <remarks>
/// <c>output</c> is null without an answer, an object (<c>text</c>, and <c>items</c>, <c>choice</c> or <c>ranking</c>) for a certain one, and
/// <c>{ "weighted": […] }</c> of such objects, each with its <c>weight</c>, for a system that answers at random.
/// </remarks>
public static class PredictionJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Appends a prediction and a line end.</summary>
    public static void Write(IBufferWriter<byte> buffer, Prediction prediction)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        PredictionFields.Write(writer, prediction);
        writer.Flush();
        EndLine(buffer);
    }

    /// <summary>Appends predictions, a line each, reusing the writer's buffers; flushes the stream at the end and leaves it open.</summary>
    public static async Task WriteAllAsync(Stream stream, IAsyncEnumerable<Prediction> predictions, CancellationToken cancellationToken)
    {
        const int Full = 64 * 1024;
        var buffer = new ArrayBufferWriter<byte>(2 * Full);
        using var writer = new Utf8JsonWriter(buffer, Options);
        await foreach (var prediction in predictions.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            PredictionFields.Write(writer, prediction);
            writer.Flush();
            writer.Reset();
            EndLine(buffer);
            if (buffer.WrittenCount < Full) continue;
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one line. Fields this version does not know are passed over.</summary>
    /// <exception cref="JsonException">It is no prediction; the message says what is wrong.</exception>
    public static Prediction Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            var prediction = PredictionFields.Read(ref reader);
            return reader.Read() ? throw new JsonException("There is something behind the prediction's object.") : prediction;
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw new JsonException($"A field has the wrong form: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file of lines as a stream; empty lines are passed over. The stream is left open.</summary>
    /// <exception cref="JsonException">A line is no prediction; the message begins with its number, from 1.</exception>
    public static async IAsyncEnumerable<Prediction> ReadAllAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var number = 0;
        for (var completed = false; !completed;)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            completed = result.IsCompleted;
            var rest = result.Buffer;
            while (NextLine(ref rest, completed) is { } line)
            {
                number++;
                if (line.Length > 0 && !(line.Length == 1 && line.FirstSpan[0] == '\r'))
                    yield return Read(line, number);
            }
            pipe.AdvanceTo(rest.Start, rest.End);
        }
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static Prediction Read(ReadOnlySequence<byte> line, int number)
    {
        try
        {
            return Read(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
        }
        catch (JsonException exception)
        {
            throw new JsonException($"Line {number} is no prediction: {exception.Message}", exception);
        }
    }

    private static ReadOnlySequence<byte>? NextLine(ref ReadOnlySequence<byte> rest, bool completed)
    {
        if (rest.IsEmpty) return null;
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            var line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return line;
        }
        if (!completed) return null;
        var last = rest;
        rest = rest.Slice(rest.End);
        return last;
    }

    private static void EndLine(IBufferWriter<byte> buffer)
    {
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
    }
}
