using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EvalHarness.Core.Manifests.Positions;

/// <summary>Reads JSON (comments and trailing commas allowed) into a tree whose values know their places.</summary>
internal sealed class PositionedJsonReader
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 48;

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = MaxDepth };

    /// <summary>Longest name of a field; suite addresses are the longest that mean anything.</summary>
    public const int LongestName = 256;

    private static readonly SearchValues<char> EndsOfWord = SearchValues.Create(" ,:\t\r\n\"{}[]");

    private readonly SourceText _source;
    private readonly int _start;
    private readonly ErrorList _errors;
    private readonly List<PathStep> _path = [];

    private PositionedJsonReader(SourceText source, int start, ErrorList errors)
    {
        _source = source;
        _start = start;
        _errors = errors;
    }

    /// <summary>
    /// Reads the text from a byte offset to its end. Null with one error that names the place when it is no JSON; twice-written fields and
    /// numbers beyond the range of a double are errors too, but reading goes on.
    /// </summary>
    public static PositionedNode? Read(SourceText source, int start, ErrorList errors)
    {
        var span = source.Bytes.Span[start..];
        if (FirstInvalid(span) is var invalid and >= 0)
        {
            errors.Add(new Place(source, start + invalid), "", $"The byte 0x{span[invalid]:x2} is no UTF-8; save the file as UTF-8.");
            return null;
        }
        var reader = new Utf8JsonReader(span, Options);
        try
        {
            reader.Read();
            var root = new PositionedJsonReader(source, start, errors).Value(ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            errors.Add(new Place(source, start + OffsetOf(source, start, exception)), "", $"This is no JSON: {Sentence(exception.Message)}");
            return null;
        }
    }

    private PositionedNode Value(ref Utf8JsonReader reader)
    {
        var place = PlaceOf(ref reader);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, place);
            case JsonTokenType.StartArray:
                return List(ref reader, place);
            case JsonTokenType.String:
                return new PositionedNode(JsonValueKind.String, place, Text(ref reader, place));
            case JsonTokenType.Number:
                return new PositionedNode(JsonValueKind.Number, place, Number(ref reader, place));
            case JsonTokenType.True:
                return new PositionedNode(JsonValueKind.True, place);
            case JsonTokenType.False:
                return new PositionedNode(JsonValueKind.False, place);
            default:
                return new PositionedNode(JsonValueKind.Null, place);
        }
    }

    private PositionedNode List(ref Utf8JsonReader reader, Place place)
    {
        var list = new PositionedNode(JsonValueKind.Array, place);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _path.Add(new PathStep(null, list.Items.Count, 0));
            list.Items.Add(Value(ref reader));
            _path.RemoveAt(_path.Count - 1);
        }
        return list;
    }

    private PositionedNode Object(ref Utf8JsonReader reader, Place place)
    {
        var node = new PositionedNode(JsonValueKind.Object, place);
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var namePlace = PlaceOf(ref reader);
            var name = Text(ref reader, namePlace);
            if (name.Length > LongestName)
            {
                Error(namePlace, $"The name of this field has {name.Length} characters; {LongestName} are allowed.");
                name = name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];
            }
            _path.Add(new PathStep(name, null, 0));
            reader.Read();
            var value = Value(ref reader);
            if (seen.TryAdd(name, namePlace))
                node.Members.Add(new PositionedMember(name, namePlace, value));
            else
                Error(namePlace, $"The field {Quotation.Name(name)} stands here a second time; it stands first on line {seen[name].Position.Line}. Remove one of the two.");
            _path.RemoveAt(_path.Count - 1);
        }
        return node;
    }

    private string Number(ref Utf8JsonReader reader, Place place)
    {
        var number = Encoding.ASCII.GetString(reader.ValueSpan);
        if (double.IsFinite(reader.GetDouble())) return number;
        Broken(place, $"The number {(number.Length <= 40 ? number : number[..40] + "…")} is too large; numbers go up to about 1.8e308.");
        return "0";
    }

    private string Text(ref Utf8JsonReader reader, Place place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The bytes are valid UTF-8, so it is an escape such as \ud800 without its second half.
            Broken(place, "The text holds half of a surrogate pair (\\ud800 to \\udfff); write both halves or the character itself.");
            return "";
        }
    }

    /// <summary>Paths are spelled out for errors only: a hostile file could make spelling all of them expensive.</summary>
    private void Error(Place place, string message)
    {
        if (!_errors.Full)
            _errors.Add(place, _path.Aggregate("", ManifestPath.Add), message);
        else
            _errors.Add(place, "", message);
    }

    private void Broken(Place place, string message)
    {
        Error(place, message);
        _errors.Close(place);
    }

    private Place PlaceOf(ref Utf8JsonReader reader) => new(_source, _start + (int)reader.TokenStartIndex);

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return -1;
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            offset += consumed;
        return offset;
    }

    private static int OffsetOf(SourceText source, int start, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        return (line == 0 ? 0 : source.StartOfLine(line) - start) + (int)(exception.BytePositionInLine ?? 0);
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end >= 0) message = message[..end];
        // The runtime quotes the rest of the document behind a wrong literal; its first word is enough, and shows no secret that follows.
        var literal = message.IndexOf("' is an invalid JSON literal", StringComparison.Ordinal);
        if (literal > 1 && message.AsSpan(1, literal - 1).IndexOfAny(EndsOfWord) is var word and >= 0)
            message = $"'{message.AsSpan(1, word)}{message.AsSpan(literal)}";
        return Quotation.OneLine(message);
    }
}
