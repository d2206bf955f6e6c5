using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace EvalHarness.Suites.Formats;

/// <summary>A value of a streamed JSON file.</summary>
/// <param name="Name">Its property name, or null in a list.</param>
/// <param name="Index">Its position from 0.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where it stands.</param>
public readonly record struct JsonItem(string? Name, int Index, JsonElement Value, Place Place)
{
    /// <summary>The value as an object.</summary>
    public JsonRecord Record => new(Value, Place);
}

/// <summary>
/// Streams the members of the list or object that a JSON file holds, one at a time, so that a file of any size takes the memory of its largest
/// member.
/// </summary>
public static class JsonStream
{
    /// <summary>The largest member that is read, in bytes.</summary>
    public const int LargestMember = 64 << 20;

    /// <summary>Streams the members of the file's outermost list or object, or of the list or object in one of its fields.</summary>
    /// <param name="file">The file.</param>
    /// <param name="field">The field of the outermost object to go into, or null.</param>
    /// <param name="skip">Fields of an object whose values are not wanted, however large; null for none.</param>
    /// <exception cref="Core.Suites.SuiteException">The file is no JSON, has another form, or a member is too large.</exception>
    public static IEnumerable<JsonItem> Read(DataFile file, string? field = null, Func<string, bool>? skip = null)
    {
        using var cursor = new JsonCursor(file);
        cursor.Enter(field is null ? "a list or an object" : "an object");
        if (field is not null)
        {
            while (cursor.NextName() is { } name && name != field)
                cursor.SkipValue();
            if (!cursor.AtValue)
                throw new Place(file.Name).Error("it is missing", "a list", field);
            cursor.Enter("a list or an object");
        }
        for (var index = 0; ; index++)
        {
            var name = cursor.NextName();
            if (name is not null && skip?.Invoke(name) == true)
            {
                cursor.SkipValue();
                continue;
            }
            if (!cursor.TryReadValue(out var value, out var line))
                break;
            yield return new JsonItem(name, index, value, new Place(file.Name, line, name ?? index.ToString(CultureInfo.InvariantCulture)));
        }
        if (field is null)
            cursor.ExpectEnd();
    }

    // Utf8JsonReader over a growing buffer. The reader is a ref struct, so it is made anew from its state for every step.
    private sealed class JsonCursor : IDisposable
    {
        private readonly DataFile _file;
        private readonly FileStream _stream;
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        private int _start;
        private int _end;
        private bool _final;
        private long _line = 1;
        private JsonReaderState _state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });

        public JsonCursor(DataFile file)
        {
            _file = file;
            _stream = file.OpenRead();
            while (_end < 3 && !_final)
                Fill();
            if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
                _start = 3;
        }

        // Whether the last NextName stands before its value.
        public bool AtValue { get; private set; }

        public void Enter(string expected)
        {
            var token = Next();
            if (token is not (JsonTokenType.StartArray or JsonTokenType.StartObject) || (expected == "an object" && token != JsonTokenType.StartObject))
                throw Here().Error($"found a value of kind {token}", expected);
            AtValue = false;
        }

        // The name of the next property; null in a list and at the end.
        public string? NextName()
        {
            while (true)
            {
                var reader = Reader();
                var read = TryRead(ref reader);
                if (!read && !_final)
                {
                    Fill();
                    continue;
                }
                AtValue = read && reader.TokenType == JsonTokenType.PropertyName;
                if (!AtValue)
                    return null;
                var name = reader.GetString();
                Keep(reader);
                return name;
            }
        }

        public void SkipValue()
        {
            var depth = 0;
            do
            {
                depth += Next() switch
                {
                    JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                    JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                    _ => 0,
                };
            }
            while (depth > 0);
            AtValue = false;
        }

        // The next value; false at the end of the list or object.
        public bool TryReadValue(out JsonElement value, out long line)
        {
            while (true)
            {
                var reader = Reader();
                try
                {
                    var read = reader.Read();
                    if (read && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                    {
                        Keep(reader);
                        value = default;
                        line = 0;
                        return false;
                    }
                    line = _line + (read ? CountLines(_start, _start + (int)reader.TokenStartIndex) : 0);
                    if (read && JsonElement.TryParseValue(ref reader, out var parsed))
                    {
                        Keep(reader);
                        AtValue = false;
                        value = parsed.Value;
                        return true;
                    }
                }
                catch (JsonException cause)
                {
                    throw Broken(cause);
                }
                if (_final)
                    throw Here().Error("the file ends inside a value", "complete JSON");
                Fill();
            }
        }

        public void ExpectEnd()
        {
            while (true)
            {
                var reader = Reader();
                if (TryRead(ref reader))
                    throw Here().Error("more follows behind the outermost value", "the end of the file");
                if (_final)
                    return;
                Fill();
            }
        }

        public void Dispose()
        {
            _stream.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        private JsonTokenType Next()
        {
            while (true)
            {
                var reader = Reader();
                if (TryRead(ref reader))
                {
                    Keep(reader);
                    return reader.TokenType;
                }
                if (_final)
                    throw Here().Error("the file ends too early", "complete JSON");
                Fill();
            }
        }

        private Utf8JsonReader Reader() => new(_buffer.AsSpan(_start, _end - _start), _final, _state);

        private bool TryRead(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.Read();
            }
            catch (JsonException cause)
            {
                throw Broken(cause);
            }
        }

        private void Keep(in Utf8JsonReader reader)
        {
            var consumed = (int)reader.BytesConsumed;
            _line += CountLines(_start, _start + consumed);
            _start += consumed;
            _state = reader.CurrentState;
        }

        private long CountLines(int from, int to) => _buffer.AsSpan(from, to - from).Count((byte)'\n');

        private Place Here() => new(_file.Name, _line);

        private Core.Suites.SuiteException Broken(JsonException cause) =>
            new Place(_file.Name, cause.LineNumber is { } line ? line + 1 : _line).Error($"it is not valid JSON (at byte {cause.BytePositionInLine} of the line)",
                "JSON in UTF-8", cause: cause);

        private void Fill()
        {
            var held = _end - _start;
            if (held > LargestMember)
                throw Here().Error($"one member is larger than {LargestMember >> 20} MiB", "smaller members");
            if (_end == _buffer.Length)
            {
                var target = held < _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
                Buffer.BlockCopy(_buffer, _start, target, 0, held);
                if (!ReferenceEquals(target, _buffer))
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                    _buffer = target;
                }
                _start = 0;
                _end = held;
            }
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _final = read == 0;
        }
    }
}
