using System.Buffers;
using System.Text;

namespace EvalHarness.Suites.Formats;

/// <summary>A line of a text file.</summary>
/// <param name="Number">Line from 1.</param>
/// <param name="Text">The line without its LF; a CR before it is kept where the reader was asked to.</param>
public readonly record struct TextLine(long Number, string Text);

/// <summary>
/// Reads a text file line by line. Lines end at LF alone, since benchmark texts hold U+0085, U+2028 and form feeds as content. Bytes that are
/// no text in the encoding are an error at their line, never replaced.
/// </summary>
public static class LineReader
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 64 << 20;

    /// <summary>UTF-8 that refuses broken bytes.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Streams the lines of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">Null: <see cref="Utf8"/>. A byte order mark is dropped.</param>
    /// <param name="keepCarriageReturns">Whether CR before LF stays on the line.</param>
    /// <exception cref="Core.Suites.SuiteException">The file cannot be opened, a line is longer than <see cref="LongestLine"/> or not in the encoding.</exception>
    public static IEnumerable<TextLine> Read(DataFile file, Encoding? encoding = null, bool keepCarriageReturns = false)
    {
        encoding ??= Utf8;
        using var stream = file.OpenRead();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var start = 0;
            var end = 0;
            var number = 0L;
            for (var more = true; more;)
            {
                if (end == buffer.Length)
                    MakeRoom(file, ref buffer, ref start, ref end, number);
                var read = stream.Read(buffer, end, buffer.Length - end);
                more = read > 0;
                var scanned = end;
                end += read;
                if (number == 0 && start == 0 && (end >= 3 || !more) && buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
                    start = 3;
                for (var at = IndexOfLineFeed(buffer, Math.Max(scanned, start), end); at >= 0; at = IndexOfLineFeed(buffer, start, end))
                {
                    yield return Decode(file, encoding, buffer, start, at, ++number, keepCarriageReturns);
                    start = at + 1;
                }
                if (!more && start < end)
                    yield return Decode(file, encoding, buffer, start, end, ++number, keepCarriageReturns);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int IndexOfLineFeed(byte[] buffer, int from, int end)
    {
        var at = buffer.AsSpan(from, end - from).IndexOf((byte)'\n');
        return at < 0 ? -1 : from + at;
    }

    private static TextLine Decode(DataFile file, Encoding encoding, byte[] buffer, int start, int end, long number, bool keepCarriageReturns)
    {
        if (!keepCarriageReturns && end > start && buffer[end - 1] == '\r')
            end--;
        try
        {
            return new TextLine(number, encoding.GetString(buffer, start, end - start));
        }
        catch (DecoderFallbackException cause)
        {
            throw new Place(file.Name, number).Error($"the byte 0x{cause.BytesUnknown?.FirstOrDefault():X2} is not {encoding.WebName} text",
                $"a file in {encoding.WebName}", cause: cause);
        }
    }

    private static void MakeRoom(DataFile file, ref byte[] buffer, ref int start, ref int end, long number)
    {
        var held = end - start;
        if (held > LongestLine)
            throw new Place(file.Name, number + 1).Error($"the line is longer than {LongestLine >> 20} MiB", "a shorter line");
        var target = start > 0 && held < buffer.Length / 2 ? buffer : ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Buffer.BlockCopy(buffer, start, target, 0, held);
        if (!ReferenceEquals(target, buffer))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = target;
        }
        start = 0;
        end = held;
    }
}
