using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EvalHarness.Core.Json;

/// <summary>
/// JSON with one spelling: members sorted by ordinal name, no white space, numbers in shortest round-trip form, minimal escaping. Keys and
/// digests are hashes of it.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The canonical spelling, UTF-8.</summary>
    public static byte[] Bytes(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(writer, node);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The canonical spelling as text.</summary>
    public static string Text(JsonNode? node) => Encoding.UTF8.GetString(Bytes(node));

    /// <summary>SHA-256 of the canonical spelling, lower-case hex.</summary>
    public static string Digest(JsonNode? node) => Convert.ToHexStringLower(SHA256.HashData(Bytes(node)));

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                // 1, 1.0 and 1e0 are one number: whole values within 2^53 are written as integers.
                var number = value.TryGetValue<double>(out var direct) ? direct : double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
                if (number == Math.Truncate(number) && Math.Abs(number) < 9007199254740992)
                    writer.WriteNumberValue((long)number);
                else if (value.TryGetValue<long>(out var whole))
                    writer.WriteNumberValue(whole);
                else
                    writer.WriteNumberValue(number);
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
