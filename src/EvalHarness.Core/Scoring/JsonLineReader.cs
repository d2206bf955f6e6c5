using System.Runtime.CompilerServices;

namespace EvalHarness.Core.Scoring;

/// <summary>One line of a file of JSON lines.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Utf8">Its bytes without the line end; valid until the next line is asked for.</param>
public readonly record struct JsonLine(long Number, ReadOnlyMemory<byte> Utf8);

/// <summary>
/// Splits a stream into lines: UTF-8, ends LF or CR LF, a byte order mark at the start passed over. An empty line is an error, not skipped, and so
/// is a line that exceeds the limit: memory stays bounded whatever is fed.
/// </summary>
public static class JsonLineReader
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The lines in order.</summary>
    /// <param name="stream">Read to its end, not closed.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ScoringException">A line is empty or too long, or the file is no UTF-8.</exception>
    public static async IAsyncEnumerable<JsonLine> ReadAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[FirstBuffer];
        var (start, scanned, end) = (0, 0, 0);
        long number = 0;
        while (true)
        {
            var length = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var lineEnd = scanned + length;
                yield return new(++number, Line(buffer.AsMemory(start, lineEnd - start), name, number));
                start = scanned = lineEnd + 1;
                continue;
            }
            scanned = end;
            if (end - start > LongestLine)
                throw ScoringException.At(name, number + 1, $"the line is longer than {LongestLine / (1024 * 1024)} MiB");
            if (end == buffer.Length)
                (buffer, start, scanned, end) = MakeRoom(buffer, start, end);
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            end += read;
        }
        if (end > start)
            yield return new(++number, Line(buffer.AsMemory(start, end - start), name, number));
    }

    // Moves the begun line to the front; doubles the buffer where it fills more than half.
    private static (byte[] Buffer, int Start, int Scanned, int End) MakeRoom(byte[] buffer, int start, int end)
    {
        var length = end - start;
        var target = length > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        Buffer.BlockCopy(buffer, start, target, 0, length);
        return (target, 0, length, length);
    }

    private static ReadOnlyMemory<byte> Line(ReadOnlyMemory<byte> line, string name, long number)
    {
        if (number == 1)
        {
            if (line.Span.StartsWith(ByteOrderMark))
                line = line[ByteOrderMark.Length..];
            else if (line.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
                throw ScoringException.At(name, number, "the file is UTF-16; save it as UTF-8");
        }
        if (line.Span is [.., (byte)'\r'])
            line = line[..^1];
        if (line.Length > LongestLine)
            throw ScoringException.At(name, number, $"the line is longer than {LongestLine / (1024 * 1024)} MiB");
        if (line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            throw ScoringException.At(name, number, "the line is empty; every line holds one JSON object, so remove it");
        return line;
    }
}
