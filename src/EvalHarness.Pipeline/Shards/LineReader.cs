using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace EvalHarness.Pipeline.Shards;

/// <summary>Streams the lines of a stream as bytes, each in memory of its own.</summary>
public static class LineReader
{
    private static readonly StreamPipeReaderOptions Options = new(bufferSize: 64 * 1024);

    /// <summary>Yields every line without its end; a last line without end counts.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, Options);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    yield return buffer.Slice(0, end).ToArray();
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }
                if (result.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                        yield return buffer.ToArray();
                    yield break;
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }
}
