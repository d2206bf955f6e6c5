using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EvalHarness.Core.Evidence;
using EvalHarness.Core.Models;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace EvalHarness.Pipeline.Shards;

/// <summary>
/// The form of an evidence shard: JSON lines in one zstd frame, one line a unit. Member names are single letters, since a shard is read by
/// programs only: <c>u</c> unit, <c>e</c> evidence, <c>r</c> request digests, <c>t</c> usage [prompt tokens, completion tokens, calls, seconds],
/// <c>s</c> shortened, <c>k</c> and <c>m</c> kind and message of a failure.
/// </summary>
public static class ShardCodec
{
    // Level 3 is zstd's default; evidence is small and repetitive, so higher levels cost time and save little.
    private const int CompressionLevel = 3;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes units, in the given order.</summary>
    public static byte[] Encode(IReadOnlyList<UnitEvidence> units)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, units.Count * 160));
        using (var writer = new Utf8JsonWriter(buffer, Options))
            foreach (var unit in units)
            {
                WriteUnit(writer, unit);
                writer.Flush();
                buffer.Write("\n"u8);
                writer.Reset();
            }
        return Compress(buffer.WrittenSpan);
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="InvalidDataException">It is no line of a shard.</exception>
    public static UnitEvidence DecodeLine(ReadOnlyMemory<byte> line)
    {
        try
        {
            return ReadUnit(line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("A line of an evidence shard cannot be read; the store is damaged or was written by another version.", exception);
        }
    }

    /// <summary>Compresses a text of JSON lines.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var compressor = new Compressor(CompressionLevel);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1); // a flipped bit must be an error, never another number
        return compressor.Wrap(content).ToArray();
    }

    /// <summary>A stream that decompresses; reading throws <see cref="InvalidDataException"/> with the path where the bytes are damaged.</summary>
    /// <param name="compressed">The blob; closed with the stream.</param>
    /// <param name="path">Its path in the store.</param>
    public static Stream Decompress(Stream compressed, string path) => new StoredStream(compressed, path);

    private static void WriteUnit(Utf8JsonWriter writer, UnitEvidence unit)
    {
        writer.WriteStartObject();
        writer.WriteString("u"u8, unit.UnitId);
        if (unit.Failure is { } failure)
        {
            writer.WriteString("k"u8, failure.Kind == FailureKind.Input ? "input" : "environment");
            writer.WriteString("m"u8, failure.Message);
        }
        else
        {
            writer.WritePropertyName("e"u8);
            writer.WriteRawValue(unit.Payload.Span, skipInputValidation: true);
        }
        if (unit.Requests.Count > 0)
        {
            writer.WriteStartArray("r"u8);
            foreach (var digest in unit.Requests)
                writer.WriteStringValue(digest);
            writer.WriteEndArray();
        }
        if (unit.Usage != default)
        {
            writer.WriteStartArray("t"u8);
            writer.WriteNumberValue(unit.Usage.PromptTokens);
            writer.WriteNumberValue(unit.Usage.CompletionTokens);
            writer.WriteNumberValue(unit.Usage.ModelCalls);
            writer.WriteNumberValue(unit.Usage.Seconds);
            writer.WriteEndArray();
        }
        if (unit.Shortened > 0)
            writer.WriteNumber("s"u8, unit.Shortened);
        writer.WriteEndObject();
    }

    private static UnitEvidence ReadUnit(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span);
        reader.Read();
        string? unit = null, kind = null, message = null;
        var payload = ReadOnlyMemory<byte>.Empty;
        IReadOnlyList<string> requests = [];
        ModelUsage usage = default;
        var shortened = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan[0];
            reader.Read();
            switch (name)
            {
                case (byte)'u': unit = reader.GetString(); break;
                case (byte)'k': kind = reader.GetString(); break;
                case (byte)'m': message = reader.GetString(); break;
                case (byte)'s': shortened = reader.GetInt32(); break;
                case (byte)'r': requests = ReadTexts(ref reader); break;
                case (byte)'t': usage = ReadUsage(ref reader); break;
                case (byte)'e':
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    payload = line[start..(int)reader.BytesConsumed];
                    break;
                default: reader.Skip(); break;
            }
        }
        if (unit is null)
            throw new JsonException("A unit has no id.");
        return new UnitEvidence(unit, payload)
        {
            Requests = requests,
            Usage = usage,
            Shortened = shortened,
            Failure = kind is null ? null : new Failure(kind == "input" ? FailureKind.Input : FailureKind.Environment, message ?? ""),
        };
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>(1);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            texts.Add(reader.GetString()!);
        return texts;
    }

    private static ModelUsage ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        var prompt = reader.GetInt64();
        reader.Read();
        var completion = reader.GetInt64();
        reader.Read();
        var calls = reader.GetInt64();
        reader.Read();
        var seconds = reader.GetDouble();
        reader.Read();
        return new ModelUsage(prompt, completion, calls, seconds);
    }
}
