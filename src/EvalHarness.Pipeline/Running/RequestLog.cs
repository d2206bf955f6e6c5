using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EvalHarness.Core.Evidence;
using EvalHarness.Pipeline.Shards;

namespace EvalHarness.Pipeline.Running;

/// <summary>
/// Collects the texts of a shard's requests, each once, with prefixes that many share stored once. Lines: <c>{"p":digest,"text":…}</c> a prefix,
/// <c>{"d":digest,"p":prefix digest,"q":query,"a":parameters}</c> a request.
/// </summary>
public sealed class RequestLog(bool keepTexts)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, string> _prefixes = [];

    /// <summary>Adds a request and gives its digest.</summary>
    public string Add(RequestText request)
    {
        var digest = request.Digest;
        if (keepTexts && _known.Add(digest))
        {
            var prefix = request.Prefix.Length == 0 ? null : PrefixOf(request.Prefix);
            Write(writer =>
            {
                writer.WriteString("d"u8, digest);
                if (prefix is not null)
                    writer.WriteString("p"u8, prefix);
                writer.WriteString("q"u8, request.Text);
                writer.WriteString("a"u8, request.Parameters);
            });
        }
        return digest;
    }

    /// <summary>The compressed lines, or null where nothing is kept.</summary>
    public byte[]? Encode() => _lines.WrittenCount == 0 ? null : ShardCodec.Compress(_lines.WrittenSpan);

    private string PrefixOf(string prefix)
    {
        if (_prefixes.TryGetValue(prefix, out var digest))
            return digest;
        _prefixes[prefix] = digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prefix)));
        Write(writer =>
        {
            writer.WriteString("p"u8, digest);
            writer.WriteString("text"u8, prefix);
        });
        return digest;
    }

    private void Write(Action<Utf8JsonWriter> members)
    {
        using (var writer = new Utf8JsonWriter(_lines, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        _lines.Write("\n"u8);
    }
}
